/// What can go wrong with tensors: facts for a diagnostic, without wording.
///
/// `sample` is the flat index over the leading batch axes, 0 for a single matrix. Axes, rows and
/// indices count from 0.
public enum TensorError: Error, Sendable, Equatable {
  /// Two operands do not fit each other.
  case shapeMismatch(operation: String, lhs: Shape, rhs: Shape)
  /// The elements given are not as many as the shape has.
  case elementCount(shape: Shape, found: Int)
  /// A row is not as long as the first one.
  case raggedRows(row: Int, found: Int, expected: Int)
  /// An extent below zero.
  case negativeExtent(axis: Int, extent: Int)
  /// More axes than a shape may have.
  case tooManyAxes(rank: Int, limit: Int)
  /// More elements than `limit`, or more than can be counted.
  case tooLarge(dims: [Int], limit: Int)
  /// The system refused the memory.
  case outOfMemory(bytes: Int)
  /// There is no such axis.
  case axisOutOfRange(operation: String, axis: Int, rank: Int)
  /// A list of axes of the wrong length, or naming one axis twice.
  case invalidAxes(operation: String, axes: [Int], rank: Int)
  /// An index outside its axis.
  case indexOutOfRange(index: Int, axis: Int, extent: Int)
  /// An index that is not a whole number.
  case notAnIndex(value: Double, position: Int)
  /// Not 0 ≤ start ≤ end ≤ extent with step ≥ 1.
  case invalidSlice(axis: Int, start: Int, end: Int, step: Int, extent: Int)
  /// A negative amount of padding.
  case invalidPadding(axis: Int, low: Int, high: Int, interior: Int)
  /// Labels that break the rules of `Contraction`.
  case invalidContraction(Contraction)
  /// The operand has fewer than two axes, or too few of them.
  case notMatrix(operation: String, shape: Shape)
  /// The last two axes differ.
  case notSquare(operation: String, shape: Shape)
  /// The operation has no value for an operand without elements.
  case emptyOperand(operation: String, shape: Shape)
  /// A NaN or an infinity at a flat index where only finite numbers have a meaning.
  case notFinite(operation: String, sample: Int, index: Int)
  /// A matrix without a usable inverse; `pivot` is the first exactly zero pivot, if there is one.
  case singular(operation: String, sample: Int, pivot: Int?, reciprocalCondition: Double)
  /// The leading minor of this order (from 1) is not positive.
  case notPositiveDefinite(sample: Int, order: Int)
  /// The greatest |aᵢⱼ − aⱼᵢ| relative to the greatest |aᵢⱼ| exceeds the tolerance.
  case notSymmetric(operation: String, sample: Int, asymmetry: Double)
  /// An iteration did not converge.
  case noConvergence(operation: String, sample: Int)
  /// Finite numbers whose result exceeds the greatest float64 number.
  case overflow(operation: String, sample: Int)
  /// An extent that LAPACK cannot count.
  case extentTooLarge(operation: String, extent: Int)
  /// A tolerance that is negative or not a number.
  case invalidTolerance(Double)
  /// The values of whoever asked would hold more bytes than they may.
  case memoryLimit(limit: Int)
  /// The work was asked to stop.
  case interrupted
}

extension TensorError {
  /// The same fact with the sample counted in another way.
  package func renumbered(_ number: (Int) -> Int) -> TensorError {
    switch self {
    case .notFinite(let operation, let sample, let index):
      .notFinite(operation: operation, sample: number(sample), index: index)
    case .singular(let operation, let sample, let pivot, let reciprocalCondition):
      .singular(
        operation: operation, sample: number(sample), pivot: pivot,
        reciprocalCondition: reciprocalCondition)
    case .notPositiveDefinite(let sample, let order):
      .notPositiveDefinite(sample: number(sample), order: order)
    case .notSymmetric(let operation, let sample, let asymmetry):
      .notSymmetric(operation: operation, sample: number(sample), asymmetry: asymmetry)
    case .noConvergence(let operation, let sample):
      .noConvergence(operation: operation, sample: number(sample))
    case .overflow(let operation, let sample):
      .overflow(operation: operation, sample: number(sample))
    case .shapeMismatch, .elementCount, .raggedRows, .negativeExtent, .tooManyAxes, .tooLarge,
      .outOfMemory, .axisOutOfRange, .invalidAxes, .indexOutOfRange, .notAnIndex, .invalidSlice,
      .invalidPadding, .invalidContraction, .notMatrix, .notSquare, .emptyOperand, .extentTooLarge,
      .invalidTolerance, .memoryLimit, .interrupted:
      self
    }
  }
}
