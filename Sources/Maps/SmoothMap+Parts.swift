public import Autodiff
public import Tensors

/// Maps made of other maps in ways of their own.
extension SmoothMap {
  /// x ↦ x + f(x).
  ///
  /// - Throws: `.badLayer` unless f maps a space to itself.
  public static func residual(_ f: SmoothMap) throws(MapError) -> SmoothMap {
    guard f.domain == f.codomain || f.domain.isOpen && f.codomain.isOpen else {
      throw .badLayer(
        layer: "residual", .innerSpaces(SpacePair(f), needed: "a map of a space to itself"))
    }
    return try SmoothMap(
      "residual", f.domain, f.codomain, .sum(.identity(on: f.domain), f)
    ).limited()
  }

  /// x ↦ (f(x), g(x)).
  ///
  /// - Throws: `.spacesDiffer` for other domains; `.needsVectors` unless the values are vectors.
  public static func branch(_ f: SmoothMap, _ g: SmoothMap) throws(MapError) -> SmoothMap {
    let (first, second) = (f.specialized(to: g.domain), g.specialized(to: f.domain))
    guard first.domain == second.domain else {
      throw .spacesDiffer(operation: "branch", f, g)
    }
    var width = 0
    for map in [first, second] where !map.domain.isOpen {
      guard let shape = map.codomain.shape, shape.rank == 1 else {
        throw .needsVectors(operation: "branch", map)
      }
      width += shape[0]
    }
    guard width <= Shape.elementLimit else { throw .badWidth(layer: "branch", width) }
    guard !first.domain.isOpen else {
      throw .spaceUnknown(map: first)
    }
    return try SmoothMap(
      "branch", first.domain, .real(width), .branch(first, second)
    ).limited()
  }

  /// The coupling with the logarithm of the scale and the shift as maps of the first coordinates.
  ///
  /// - Throws: `.badLayer` unless both are maps of the same ℝᵏ to the same ℝᵐ.
  public static func coupling(
    scale: SmoothMap, shift: SmoothMap, name: String = "coupling"
  ) throws(MapError) -> SmoothMap {
    for map in [scale, shift] {
      guard map.domain.shape?.rank == 1, map.codomain.shape?.rank == 1,
        map.domain == scale.domain, map.codomain == scale.codomain
      else {
        throw .badLayer(
          layer: "coupling",
          .innerSpaces(
            SpacePair(map), needed: "scale and shift from the same ℝᵏ to the same ℝᵐ"))
      }
    }
    return try coupling(Coupling(scale: scale, shift: shift, direction: .forward), name).limited()
  }

  /// A coupling of ℝⁿ whose scale and shift are nets with one hidden layer of tanh.
  ///
  /// The scale ends in tanh, so that no coordinate is stretched by more than e; the first half of the
  /// coordinates moves the second.
  /// - Throws: `.badLayer` for n < 2, `.badWidth`.
  public static func coupling(
    _ n: Int, hidden: Int, using generator: inout RandomGenerator
  ) throws(MapError) -> SmoothMap {
    guard n >= 2 else {
      throw .badLayer(
        layer: "coupling", .tooSmall(what: "the number of coordinates", value: n, least: 2))
    }
    let kept = n / 2
    let bend = SmoothMap.elementwise(.tanh)
    let scale = try composed([
      .affine(kept, hidden, using: &generator), bend,
      .affine(hidden, n - kept, using: &generator), bend,
    ])
    let shift = try composed([
      .affine(kept, hidden, using: &generator), bend,
      .affine(hidden, n - kept, using: &generator),
    ])
    return try coupling(scale: scale, shift: shift)
  }

  private static func coupling(_ coupling: Coupling, _ name: String) -> SmoothMap {
    let space = Space.real(coupling.kept + coupling.moved)
    return SmoothMap(name, space, space, .coupling(coupling))
  }

