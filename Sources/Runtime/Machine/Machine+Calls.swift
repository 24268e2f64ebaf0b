import Autodiff
import Formats
import Language
import Maps
import Tensors

/// The arguments of a call as they are given, before any parameter is matched.
struct GivenArguments {
  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []

  var count: Int { positional.count + named.count }
}

extension Machine {
  /// Calls a function, map or builtin.
  func call(
    _ callee: Value, _ arguments: GivenArguments, at site: Site,
    form: Problem.CallForm = .parentheses
  ) throws -> Value {
    switch callee {
    case .function(.closure(let closure)):
      return try call(closure, arguments, at: site)
    case .function(.builtin(let box)):
      return try call(box.value, arguments, at: site)
    case .function(.composition(let composition)):
      let inner = try call(composition.inner, arguments, at: site, form: form)
      return try call(composition.outer, GivenArguments(positional: [inner]), at: site, form: form)
    case .map(let map):
      return try located(site) { try call(map, arguments, at: site) }
    case .answer(let answer):
      return try call(answer.value, arguments, at: site, form: form)
    case .nothing, .number, .boolean, .string, .tensor, .list, .tuple, .range, .space, .data,
      .verdict, .module:
      throw Failure(
        problem: .notCallable(
          kind: callee.kindPhrase, callee: site.source.text(in: site.span),
          argument: try arguments.positional.first.map { try plainText($0) } ?? "", form: form),
        site: site)
    }
  }

  /// Calls a function of the program with values for its parameters in order.
  func call(_ closure: Closure, values: [Value?], at site: Site) throws -> Value {
    let code = closure.code
    let frame = try enterCall(of: closure, slots: code.slotCount, at: site)
    defer { leaveCall(slots: code.slotCount) }
    for (slot, value) in values.enumerated() { frame[slot] = value }
    return try run(closure, in: frame, at: site)
  }

  /// Runs the body of a function whose parameters are in the frame already.
  @inline(__always)
  func run(_ closure: Closure, in frame: Frame, at site: @autoclosure () -> Site) throws -> Value {
    let code = closure.code
    if !code.captureSlots.isEmpty { frame.fill(code.captureSlots, with: closure.captured) }
    do {
      return try code.body(self, frame)
    } catch {
      throw Machine.leaving(code, error, at: site())
    }
  }

  /// The error as it leaves a function: with one more call in its trace.
  @inline(never)
  private static func leaving(_ code: FunctionCode, _ error: any Error, at site: Site) -> any Error
  {
    guard var failure = locate(error, at: code.site) as? Failure else { return error }
    // A map that is recorded where it is defined was called by nobody.
    if site != code.site { failure.left(code.name, at: site) }
    return failure
  }

  private func call(_ closure: Closure, _ arguments: GivenArguments, at site: Site) throws -> Value
  {
    let values = try located(site) { try match(closure, arguments) }
    return try call(closure, values: values, at: site)
  }

  /// The value of each parameter of a function, from the arguments of a call and its defaults.
  private func match(_ closure: Closure, _ arguments: GivenArguments) throws(Problem) -> [Value?] {
    let code = closure.code
    guard arguments.positional.count <= code.parameters.count else {
      throw .argument(
        code.parameters.count,
        .extraArgument(
          function: code.name, given: arguments.count, takes: code.parameters.count,
          signature: code.signature))
    }
    var values: [Value?] = arguments.positional
    values += [Value?](repeating: nil, count: code.parameters.count - values.count)
    for (offset, (name, value)) in arguments.named.enumerated() {
      let position = arguments.positional.count + offset
      guard let index = code.parameters.firstIndex(where: { $0.name == name }) else {
        let known = code.parameters.map(\.name)
        throw .argument(
          position,
          .unknownKeyword(
            function: code.name, keyword: name, near: nearest(to: name, among: known),
            known: known))
      }
      guard values[index] == nil else {
        throw .argument(position, .repeatedArgument(function: code.name, parameter: name))
      }
      values[index] = value
    }
    for (index, parameter) in code.parameters.enumerated() where values[index] == nil {
      guard let value = closure.defaults[index] else {
        throw .missingArgument(
          function: code.name, parameter: parameter.name, signature: code.signature)
      }
      values[index] = value
    }
    return values
  }

  /// Calls a builtin: matches, checks and converts its arguments first.
  private func call(_ builtin: Builtin, _ arguments: GivenArguments, at site: Site) throws -> Value
  {
    try located(site) {
      guard stackGuard.hasRoom else { throw Problem.tooManyCalls(limit: limits.callDepth) }
      if builtin.author == .host { try Reuse.refuse() }
      let matched = try builtin.match(arguments)
      let value: Value
      do {
        if let check = Execution.current.finiteCheck {
          value = try check.noting(builtin, arguments) {
            try builtin.implementation(Context(machine: self, site: site), matched)
          }
        } else {
          value = try builtin.implementation(Context(machine: self, site: site), matched)
        }
      } catch let error as FormatError {
        throw matched.problem(with: error)
      }
      // A kernel that cannot stop in the middle ends in vain when it was asked to.
      try pollSlowly()
      return value
    }
  }

