import Language

/// Finds the chains of a program that do not fit, as far as that is known without running it.
///
/// An expression is *known* when it is written from numbers, the vocabulary's makers of maps, and
/// names bound once, at the outermost level, to what is known. Such expressions are built as a
/// program would build them, within narrow limits and without files or output, and what does not
/// fit is told. Everything else is left alone.
struct ChainCheck {
  /// What building all chains of a program may take; those that are not reached are not tried.
  static var limits: Limits {
    var limits = Limits()
    limits.steps = 200_000
    limits.tensorElements = 1 << 22
    limits.seconds = 2
    return limits
  }

  /// The parts of the vocabulary that only make values, and quickly.
  private static let topics: Set = ["maps", "functions", "constants", "tensors", "layers"]

  private(set) var problems: [Diagnostic] = []
  private let engine: Engine
  private let source: Source
  /// The names that always mean the same: bound once, and not by loops, parameters or imports.
  private let single: Set<String>
  /// Every name that the program binds somewhere, so that it may not be the vocabulary's.
  private let bound: Set<String>
  /// Those of them that have a value now.
  private var known: Set<String> = []

  init(_ program: Program, engine: Engine) {
    self.engine = engine
    source = program.source
    var bindings: [String: Int] = [:]
    for name in BoundNames.of(program) { bindings[name, default: 0] += 1 }
    bound = Set(bindings.keys)
    single = Set(bindings.filter { $0.value == 1 }.keys)
    for statement in program.statements { check(statement) }
  }

  private mutating func check(_ statement: Statement) {
    switch statement.kind {
    case .binding(let names, let value):
      let isSingle = names.allSatisfy { single.contains($0.text) || $0.text == "_" }
      guard isSingle, isKnown(value, []) else { return search(value) }
      if attempt(statement) { known.formUnion(names.map(\.text)) }
    case .definition(let definition):
      let locals = Set(BoundNames.of(definition))
      let parts = definition.parameters.flatMap { [$0.space, $0.defaultValue].compactMap { $0 } }
      defer { search(definition.body) }
      guard single.contains(definition.name.text),
        (parts + [definition.body]).allSatisfy({
          mentionsOnlyKnown($0, locals.union([definition.name.text]))
        })
      else { return }
      if attempt(statement) { known.insert(definition.name.text) }
    case .expression(let value) where isKnown(value, []): _ = attempt(statement)
    case .expression, .loop, .whileLoop, .returnValue, .assertion, .breakLoop, .continueLoop,
      .importFile:
      let parts = statement.parts
      for expression in parts.expressions { search(expression) }
      for statement in parts.blocks.flatMap(\.statements) { search(statement) }
    }
  }

  /// Builds the known parts of something that is not known as a whole.
  private mutating func search(_ expression: Expression) {
    if isKnown(expression, []) {
      switch expression.kind {
      case .binary, .call, .application, .member:
        _ = attempt(Statement(.expression(expression), span: expression.span))
        return
      default: break
      }
    }
    let parts = expression.parts
    for part in parts.expressions { search(part) }
    for statement in parts.blocks.flatMap(\.statements) { search(statement) }
  }

  private mutating func search(_ statement: Statement) {
    let parts = statement.parts
    for part in parts.expressions { search(part) }
    for statement in parts.blocks.flatMap(\.statements) { search(statement) }
  }

  /// Builds something, notes what does not fit, and says whether it could be built.
  private mutating func attempt(_ statement: Statement) -> Bool {
    guard !engine.machine.isStopping() else { return false }
    guard let diagnostic = engine.attempt(statement, of: source) else { return true }
    let isNew = !problems.contains {
      $0.id == diagnostic.id && $0.primary?.span == diagnostic.primary?.span
    }
    let isMistake = diagnostic.id.hasPrefix("shape.") || diagnostic.id == "field.unknown"
    if isNew, isMistake { problems.append(diagnostic) }
    return false
  }

  private func isKnown(_ name: String, _ locals: Set<String>) -> Bool {
    if locals.contains(name) || known.contains(name) { return true }
    guard !bound.contains(name), engine.module.slots[name] == nil,
      let entry = engine.machine.vocabulary[name]
    else { return false }
    return ChainCheck.topics.contains(entry.topic)
  }

  /// Whether an expression is written from what is known, without loops, conditions and blocks.
  private func isKnown(_ expression: Expression, _ locals: Set<String>) -> Bool {
    switch expression.kind {
    case .number, .boolean, .wholeAxis: return true
    case .name(let name): return isKnown(name, locals)
    case .tuple, .list, .unary, .binary, .application, .call, .index, .member, .transpose:
      return expression.parts.expressions.allSatisfy { isKnown($0, locals) }
    case .string, .hole, .comprehension, .block, .lambda, .conditional, .property, .gradient:
      return false
    }
  }

  /// Whether every name in an expression is known, whatever else it is made of.
  private func mentionsOnlyKnown(_ expression: Expression, _ locals: Set<String>) -> Bool {
    if case .name(let name) = expression.kind { return isKnown(name, locals) }
    let parts = expression.parts
    return parts.expressions.allSatisfy { mentionsOnlyKnown($0, locals) }
      && parts.blocks.allSatisfy { block in
        block.statements.allSatisfy { statement in
          let parts = statement.parts
          return parts.expressions.allSatisfy { mentionsOnlyKnown($0, locals) }
            && parts.blocks.allSatisfy { $0.statements.isEmpty }
        }
      }
  }
}

/// Every name that a program binds, wherever it does, once for each binding.
enum BoundNames {
  static func of(_ program: Program) -> [String] { program.statements.flatMap { of($0) } }

  static func of(_ definition: Definition) -> [String] {
    definition.parameters.flatMap { of($0) } + of(definition.body)
  }

  private static func of(_ parameter: Parameter) -> [String] {
    [parameter.name.text]
      + [parameter.space, parameter.defaultValue].compactMap { $0 }
      .flatMap { of($0) }
  }

  private static func of(_ statement: Statement) -> [String] {
    switch statement.kind {
    case .binding(let names, let value): return names.map(\.text) + of(value)
    case .definition(let definition): return [definition.name.text] + of(definition)
    case .loop(let names, let sequence, let body):
      // A loop binds its names again and again, and what its body binds.
      let inner = of(body)
      return (names.map(\.text) + inner) + (names.map(\.text) + inner) + of(sequence)
    case .whileLoop(let condition, let body):
      let inner = of(body)
      return inner + inner + of(condition)
    case .importFile(_, _, let alias): return alias.map { [$0.text, $0.text] } ?? []
    case .expression, .returnValue, .assertion, .breakLoop, .continueLoop:
      return statement.parts.expressions.flatMap { of($0) }
    }
  }

  private static func of(_ block: Block) -> [String] { block.statements.flatMap { of($0) } }

  private static func of(_ expression: Expression) -> [String] {
    let parts = expression.parts
    let inner = parts.expressions.flatMap { of($0) } + parts.blocks.flatMap { of($0) }
    switch expression.kind {
    case .lambda(let parameters, let body): return parameters.flatMap { of($0) } + of(body)
    case .comprehension(_, let clauses):
      return inner
        + clauses.flatMap { clause -> [String] in
          if case .generator(let names, _) = clause { names.map(\.text) } else { [] }
        }
    case .conditional:
      // What a branch binds may not be bound at all.
      return inner + inner
    default: return inner
    }
  }
}