  /// The flow of a vector field for a time.
  ///
  /// - Throws: `.badLayer` unless the field maps a space to itself, time is a finite number and the
  ///   tolerance lies between 1e-14 and 1.
  public static func flow(
    _ field: SmoothMap, time: Term, tolerance: Double = 1e-10
  ) throws(MapError) -> SmoothMap {
    guard !field.domain.isOpen else { throw .spaceUnknown(map: field) }
    guard field.domain == field.codomain else {
      throw .badLayer(
        layer: "flow", .innerSpaces(SpacePair(field), needed: "a field that maps a space to itself")
      )
    }
    guard time.rank == 0 else {
      throw .badLayer(
        layer: "flow",
        .tensorShape(what: "the time", expected: "a number", found: time.shape))
    }
    try checkFinite(time, "flow", "the time")
    guard tolerance >= 1e-14, tolerance <= 1 else {
      throw .badLayer(
        layer: "flow", .outside(what: "tol", value: tolerance, interval: "[1e-14, 1]"))
    }
    return try SmoothMap(
      "flow", field.domain, field.domain,
      .flow(Flow(field: field, time: time, tolerance: tolerance))
    ).limited()
  }

  /// The inverse of a map by iteration.
  public static func solved(_ forward: SmoothMap, _ method: Solved.Method) -> SmoothMap {
    SmoothMap(
      "inverse(\(forward.name))", forward.codomain, forward.domain,
      .solved(Solved(forward: forward, method: method)))
  }

  /// The inverse of a coupling or a flow, which is another; of a solved inverse, the map itself.
  public func partInverse() throws(MapError) -> SmoothMap? {
    switch structure {
    case .coupling(let coupling):
      let opposite: Coupling.Direction = coupling.direction == .forward ? .inverse : .forward
      return Self.coupling(
        Coupling(scale: coupling.scale, shift: coupling.shift, direction: opposite),
        opposite == .forward ? "coupling" : "inverse(coupling)")
    case .flow(let flow):
      return try .flow(
        flow.field, time: reporting { () throws(AutodiffError) in try -flow.time },
        tolerance: flow.tolerance)
    case .solved(let solved): return solved.forward
    case .layer, .chain, .sum, .product, .scaled, .directSum, .branch: return nil
    }
  }
}

/// What was done to find a value by iteration.
public struct IterationReport: Sendable {
  /// Which of the layers.
  public let layer: String
  /// Names and numbers: `steps`, `error`, `tolerance`; `iterations`, `residual`, `tolerance`.
  public let numbers: [(name: String, value: Double)]
}

extension SmoothMap {
  /// The value at one point, and what the layers that iterate did to find it.
  public func reported(at x: Term) throws -> (value: Term, reports: [IterationReport]) {
    switch structure {
    case .chain(let layers):
      var (value, reports) = (x, [IterationReport]())
      for layer in layers {
        let next = try layer.reported(at: value)
        value = next.value
        reports += next.reports
      }
      return (value, reports)
    case .flow(let flow):
      let result = try flow.run(from: x)
      return (
        result.value,
        [
          IterationReport(
            layer: name,
            numbers: [
              ("steps", Double(result.steps)),
              ("error", (result.error ?? .nan) * flow.tolerance), ("tolerance", flow.tolerance),
            ])
        ]
      )
    case .solved(let solved):
      let result = try solved.run(for: x)
      return (
        result.value,
        [
          IterationReport(
            layer: name,
            numbers: [
              ("iterations", Double(result.iterations)), ("residual", result.residual ?? .nan),
              ("tolerance", Solved.tolerance),
            ])
        ]
      )
    case .layer, .sum, .product, .scaled, .directSum, .branch, .coupling:
      return (try apply(x, .one), [])
    }
  }

  /// Whether values are found by iteration, and so are right to a tolerance and not to rounding.
  public var iterates: Bool {
    switch structure {
    case .flow, .solved: true
    case .layer: false
    case .chain(let layers): layers.contains(where: \.iterates)
    case .sum(let f, let g), .product(let f, let g), .directSum(let f, let g),
      .branch(let f, let g):
      f.iterates || g.iterates
    case .scaled(_, let f): f.iterates
    case .coupling(let coupling): coupling.scale.iterates || coupling.shift.iterates
    }
  }
}
