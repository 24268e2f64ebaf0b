public import Tensors

/// The operations a graph is made of; everything else is composed from these.
///
/// Each has five rules, one table each: `shapes`, `evaluate`, `linearize` (its derivative),
/// `transpose` (for those linear in an operand) and `batch`. The tables are exhaustive switches, so
/// a new primitive is a compile error until all of them know it.
///
/// Elementwise primitives take operands of equal shape: broadcasting is a primitive of its own.
/// Matrix primitives work on the last two axes and map over the others.
public enum Primitive: Hashable, Sendable {
  /// A constant tensor given by a recipe.
  case literal(Literal)

  // Linear and bilinear.
  case add
  case negate
  case multiply
  case contract(Contraction)
  case broadcast(to: Shape, axes: [Int])
  case sum(axes: [Int])
  case permute([Int])
  case reshape(Shape)
  case slice(starts: [Int], ends: [Int], steps: [Int])
  case pad(low: [Int], high: [Int], interior: [Int])
  case concatenate(axis: Int)
  case gather([Int], axis: Int)
  case scatterAdd([Int], axis: Int, extent: Int)
  case takeAlong(axis: Int)
  case scatterAddAlong(axis: Int, extent: Int)
  case select
  case solve

  /// Rounds of a body.
  case loop(Loop)

  // Elementwise.
  case map(UnaryOperation)
  case combine(BinaryOperation)
  case raise(Double)

  // Reductions along an axis, which disappears; `argsort` keeps it.
  case maximum(axis: Int)
  case argmax(axis: Int)
  case argsort(axis: Int)

  // Matrices.
  case determinant
  case logAbsDeterminant
  case cholesky
  case symmetricEigen
  case singularValueDecomposition
  /// `1 / (xⱼ − xᵢ)` off the diagonal of `[n, n]` and 0 on it; fails where two are too close.
  case reciprocalGaps

  /// The same value with derivative zero.
  case stopGradient
  /// The same value at a point where the operation named has one but no derivative.
  case corner(of: String)
}

/// A constant tensor a graph can state in a few words.
public enum Literal: Hashable, Sendable {
  /// One number throughout; the bits tell −0 from 0 and one NaN from another.
  case filled(bits: UInt64, Shape)
  /// The identity matrix.
  case identity(Int)
  /// Ones below the diagonal, halves on it, zeros above: what Cholesky's derivative projects with.
  case lowerHalf(Int)

  /// One number throughout.
  public static func filled(_ value: Double, _ shape: Shape) -> Literal {
    .filled(bits: value.bitPattern, shape)
  }

  /// The shape of the tensor.
  public var shape: Shape {
    switch self {
    case .filled(_, let shape): shape
    case .identity(let n), .lowerHalf(let n): [n, n]
    }
  }

  /// The number that fills the tensor, if one does.
  var fill: Double? {
    switch self {
    case .filled(let bits, _): Double(bitPattern: bits)
    case .identity, .lowerHalf: nil
    }
  }

  /// The tensor itself.
  public func tensor() throws(TensorError) -> Tensor {
    switch self {
    case .filled(let bits, let shape):
      return try Tensor(repeating: Double(bitPattern: bits), shape: shape)
    case .identity(let n):
      return try Tensor.triangle(n, diagonal: 1, below: 0)
    case .lowerHalf(let n):
      return try Tensor.triangle(n, diagonal: 0.5, below: 1)
    }
  }
}

extension Tensor {
  fileprivate static func triangle(
    _ n: Int, diagonal: Double, below: Double
  ) throws(TensorError) -> Tensor {
    let shape = try Shape.checked([n, n])
    return try LongWork.perform(LongWork.cost(n, n, 4)) { () throws(TensorError) in
      var elements = [Double](repeating: 0, count: shape.count)
      for i in 0..<n {
        for j in 0..<i { elements[i * n + j] = below }
        elements[i * n + i] = diagonal
      }
      return try Tensor(shape: shape, elements: elements)
    }
  }
}
