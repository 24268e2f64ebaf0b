public import Autodiff
public import Tensors

/// The maps the language names.
extension SmoothMap {
  /// x ↦ x on ℝⁿ.
  ///
  /// - Throws: `.badWidth` for n < 1.
  public static func identity(_ n: Int) throws(MapError) -> SmoothMap {
    let space = try vectors(n, "identity")
    return SmoothMap("identity", space, space, .layer(.identity))
  }

  /// x ↦ W x.
  ///
  /// *Shapes*: weight `[out, in]`.
  /// - Throws: `.badWeights`.
  public static func linear(_ weight: Term) throws(MapError) -> SmoothMap {
    try affine("linear", weight, nil)
  }

  /// x ↦ W x + b.
  ///
  /// *Shapes*: weight `[out, in]`, bias `[out]`.
  /// - Throws: `.badWeights`.
  public static func affine(_ weight: Term, _ bias: Term) throws(MapError) -> SmoothMap {
    try affine("affine", weight, bias)
  }

  private static func affine(
    _ name: String, _ weight: Term, _ bias: Term?
  ) throws(MapError) -> SmoothMap {
    guard weight.rank == 2, weight.shape.count > 0,
      bias.map({ $0.shape == [weight.shape[0]] }) ?? true
    else { throw .badWeights(layer: name, weight: weight.shape, bias: bias?.shape) }
    return SmoothMap(
      name, .real(weight.shape[1]), .real(weight.shape[0]),
      .layer(.affine(weight: weight, bias: bias)))
  }

  /// x ↦ W x with weights drawn at random: Glorot and Bengio's uniform distribution (2010).
  ///
  /// *Shapes*: ℝ^source → ℝ^target; W is `[target, source]` within ±√(6/(source + target)).
  /// - Throws: `.badWidth`; memory errors.
  public static func linear(
    _ source: Int, _ target: Int, using generator: inout RandomGenerator
  ) throws(MapError) -> SmoothMap {
    try .linear(glorot(source, target, "linear", &generator))
  }

  /// x ↦ W x + b with W drawn as for `linear` and b = 0.
  ///
  /// *Shapes*: ℝ^source → ℝ^target.
  /// - Throws: `.badWidth`; memory errors.
  public static func affine(
    _ source: Int, _ target: Int, using generator: inout RandomGenerator
  ) throws(MapError) -> SmoothMap {
    let weight = try glorot(source, target, "affine", &generator)
    let bias = try reporting { () throws(AutodiffError) in
      try Term(Term.filled(0, [target]).known("a bias"))
    }
    return try .affine(weight, bias)
  }

  private static func glorot(
    _ source: Int, _ target: Int, _ layer: String, _ generator: inout RandomGenerator
  ) throws(MapError) -> Term {
    _ = try vectors(source, layer)
    _ = try vectors(target, layer)
    do {
      let uniform = try generator.uniform(Shape.checked([target, source]))
      let bound = (6 / (Double(source) + Double(target))).squareRoot()
      return try Term(bound) * (Term(2) * Term(uniform) - Term(1))
    } catch let error as TensorError {
      throw .autodiff(.tensor(error))
    } catch let error as AutodiffError {
      throw .autodiff(error)
    } catch {
      throw .badWidth(layer: layer, source)
    }
  }

  /// x ↦ x + b.
  ///
  /// *Shapes*: bias `[n]`.
  /// - Throws: `.badWeights` when b is not a vector.
  public static func translation(_ bias: Term) throws(MapError) -> SmoothMap {
    guard bias.rank == 1, bias.shape.count > 0 else {
      throw .badWeights(layer: "translation", weight: bias.shape, bias: nil)
    }
    let space = Space(bias.shape)
    return SmoothMap("translation", space, space, .layer(.translation(bias)))
  }

  /// x ↦ v on ℝⁿ.
  ///
  /// - Throws: `.badWidth` for n < 1.
  public static func constant(_ value: Term, _ n: Int) throws(MapError) -> SmoothMap {
    SmoothMap(
      "constant", try vectors(n, "constant"), Space(value.shape), .layer(.constant(value)))
  }

