public import Autodiff
public import Maps
import Synchronization
import Tensors

/// A map that is put together without `try`: what does not fit is told when the map is asked for.
///
///     let net = affine(2, 8) |> tanh |> affine(8, 2)
///     let x0 = [0.3, -0.7]
///     print(try rank(jacobian(net, at: x0)).rank)
///
/// Weights are drawn from the process's generator, whose seed is 0 unless `seed(_:)` says otherwise,
/// so that a program gives the same numbers each time it runs; where several threads build maps,
/// pass generators with `affine(_:_:using:)`.
public struct Chain: Sendable {
  private let outcome: Result<SmoothMap, MapError>

  /// A chain of one map.
  public init(_ map: SmoothMap) { outcome = .success(map) }

  init(_ make: () throws(MapError) -> SmoothMap) {
    do throws(MapError) { outcome = .success(try make()) } catch { outcome = .failure(error) }
  }

  /// The map.
  ///
  /// - Returns: the map, whose layers have their spaces filled in.
  /// - Throws: the `MapError` of the first place that does not fit.
  public func map() throws(MapError) -> SmoothMap { try outcome.get() }

  /// The value at a point.
  ///
  /// - Parameter x: the coordinates of a point of the domain.
  /// - Returns: the coordinates of its image.
  /// - Throws: what does not fit in the map; `MapError.wrongDomain`.
  public func callAsFunction(_ x: [Double]) throws -> [Double] {
    try map()(Term(Tensor(x))).known("the value").elements
  }
}

/// The generator behind the weights of `affine(_:_:)` and `linear(_:_:)`.
private let weights = Mutex(RandomGenerator(seed: 0))

/// Starts the random weights of `affine(_:_:)` and `linear(_:_:)` anew.
///
/// - Parameter seed: the same seed gives the same weights, and those of the language.
public func seed(_ seed: UInt64) {
  weights.withLock { $0 = RandomGenerator(seed: seed) }
}

/// The map x ↦ A x + b from ℝ^source to ℝ^target with random A and b = 0.
///
/// - Parameters:
///   - source: the number of coordinates of a point.
///   - target: the number of coordinates of a value.
/// - Returns: the map; `Chain.map()` tells of a width that is no number of coordinates.
public func affine(_ source: Int, _ target: Int) -> Chain {
  Chain { () throws(MapError) in
    try weights.withLock { (generator) throws(MapError) in
      try .affine(source, target, using: &generator)
    }
  }
}

/// The map x ↦ A x from ℝ^source to ℝ^target with random A.
///
/// - Parameters:
///   - source: the number of coordinates of a point.
///   - target: the number of coordinates of a value.
/// - Returns: the map; `Chain.map()` tells of a width that is no number of coordinates.
public func linear(_ source: Int, _ target: Int) -> Chain {
  Chain { () throws(MapError) in
    try weights.withLock { (generator) throws(MapError) in
      try .linear(source, target, using: &generator)
    }
  }
}

/// The second map after the first.
public func |> (first: Chain, second: Chain) -> Chain {
  Chain { () throws(MapError) in try .composed([first.map(), second.map()]) }
}

/// The second map after the first.
public func |> (first: Chain, second: SmoothMap) -> Chain { first |> Chain(second) }

/// The second map after the first.
public func |> (first: SmoothMap, second: Chain) -> Chain { Chain(first) |> second }

/// The Jacobian of a chain at a point, as a matrix.
///
/// - Parameters:
///   - chain: the map.
///   - x: the coordinates of a point of its domain.
/// - Returns: one row for each coordinate of the value, one column for each of the point.
/// - Throws: what does not fit in the map; `MapError.wrongDomain`.
public func jacobian(_ chain: Chain, at x: [Double]) throws -> Term {
  try jacobian(chain.map(), at: Term(Tensor(x)))
}
