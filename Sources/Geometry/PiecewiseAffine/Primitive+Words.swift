import Autodiff
import Tensors

extension Primitive {
  /// Whether the operation is affine in all its operands together.
  var isAffineInAll: Bool {
    switch self {
    case .add, .combine(.subtract), .concatenate, .negate, .map(.negate), .broadcast, .sum,
      .permute, .reshape, .slice, .pad, .gather, .scatterAdd, .stopGradient, .corner:
      true
    case .literal, .multiply, .contract, .takeAlong, .scatterAddAlong, .select, .solve, .map,
      .combine, .raise, .maximum, .argmax, .argsort, .determinant, .logAbsDeterminant, .cholesky,
      .symmetricEigen, .singularValueDecomposition, .reciprocalGaps, .loop:
      false
    }
  }

  /// What the operation does, for a sentence that says why it is not piecewise affine.
  func inWords(flat: [Bool]) -> String {
    switch self {
    case .multiply, .contract: "multiplies values that both depend on the point"
    case .combine(.divide): "divides by a value that depends on the point"
    case .solve: "solves with a matrix that depends on the point"
    case .raise(let exponent): "raises a value to the power \(Notation.number(exponent))"
    case .map(let operation): "applies \(operation.rawValue) to a value that depends on the point"
    case .combine(let operation):
      "applies \(operation.rawValue) to values that depend on the point"
    case .loop(let loop): "goes through \(loop.length) rounds of a loop"
    case .argmax, .argsort, .takeAlong, .scatterAddAlong:
      "orders values that depend on the point"
    case .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen,
      .singularValueDecomposition, .reciprocalGaps:
      "decomposes a matrix that depends on the point"
    case .select: "chooses by a value that depends on the point"
    case .literal, .add, .negate, .broadcast, .sum, .permute, .reshape, .slice, .pad,
      .concatenate, .gather, .scatterAdd, .maximum, .stopGradient, .corner:
      "is not piecewise affine"
    }
  }
}
