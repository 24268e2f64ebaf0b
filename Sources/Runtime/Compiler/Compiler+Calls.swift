import Language
import Maps

extension Compiler {
  /// Compiles a call; one with holes makes a function of them.
  func call(
    _ callee: Expression, _ arguments: [Argument], _ span: Span, _ form: Problem.CallForm
  ) throws -> Code {
    let count = arguments.count { if case .hole = $0.value.kind { true } else { false } }
    guard count > 0 else { return try filledCall(callee, arguments, span, form) }
    return try partial(count, span) { compiler in
      try compiler.filledCall(callee, arguments, span, form)
    }
  }

  /// Compiles a hole: the next parameter of the function that the enclosing call makes.
  func hole(_ span: Span) throws -> Code {
    guard var innermost = holes.popLast() else { throw failure(.misplaced(.symbol("_")), span) }
    defer { holes.append(innermost) }
    guard innermost.used < innermost.names.count else {
      throw failure(.misplaced(.symbol("_")), span)
    }
    innermost.used += 1
    return try name(innermost.names[innermost.used - 1], span)
  }

  /// Compiles the call of the vocabulary's function behind a symbol.
  func vocabularyCall(
    _ function: String, symbol: String, _ operands: [Expression], _ span: Span
  ) throws -> Code {
    guard let builtin = machine.vocabulary[function] else {
      throw failure(.unknownName(symbol, near: nil, advice: nil), span)
    }
    let value = builtin.value
    return try calling(
      Code(value), operands.map { Argument(value: $0) }, span, span, .parentheses)
  }

  /// Whether a callee is the function that runs, by its own name.
  private func origin(of callee: Expression) throws -> CalleeOrigin {
    guard case .name(let name) = callee.kind,
      case .ownFunction = try located(
        callee.span, { () throws(Problem) in try resolver.resolve(name, in: scope) })
    else { return .anywhere }
    return .ownFunction
  }

  private func filledCall(
    _ callee: Expression, _ arguments: [Argument], _ span: Span, _ form: Problem.CallForm
  ) throws -> Code {
    if let streamed = try streamed(callee, arguments, span, form) { return streamed }
    return try calling(
      try self.callee(callee), arguments, callee.span, span, form, from: try origin(of: callee))
  }

  /// Code that calls a callee.
  ///
  /// Functions of the program called with as many positional arguments as they have parameters get
  /// them straight into their frame; everything else goes through `Machine.call`.
  private func calling(
    _ callee: Code, _ arguments: [Argument], _ calleeSpan: Span, _ span: Span,
    _ form: Problem.CallForm, from origin: CalleeOrigin = .anywhere
  ) throws -> Code {
    let operands = try arguments.map { try operand($0.value) }
    let codes = operands.map(\.code)
    let call = callSite(arguments, calleeSpan, span, form)
    let general: (Machine, Frame, Value) throws -> Value = { machine, frame, callee in
      let values = try codes.map { try $0(machine, frame) }
      return try call.run(machine, callee, call.given(values))
    }
    guard arguments.allSatisfy({ $0.name == nil }) else {
      return Code { machine, frame in try general(machine, frame, try callee(machine, frame)) }
    }
    switch codes.count {
    case 1: return directCall(callee, arguments[0].value, operands[0], call, general, origin)
    case 2:
      return DirectCall(
        callee, TwoArguments(first: codes[0], second: codes[1]), at: call.site, general: general
      ).code(origin)
    case 3...:
      return DirectCall(
        callee, ManyArguments(codes: codes), at: call.site, general: general
      ).code(origin)
    default:
      return Code { machine, frame in try general(machine, frame, try callee(machine, frame)) }
    }
  }

  /// Code that calls a function with one argument, specialised for what the argument is.
  private func directCall(
    _ callee: Code, _ argument: Expression, _ operand: Operand, _ call: CallSite,
    _ general: @escaping (Machine, Frame, Value) throws -> Value, _ origin: CalleeOrigin
  ) -> Code {
    func code(_ source: some OperandSource) -> Code {
      DirectCall(callee, OneArgument(source: source), at: call.site, general: general)
        .code(origin)
    }
    switch operand {
    case .number(let number): return code(LiteralSource(number: number))
    case .local(let slot, let otherwise):
      return code(LocalSource(slot: slot, otherwise: otherwise))
    case .global(let slot, let globals, let otherwise):
      return code(GlobalSource(slot: slot, globals: globals, otherwise: otherwise))
    case .code(let otherwise):
      guard let (slot, offset) = offset(of: argument) else {
        return code(CodeSource(code: otherwise))
      }
      return code(OffsetSource(slot: slot, offset: offset, otherwise: otherwise))
    }
  }

