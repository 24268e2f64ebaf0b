extension TensorError: CustomStringConvertible {
  /// What went wrong, in one sentence without a full stop.
  public var description: String {
    switch self {
    case .shapeMismatch(let operation, let lhs, let rhs):
      "\(operation): shapes \(lhs) and \(rhs) do not fit"
    case .elementCount(let shape, let found):
      "shape \(shape) has \(shape.count) elements, \(found) are given"
    case .raggedRows(let row, let found, let expected):
      "row \(row) has \(entries(found)), row 0 has \(expected)"
    case .negativeExtent(let axis, let extent):
      "axis \(axis) has the negative extent \(extent)"
    case .tooManyAxes(let rank, let limit):
      "\(rank) axes are too many: the limit is \(limit)"
    case .tooLarge(let dims, let limit):
      "a tensor of shape \(dims) is too large: the limit is \(limit) elements"
    case .outOfMemory(let bytes):
      "there is no room for \(bytes) bytes more: tensors may take half of the memory in all, and no more than is free"
    case .axisOutOfRange(let operation, let axis, let rank):
      "\(operation): there is no axis \(axis) among \(rank)"
    case .invalidAxes(let operation, let axes, let rank):
      "\(operation): the list \(axes) does not fit \(rank) axes"
    case .indexOutOfRange(let index, let axis, let extent):
      "index \(index) is outside axis \(axis), which has \(entries(extent))"
    case .notAnIndex(let value, let position):
      "\(value) at position \(position) is not an index"
    case .invalidSlice(let axis, let start, let end, let step, let extent):
      "a slice from \(start) to \(end) by \(step) does not fit axis \(axis) of extent \(extent)"
    case .invalidPadding(let axis, let low, let high, let interior):
      "padding of axis \(axis) is negative: \(low) before, \(high) after, \(interior) between"
    case .invalidContraction(let labels):
      "no product has the labels \(labels.lhs), \(labels.rhs) → \(labels.output)"
    case .invalidTolerance(let tolerance):
      "\(tolerance) is not a tolerance"
    case .notMatrix(let operation, let shape):
      "\(operation) needs a matrix, and the shape is \(shape)"
    case .notSquare(let operation, let shape):
      "\(operation) needs a square matrix, and the shape is \(shape)"
    case .emptyOperand(let operation, let shape):
      "\(operation) has no value for the empty shape \(shape)"
    case .notFinite(let operation, let sample, let index):
      "\(operation): element \(index)\(place(of: sample)) is infinite or not a number"
    case .singular(let operation, let sample, let pivot, let reciprocal):
      "\(operation): the matrix\(place(of: sample)) is singular"
        + (pivot.map { ", pivot \($0) is zero" }
          ?? " to working precision, its reciprocal condition number is \(reciprocal)")
    case .notPositiveDefinite(let sample, let order):
      "the matrix\(place(of: sample)) is not positive definite: its leading minor of order \(order) is not positive"
    case .notSymmetric(let operation, let sample, let asymmetry):
      "\(operation) needs a symmetric matrix, and this one\(place(of: sample)) differs from its transpose by "
        + "\(asymmetry) of its greatest element"
    case .noConvergence(let operation, let sample):
      "\(operation) did not converge\(place(of: sample))"
    case .overflow(let operation, let sample):
      "\(operation): the result\(place(of: sample)) exceeds the greatest number"
    case .memoryLimit(let limit):
      "the values would hold more than \(limit) bytes"
    case .interrupted:
      "interrupted"
    case .extentTooLarge(let operation, let extent):
      "\(operation) cannot take an extent of \(extent)"
    }
  }
}

private func entries(_ count: Int) -> String { count == 1 ? "1 entry" : "\(count) entries" }

/// Which of several matrices; the first needs no mention, for it is usually the only one.
private func place(of sample: Int) -> String { sample == 0 ? "" : " at index \(sample)" }
