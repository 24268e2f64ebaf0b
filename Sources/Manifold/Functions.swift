public import Autodiff
public import Maps
public import Tensors

// The names of the language, for Swift programs that say `try affine(2, 8, using: &generator) |> tanh`.

/// The map x ↦ A x.
///
/// *Shapes*: weight `[out, in]`.
/// - Throws: `.badWeights`.
public func linear(_ weight: Term) throws(MapError) -> SmoothMap { try .linear(weight) }

/// The map x ↦ A x + b.
///
/// *Shapes*: weight `[out, in]`, bias `[out]`.
/// - Throws: `.badWeights`.
public func affine(_ weight: Term, _ bias: Term) throws(MapError) -> SmoothMap {
  try .affine(weight, bias)
}

/// The map x ↦ A x + b from ℝ^source to ℝ^target with random A and b = 0.
///
/// - Throws: `.badWidth`; memory errors.
public func affine(
  _ source: Int, _ target: Int, using generator: inout RandomGenerator
) throws(MapError) -> SmoothMap {
  try .affine(source, target, using: &generator)
}

/// The map x ↦ x + b.
///
/// - Throws: `.badWeights` when b is not a vector.
public func translation(_ bias: Term) throws(MapError) -> SmoothMap { try .translation(bias) }

/// The hyperbolic tangent, element by element.
public let tanh = SmoothMap.elementwise(.tanh)

/// 1/(1 + e⁻ˣ), element by element.
public let sigmoid = SmoothMap.elementwise(.sigmoid)

/// max(x, 0), element by element.
public let relu = SmoothMap.elementwise(.relu)

/// exp xᵢ / Σ exp xⱼ.
public let softmax = SmoothMap.softmax

/// The numerical rank of a matrix, with the numbers it was decided by.
///
/// - Throws: a traced or non-finite matrix, an invalid tolerance.
public func rank(
  _ matrix: Term, tolerance: RankTolerance = .default
) throws -> RankEvidence {
  try matrix.known("a matrix").rank(tolerance: tolerance)
}
