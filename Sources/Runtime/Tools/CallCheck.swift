import Language

/// Finds the calls of a program whose arguments cannot be matched to any parameters, without running
/// it.
///
/// Calls of the vocabulary's functions, and of functions the program binds once and nothing else by
/// their names, are looked at: whether there are too many arguments, or one by a name that no
/// parameter has. Where all arguments are written out, their kinds are checked as well.
struct CallCheck {
  private(set) var failures: [Failure] = []
  private let source: Source
  private let vocabulary: Vocabulary
  /// Every name the program binds somewhere, so that it may not be the vocabulary's.
  private let bound: Set<String>
  /// The functions whose names mean nothing else.
  private let functions: [String: Definition]

  init(_ program: Program, _ vocabulary: Vocabulary) {
    source = program.source
    self.vocabulary = vocabulary
    var bindings: [String: Int] = [:]
    for name in BoundNames.of(program) { bindings[name, default: 0] += 1 }
    bound = Set(bindings.keys)
    var functions: [String: Definition] = [:]
    for definition in program.definitions
    where bindings[definition.name.text] == 1 && vocabulary[definition.name.text] == nil {
      functions[definition.name.text] = definition
    }
    self.functions = functions
    // Names that are imported are not known here, and may take the place of any.
    guard !program.importsNames else { return }
    for statement in program.statements { check(statement) }
  }

  private mutating func check(_ statement: Statement) {
    // What is expected to fail is no mistake.
    if case .error = Expectation.read(after: statement, in: source).expectation { return }
    check(statement.parts)
  }

  private mutating func check(_ parts: (expressions: [Expression], blocks: [Block])) {
    for expression in parts.expressions {
      if case .call(let callee, let arguments) = expression.kind,
        case .name(let name) = callee.kind
      {
        check(name, arguments, expression.span)
      }
      check(expression.parts)
    }
    for statement in parts.blocks.flatMap(\.statements) { check(statement) }
  }

  private mutating func check(_ name: String, _ arguments: [Argument], _ span: Span) {
    do {
      if let definition = functions[name] {
        try check(arguments, of: definition)
      } else if !bound.contains(name), let entry = vocabulary[name], entry.constant == nil {
        try check(arguments, of: entry)
      }
    } catch {
      guard case .argument(let position, let problem) = error else { return }
      // Those given by their places are counted first.
      let inOrder = arguments.filter { $0.name == nil } + arguments.filter { $0.name != nil }
      guard position < inOrder.count else { return }
      let argument = inOrder[position]
      failures.append(
        Failure(
          problem: problem,
          site: Site(source: source, span: argument.name?.span ?? argument.value.span)))
    }
  }

  private func check(_ arguments: [Argument], of entry: Builtin) throws(Problem) {
    if let given = Self.literals(arguments) {
      do {
        _ = try entry.match(given)
      } catch {
        throw Problem(error)
      }
      return
    }
    let positional = arguments.count { $0.name == nil }
    let takes = entry.parameters.count { $0.passing == .any }
    let isOpen = entry.parameters.contains { $0.passing == .variadic }
    if positional > takes, !isOpen {
      throw .argument(
        takes,
        .extraArgument(
          function: entry.name, given: positional, takes: takes, signature: entry.signature,
          hint: nil))
    }
    let known = entry.parameters.filter { $0.passing != .variadic }.map(\.name)
    try Self.checkNames(of: arguments, entry.name, known, positional)
  }

  private func check(_ arguments: [Argument], of definition: Definition) throws(Problem) {
    let name = definition.name.text
    let takes = definition.parameters.count
    let positional = arguments.count { $0.name == nil }
    if positional > takes {
      let parameters = definition.parameters.map { parameter in
        parameter.name.text
          + (parameter.defaultValue.map { " = \(source.text(in: $0.span))" } ?? "")
      }
      throw .argument(
        takes,
        .extraArgument(
          function: name, given: arguments.count, takes: takes,
          signature: "\(name)(\(parameters.joined(separator: ", ")))", hint: nil))
    }
    try Self.checkNames(of: arguments, name, definition.parameters.map(\.name.text), positional)
  }

  private static func checkNames(
    of arguments: [Argument], _ function: String, _ known: [String], _ positional: Int
  ) throws(Problem) {
    for (offset, argument) in arguments.filter({ $0.name != nil }).enumerated() {
      guard let keyword = argument.name?.text, !known.contains(keyword) else { continue }
      throw .argument(
        positional + offset,
        .unknownKeyword(
          function: function, keyword: keyword, near: nearest(to: keyword, among: known),
          known: known))
    }
  }

  /// The arguments of a call all of which are written out; nil where one is not.
  private static func literals(_ arguments: [Argument]) -> GivenArguments? {
    var given = GivenArguments()
    for argument in arguments {
      let value: Value
      switch argument.value.kind {
      case .number(let number): value = .number(number)
      case .boolean(let flag): value = .boolean(flag)
      case .string(let pieces):
        var text = ""
        for piece in pieces {
          guard case .text(let part) = piece else { return nil }
          text += part
        }
        value = Value(text)
      default: return nil
      }
      if let name = argument.name?.text {
        given.named.append((name, value))
      } else {
        given.positional.append(value)
      }
    }
    return given
  }
}

extension Program {
  /// Whether an import takes over names that only the other file tells.
  fileprivate var importsNames: Bool {
    statements.contains { statement in
      if case .importFile(_, _, alias: nil) = statement.kind { true } else { false }
    }
  }
}