  /// The local slot and the number of an argument such as `n - 1`.
  private func offset(of argument: Expression) -> (slot: Int, offset: Double)? {
    guard case .binary(let operation, let lhs, let rhs, _) = argument.kind,
      case .name(let name) = lhs.kind, case .local(let slot, _) = scope.local(name),
      case .number(let number) = rhs.kind
    else { return nil }
    switch operation {
    case .add: return (slot, number)
    case .subtract: return (slot, -number)
    default: return nil
    }
  }
}

extension Compiler {
  /// What is known of a call.
  func callSite(
    _ arguments: [Argument], _ calleeSpan: Span, _ span: Span, _ form: Problem.CallForm
  ) -> CallSite {
    CallSite(
      names: arguments.map { $0.name?.text },
      site: site(span), calleeSite: site(calleeSpan),
      argumentSites: arguments.map { site($0.value.span) },
      nameSites: arguments.map { argument in argument.name.map { site($0.span) } }, form: form)
  }
}

/// What is known of a call when it is compiled.
struct CallSite {
  fileprivate let names: [String?]
  let site: Site
  fileprivate let calleeSite: Site
  fileprivate let argumentSites: [Site]
  fileprivate let nameSites: [Site?]
  fileprivate let form: Problem.CallForm

  /// The arguments of the call, some of them named.
  func given(_ values: [Value]) -> GivenArguments {
    var given = GivenArguments()
    for (name, value) in zip(names, values) {
      if let name { given.named.append((name, value)) } else { given.positional.append(value) }
    }
    return given
  }

  /// Calls, and gives problems with one argument the place of that argument.
  func run(_ machine: Machine, _ callee: Value, _ given: GivenArguments) throws -> Value {
    do {
      let value = try machine.call(callee, given, at: site, form: form)
      return machine.withOrigin(value, site)
    } catch var failure as Failure {
      if case .notCallable(let kind, _, _, let form) = failure.problem {
        let text = calleeSite.source.text(in: calleeSite.span)
        let argument = argumentText
        failure.problem = .notCallable(kind: kind, callee: text, argument: argument, form: form)
        failure.site = calleeSite
        throw failure
      }
      throw relocated(failure)
    }
  }

  /// Does what the call does, and gives problems with one argument the place of that argument.
  func locating<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let failure as Failure { throw relocated(failure) }
  }

  private func relocated(_ failure: Failure) -> Failure {
    let callee = calleeSite.source.text(in: calleeSite.span)
    return failure.relocated(placesInOrder(for: failure.problem), from: site, callee: callee)
  }

  /// The arguments as they are written.
  private var argumentText: String {
    guard let first = argumentSites.first, let last = argumentSites.last else { return "" }
    return first.source.text(in: first.span.union(last.span))
  }

  /// The places of the arguments as `Machine.call` counts them: positional ones first.
  private func placesInOrder(for problem: Problem) -> [Site] {
    let positional = names.indices.filter { names[$0] == nil }.map { argumentSites[$0] }
    let named = names.indices.filter { names[$0] != nil }.map { index in
      problem.concernsName ? nameSites[index] ?? argumentSites[index] : argumentSites[index]
    }
    return positional + named
  }
}

extension Problem {
  /// Whether the name of an argument is at fault, and not its value.
  fileprivate var concernsName: Bool {
    guard case .argument(_, let problem) = self else { return false }
    switch problem {
    case .unknownKeyword, .repeatedArgument, .keywordOnly: return true
    default: return false
    }
  }
}

extension Problem {
  /// The problem of a map under the name by which the program called it.
  fileprivate func naming(_ callee: String?) -> Problem {
    guard case .map(.wrongDomain(var map, let found)) = self, let callee,
      callee.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return self }
    map.name = callee
    return .map(.wrongDomain(map: map, found: found))
  }
}

extension Failure {
  /// The failure at the place of the argument that caused it, if this call's argument did.
  func relocated(_ places: [Site], from call: Site, callee: String? = nil) -> Failure {
    guard case .argument(let position, let problem) = problem, site.source === call.source,
      site.span == call.span
    else { return self }
    var failure = self
    failure.problem = problem.naming(callee)
    if let place = places.at(position) { failure.site = place }
    return failure
  }
}

extension Machine {
  /// The map with a note of where the program made it, unless it has one.
  func withOrigin(_ map: SmoothMap, _ site: Site) -> SmoothMap {
    guard map.origin == nil else { return map }
    var map = map
    map.origin = addOrigin(site)
    return map
  }

  /// The value, noted as made here if it is a new map.
  func withOrigin(_ value: Value, _ site: Site) -> Value {
    guard case .map(let map) = value, map.map.origin == nil else { return value }
    return .map(map.with(withOrigin(map.map, site)))
  }
}
