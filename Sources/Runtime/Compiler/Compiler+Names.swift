import Language

/// Where the value of a name is stored.
enum Store {
  case local(slot: Int)
  case global(slot: Int, GlobalStore)

  @inline(__always)
  func callAsFunction(_ frame: Frame, _ value: Value) {
    switch self {
    case .local(let slot): frame[slot] = value
    case .global(let slot, let globals): globals[slot] = value
    }
  }
}

extension Compiler {
  /// Compiles the use of a name.
  func name(_ name: String, _ span: Span) throws -> Code {
    guard
      let place = try located(
        span,
        { () throws(Problem) in
          try resolver.resolve(name, in: scope)
        })
    else {
      return try refused(name, span, .value)
    }
    return reading(place, name, span)
  }

  /// Compiles what is called; an unknown name there was meant as the name of a function.
  func callee(_ expression: Expression) throws -> Code {
    guard case .name(let name) = expression.kind else { return try self.expression(expression) }
    let place = try located(
      expression.span, { () throws(Problem) in try resolver.resolve(name, in: scope) })
    guard place != nil else { return try refused(name, expression.span, .callee) }
    return try self.name(name, expression.span)
  }

  /// Code in the place of a name that means nothing: none, unless problems are collected.
  private func refused(_ name: String, _ span: Span, _ use: Resolver.Use) throws -> Code {
    let failure = failure(unknown(name, span, use), span)
    guard let collector else { throw failure }
    collector.add(failure)
    return Code { _, _ in throw failure }
  }

  private func unknown(_ name: String, _ span: Span, _ use: Resolver.Use) -> Problem {
    let after = source.following(span.end)
    let near = resolver.near(name, in: scope, use)
    return .unknownName(
      name, near: near,
      advice: question(name, span, use)
        ?? (use == .callee ? ForeignNames.called(name) : nil)
        ?? ForeignNames.hint(
          for: name, path: after.path, arguments: source.arguments(after: after.end),
          machine.vocabulary)
        ?? (source.isComment(before: span.start, after: after)
          ? "a comment begins with #" : near == nil ? ForeignNames.variable(name) : nil))
  }

  /// The question that the call of a property was meant as: `net is injective`.
  private func question(_ name: String, _ span: Span, _ use: Resolver.Use) -> String? {
    guard use == .callee,
      let property = ForeignNames.asked(name, machine.vocabulary.properties)
    else { return nil }
    return "ask: \(source.arguments(after: span.end)?.first ?? "f") is \(property)"
  }

  /// Code that reads a place.
  func reading(_ place: Place, _ name: String, _ span: Span) -> Code {
    let site = site(span)
    switch place {
    case .constant(let value): return Code(value)
    case .answer:
      return Code { machine, _ in
        guard let value = machine.answer else {
          throw Failure(problem: .reservedName(name, use: .reading), site: site)
        }
        return value
      }
    case .ownFunction:
      return Code { _, frame in frame.function.map { .function(.closure($0)) } ?? .nothing }
    case .local(let slot, let fallback):
      return Code { machine, frame in
        if let value = frame[slot] { return value }
        return try machine.value(of: fallback, name, site)
      }
    case .global(let slot, let fallback):
      let globals = machine.globals
      return Code { machine, _ in
        if let value = globals[slot] { return value }
        return try machine.value(of: fallback, name, site)
      }
    }
  }

  /// Compiles the binding of a name.
  func storing(_ name: Name) throws -> Store {
    guard name.text != Resolver.answerName else {
      throw failure(.reservedName(name.text, use: .binding), name.span)
    }
    if scope.parent == nil, scope.local(name.text) == nil {
      let slot = try globalSlot(name.text, name.span)
      return .global(slot: slot, machine.globals)
    }
    if case .local(let slot, _) = scope.local(name.text) { return .local(slot: slot) }
    return .local(slot: scope.declare(name.text))
  }

  /// Compiles the binding of the elements of a value.
  func destructuring(
    _ names: [Name], _ span: Span, in place: Problem.BindingPlace
  ) throws -> (Machine, Frame, Value) throws -> [Value] {
    let stores = try names.map { try storing($0) }
    let site = site(span)
    return { machine, frame, value in
      let parts = try machine.located(site) {
        try value.plain.destructured(into: stores.count, in: place)
      }
      for (store, part) in zip(stores, parts) { store(frame, part) }
      return parts
    }
  }

  /// The slot of a name of the outermost level.
  func globalSlot(_ name: String, _ span: Span) throws -> Int {
    guard let slot = module.declare(name, in: machine.globals) else {
      throw failure(.tooManyNames(limit: machine.globals.capacity), span)
    }
    return slot
  }
}

extension Machine {
  /// What a name means while its slot is empty.
  @inline(never)
  fileprivate func value(
    of fallback: Place.Fallback, _ name: String, _ site: Site
  ) throws -> Value {
    switch fallback {
    case .constant(let value): return value
    case .global(let slot):
      if let value = globals[slot.index] { return value }
    case .none: break
    }
    throw Failure(problem: .noValueYet(name: name), site: site)
  }
}
