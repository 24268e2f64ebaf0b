/// The grammar file, read: its rules by name.
struct Grammar {
  /// The right side of a rule.
  indirect enum Form {
    case text(String)
    case name(String)
    case condition(String)
    case sequence([Form])
    case choice([Form])
    case optional(Form)
    case repeated(Form)
  }

  private(set) var rules: [String: Form] = [:]
  /// The right sides as written, with single spaces.
  private(set) var texts: [String: String] = [:]

  /// The words between spaces of a grammar's text, comments left out; quoted texts are one word.
  private var words: [String] = []
  private var position = 0

  /// Reads a grammar, or gives nil where it is not well formed.
  init?(_ text: String) {
    var rest = text[...]
    while let character = rest.first {
      if character.isWhitespace {
        rest.removeFirst()
      } else if rest.hasPrefix("(*") {
        while !rest.isEmpty, !rest.hasPrefix("*)") { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else if "\"'?".contains(character) {
        guard let end = rest.dropFirst().firstIndex(of: character) else { return nil }
        words.append(String(rest[...end]))
        rest = rest[rest.index(after: end)...]
      } else if character.isLetter {
        let word = rest.prefix { $0.isLetter }
        words.append(String(word))
        rest = rest.dropFirst(word.count)
      } else {
        words.append(String(character))
        rest.removeFirst()
      }
    }
    while position < words.count {
      let name = words[position]
      guard word(at: 1) == "=" else { return nil }
      position += 2
      let start = position
      guard let form = choice(), take(";"), rules[name] == nil else { return nil }
      rules[name] = form
      texts[name] = words[start..<(position - 1)].joined(separator: " ")
    }
  }

  private func word(at distance: Int) -> String? {
    position + distance < words.count ? words[position + distance] : nil
  }

  private mutating func take(_ word: String) -> Bool {
    guard self.word(at: 0) == word else { return false }
    position += 1
    return true
  }

  private mutating func choice() -> Form? {
    var forms: [Form] = []
    repeat {
      guard let form = sequence() else { return nil }
      forms.append(form)
    } while take("|")
    return forms.count == 1 ? forms[0] : .choice(forms)
  }

  private mutating func sequence() -> Form? {
    var forms: [Form] = []
    while let word = word(at: 0), !["|", ";", ")", "]", "}"].contains(word) {
      position += 1
      switch word {
      case "(":
        guard let form = choice(), take(")") else { return nil }
        forms.append(form)
      case "[":
        guard let form = choice(), take("]") else { return nil }
        forms.append(.optional(form))
      case "{":
        guard let form = choice(), take("}") else { return nil }
        forms.append(.repeated(form))
      case _ where word.hasPrefix("?"):
        forms.append(.condition(word.dropFirst().dropLast().trimmed))
      case _ where word.hasPrefix("\"") || word.hasPrefix("'"):
        forms.append(.text(String(word.dropFirst().dropLast())))
      default: forms.append(.name(word))
      }
    }
    return forms.isEmpty ? nil : .sequence(forms)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