  /// What is wrong where a map is given more than its point.
  private func extraPoint(of map: SmoothMap, _ arguments: GivenArguments) -> Problem {
    let numbers = arguments.positional.prefix(5).compactMap { value -> String? in
      if case .number = value.plain { valueText.line(value.plain) } else { nil }
    }
    let isPoint = numbers.count == arguments.count
    return .extraArgument(
      function: map.name == "chain" ? "the chain" : map.name, given: arguments.count, takes: 1,
      signature: "with a point of \(map.domain)",
      hint: ForeignNames.extraArgument(of: map.name, numbers)
        ?? (isPoint ? "a point is one vector: [\(numbers.joined(separator: ", "))]" : nil))
  }

  /// Applies a map to a point, to points, or to data.
  private func call(_ map: MapValue, _ arguments: GivenArguments, at site: Site) throws -> Value {
    let name = map.map.name
    if let options = map.options, arguments.positional.isEmpty, !arguments.named.isEmpty {
      return try call(options, arguments, at: site)
    }
    guard let closure = map.closure else {
      guard let point = arguments.positional.first else {
        if let named = arguments.named.first {
          throw Problem.unknownKeyword(
            function: name, keyword: named.name, near: nil, known: [])
        }
        throw Problem.missingArgument(
          function: name, parameter: "a point", signature: "\(name)(x)",
          hint: "the map itself is written without parentheses: \(name)")
      }
      guard arguments.count == 1 else { throw extraPoint(of: map.map, arguments) }
      return try apply(map.map, to: point)
    }
    let values = try match(closure, arguments)
    guard let point = values.first ?? nil else { return .nothing }
    if let term = point.plain.term, term.shape == map.map.domain.shape {
      let value = try call(closure, values: values, at: site)
      try located(site) { try checkValue(value, of: map.map) }
      return value
    }
    if arguments.count == 1 { return try apply(map.map, to: point) }
    let special = try tracedMap(closure, extra: Array(values.dropFirst()), domain: map.map.domain)
    return try apply(special, to: point)
  }

  /// Refuses a value of the function of a map that lies in another space than it was recorded with.
  private func checkValue(_ value: Value, of map: SmoothMap) throws {
    // Functions without branches give the same at every point.
    guard map.kind.regularity == .unknown, let codomain = map.codomain.shape else { return }
    let found = try point(value, of: map.name).shape
    guard found != codomain else { return }
    throw MapError.wrongCodomain(
      name: map.name, domain: map.domain, codomain: map.codomain, found: found)
  }

  /// Applies a map to a value: data comes out as data, with its labels.
  func apply(_ map: SmoothMap, to value: Value) throws -> Value {
    do {
      return try image(of: value, under: map)
    } catch MapError.wrongDomain(let other, let found) where other.name == map.name {
      throw Problem.argument(0, .map(.wrongDomain(map: other, found: found)))
    }
  }

  private func image(of value: Value, under map: SmoothMap) throws -> Value {
    if case .data(let data) = value.plain {
      let image = try map(Term(data.points))
      guard let points = image.concrete, points.rank >= 1, points.shape[0] == data.count else {
        return Value(image)
      }
      return .data(
        try PointData(
          points: points, labels: data.labels, labelName: data.labelName, origin: data.origin))
    }
    guard let term = try value.plain.convertedToTerm() else {
      throw Problem.argument(
        0,
        .argumentKind(
          function: map.name, parameter: "x",
          wanted: map.domain.shape == nil
            ? "a number, a tensor or data"
            : "a point of \(map.domain), points, one per row, or data", found: value.kindPhrase))
    }
    return Value(try map(term))
  }

  /// The map that a function of the program is, by tracing it.
  func tracedMap(_ closure: Closure, extra: [Value?], domain: Space) throws -> SmoothMap {
    let site = closure.code.site
    // What it captured and what it is given besides the point belong to the function alike.
    let whole = try Closure(code: closure.code, captured: closure.captured, defaults: [nil] + extra)
    var signature = Signature()
    var captured: [Term] = []
    let isKnown = whole.append(to: &signature, &captured)
    let function = Pointwise(signature: isKnown ? signature : nil, captured: captured) {
      [self] point, captured in
      var next = captured.makeIterator()
      let closure = try whole.rebuilt { next.next() ?? $0 }
      let value = try call(
        closure, values: [Value(point)] + closure.defaults.dropFirst(), at: site)
      return try self.point(value, of: closure.code.name)
    }
    return try silently {
      try SmoothMap.traced(name: closure.code.name, domain: domain, function: function)
    }
  }

  /// The point that a function of a map gives.
  func point(_ value: Value, of name: String) throws -> Term {
    guard let term = try value.plain.convertedToTerm() else {
      throw Problem.mapValue(name: name, found: value.kindPhrase)
    }
    return term
  }
}
