/// Sentences of a grammar at random.
///
/// Conditions the notation states in words are met here: where one cannot hold, its alternative is
/// not taken.
struct RandomSentences {
  private struct Dead: Error {}

  private let grammar: Grammar
  private var random: Randomness
  private var tokens: [String] = []
  /// How many more rules may be opened before only short alternatives are taken.
  private var budget = 0
  /// The rules being written, innermost last.
  private var path: [String] = []
  private var isSpaceForbidden = false
  private var forbidden: Set<String> = []
  private var strings = 0
  private var names = 0

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = Randomness(seed: seed)
  }

  /// A sentence of a rule.
  mutating func sentence(of rule: String, size: Int) -> String {
    while true {
      tokens = []
      path = []
      budget = size
      isSpaceForbidden = false
      forbidden = []
      strings = 0
      if (try? write(.name(rule))) != nil { return text() }
    }
  }

  private mutating func text() -> String {
    var result = ""
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      guard token == "statement end" else {
        result += token
        continue
      }
      // A statement that something follows must be ended.
      if let next = next, next.drop(while: { $0 == " " }) != "}" { result += "\n" }
    }
    return result
  }

  private mutating func write(_ form: Grammar.Form) throws {
    switch form {
    case .text(let text): try emit(text)
    case .name(let name): try writeRule(name)
    case .condition(let condition): try check(condition)
    case .sequence(let forms): for form in forms { try write(form) }
    case .choice(let forms): try writeOne(of: forms)
    case .optional(let form): if random.below(10) < likelihood { try write(form) }
    case .repeated(let form):
      var count = 0
      while count < 3, random.below(10) < likelihood {
        guard try attempt(form) else { return }
        count += 1
      }
    }
  }

  /// How likely, in tenths, something that may be left out is written.
  private var likelihood: Int { budget <= 0 ? 0 : path.count > 40 ? 1 : 3 }

  /// Writes a form unless one of its conditions fails.
  private mutating func attempt(_ form: Grammar.Form) throws -> Bool {
    let before = self
    do {
      try write(form)
      return true
    } catch is Dead {
      let random = random
      self = before
      self.random = random
      return false
    }
  }

  private mutating func writeOne(of forms: [Grammar.Form]) throws {
    var left = forms
    if budget <= 0 { left.sort { weight($0) < weight($1) } }
    while !left.isEmpty {
      // Out of budget, the shortest alternatives come first.
      let index = budget <= 0 ? 0 : random.below(left.count)
      if try attempt(left.remove(at: index)) { return }
    }
    throw Dead()
  }

  /// How long the shortest sentence of a form is, roughly.
  private func weight(_ form: Grammar.Form) -> Int {
    switch form {
    case .text, .condition: 1
    case .name(let name):
      switch name {
      case "lambda", "conditional", "comprehension": 30
      case "tuple", "list", "block", "string", "expression", "definition", "binding", "loop": 20
      case "disjunction": 10
      default: grammar.rules[name] == nil ? 0 : 15
      }
    case .sequence(let forms): forms.reduce(0) { $0 + weight($1) }
    case .choice(let forms): forms.map(weight).min() ?? 0
    case .optional, .repeated: 0
    }
  }

  private mutating func writeRule(_ name: String) throws {
    if let form = grammar.rules[name] {
      budget -= 1
      path.append(name)
      // The text of a string is written without spaces of its own.
      if name == "string" { try writeString() } else { try write(form) }
      path.removeLast()
      return
    }
    switch name {
    case "NAME":
      names += 1
      try emit("v\(names)")
    case "KEYWORD": try emit("not")
    case "NUMBER": try emit(["2", "2.5", ".5", "1e-05", "0"][random.below(5)])
    case "QUOTED": try emit("\"lesson.mfl\"")
    case "NEWLINE": tokens.append(strings > 0 ? " ;" : "\n")
    default: throw Dead()
    }
  }

  private mutating func writeString() throws {
    try emit("\"")
    strings += 1
    for _ in 0..<random.below(3) {
      if random.oneIn(2) {
        tokens.append("text \\\" \\{ \\u{3b1} é")
      } else {
        tokens.append("{")
        try writeRule("expression")
        tokens.append("}")
      }
    }
    strings -= 1
    tokens.append("\"")
  }

  private mutating func emit(_ token: String) throws {
    guard !forbidden.contains(token) else { throw Dead() }
    forbidden = []
    tokens.append(isSpaceForbidden ? token : space(before: token) + token)
    isSpaceForbidden = false
  }

  /// A space, or a line's end where that counts for nothing.
  private mutating func space(before token: String) -> String {
    guard strings == 0, random.oneIn(6) else { return " " }
    let goesOn: Set = [",", "(", "[", "=", "->", "|>", "*", "⊗", "and", "or", "==", "^", "∘", "+"]
    let last = tokens.last.map { $0.drop { $0 == " " || $0 == "\n" } } ?? ""
    let canBreak = goesOn.contains(String(last)) || ["|>", "then", "else"].contains(token)
    return canBreak ? "\n  " : "  "
  }

  private mutating func check(_ condition: String) throws {
    switch condition {
    case "no space": isSpaceForbidden = true
    case "neither \"(\" nor \"{\" next": forbidden = ["(", "{"]
    case "not after a number":
      let last = tokens.last.map { $0.drop { $0 == " " || $0 == "\n" } }
      if last?.first.map({ $0.isNumber || $0 == "." }) == true { throw Dead() }
    case "in a call":
      guard path.dropLast(2).last == "postfix" else { throw Dead() }
    case "before \"}\" or the end":
      if strings > 0 { tokens.append(" ;") } else { tokens.append("statement end") }
    default: throw Dead()
    }
  }
}
