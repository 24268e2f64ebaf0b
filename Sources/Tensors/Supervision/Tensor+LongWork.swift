/// How long LAPACK takes.
enum LAPACKWork {
  /// A factorisation in a fixed number of steps: some n³ operations, most of them in products.
  case factorisation
  /// An iteration on a symmetric matrix.
  case symmetricDecomposition
  /// An iteration on any matrix.
  case decomposition
}

extension Tensor {
  /// About how many nanoseconds work on each of the matrices along the last two axes takes.
  func lengthOf(_ work: LAPACKWork) -> Int {
    guard rank >= 2 else { return 0 }
    let smaller = Swift.min(shape[rank - 1], shape[rank - 2])
    let perElement =
      switch work {
      case .factorisation: smaller / 8 + 4
      case .symmetricDecomposition: smaller + 8
      case .decomposition: 3 * smaller + 16
      }
    return LongWork.cost(count, perElement)
  }
}