  /// A named function of every element, on whatever space it is given.
  public static func elementwise(_ function: ElementwiseFunction) -> SmoothMap {
    SmoothMap(function.rawValue, .any, .any, .layer(.elementwise(function)))
  }

  /// x for positive x, slope·x otherwise.
  public static func leakyReLU(slope: Double) -> SmoothMap {
    SmoothMap("leaky_relu", .any, .any, .layer(.leakyReLU(slope: slope)))
  }

  /// x for positive x, α (eˣ − 1) otherwise.
  public static func elu(alpha: Double) -> SmoothMap {
    SmoothMap("elu", .any, .any, .layer(.elu(alpha: alpha)))
  }

  /// GELU through tanh (Hendrycks and Gimpel, 2016).
  public static let approximateGELU = SmoothMap("gelu", .any, .any, .layer(.approximateGELU))

  /// exp xᵢ / Σ exp xⱼ over the last axis.
  public static let softmax = SmoothMap("softmax", .any, .any, .layer(.softmax))

  /// All the numbers of a tensor, row by row, as one vector.
  public static let flatten = SmoothMap("flatten", .tensors, .any, .layer(.reshape(to: nil)))

  /// The numbers of a vector, or of any tensor of as many, row by row in a shape.
  ///
  /// - Throws: `.badLayer` for a shape without elements.
  public static func reshape(to shape: Shape) throws(MapError) -> SmoothMap {
    try reshaping([shape.count], to: shape)
  }

  static func reshaping(_ source: Shape, to target: Shape) throws(MapError) -> SmoothMap {
    guard target.count > 0, source.count == target.count else {
      throw .badLayer(layer: "reshape", .elementCount(Space(source), Space(target)))
    }
    return target.rank == 1
      ? SmoothMap("flatten", Space(source), Space(target), .layer(.reshape(to: nil)))
      : SmoothMap("reshape", Space(source), Space(target), .layer(.reshape(to: target)))
  }

  /// A map from a function someone wrote.
  ///
  /// The function is traced at one point inside the unit cube to find its codomain and kind.
  /// - Throws: what the function throws there; `.spaceUnknown` when the space has no fixed shape.
  public static func traced(
    name: String, domain: Space, function: @escaping @Sendable (Term) throws -> Term
  ) throws -> SmoothMap {
    try traced(name: name, domain: domain, function: Pointwise(function))
  }

  /// A map from a function someone wrote, with what it captured and what it is known by.
  public static func traced(
    name: String, domain: Space, function: Pointwise
  ) throws -> SmoothMap {
    guard let shape = domain.shape else {
      throw MapError.spaceUnknown(map: SmoothMap(name, domain, domain, .layer(.identity)))
    }
    let path = try probed(shape, function)
    let codomain = Space(path.graph.outputShapes[0])
    if path.isStraight {
      return SmoothMap(
        name, domain, codomain, .layer(.function(function, kind: Kind(of: path.graph))))
    }
    // On another path it may give what lies in another space.
    let checked = function.checking { value throws(MapError) in
      guard value.shape == codomain.shape else {
        throw .wrongCodomain(
          name: name, domain: domain, codomain: codomain, found: value.shape)
      }
    }
    return SmoothMap(name, domain, codomain, .layer(.function(checked, kind: .unknown)))
  }

  /// The path of a function at the first of a few points where it has a value.
  ///
  /// - Throws: what the function throws at the first point, when it fails at all of them.
  private static func probed(_ shape: Shape, _ function: Pointwise) throws -> Path {
    var failure: (any Error)?
    for (scale, shift) in [(0.6, 0.2), (0.6, 1.2), (0.6, -0.8), (4, 2)] {
      // Coordinates without a pattern, so that no matrix made of them is singular by accident.
      var generator = RandomGenerator(seed: 1)
      let uniform = try generator.uniform(shape)
      let point = try Term(scale) * Term(uniform) + Term(shift)
      do {
        return try Path.traced(at: [point]) { [try function($0[0])] }
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? MapError.emptyChain
  }

  static func vectors(_ n: Int, _ layer: String) throws(MapError) -> Space {
    guard n >= 1, n <= Shape.elementLimit else { throw .badWidth(layer: layer, n) }
    return .real(n)
  }
}
