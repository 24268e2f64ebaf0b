package import Tensors

extension Primitive {
  /// The results for known operands, those marked having one row per sample.
  ///
  /// *Shapes*: an operand marked has the samples along a new leading axis of extent `rows`; where one
  /// is marked, so do all results.
  /// - Throws: what the kernels refuse.
  package func results(
    _ x: [Tensor], hasRows: [Bool], rows: Int
  ) throws(AutodiffError) -> [Tensor] {
    let operands = x.map { Term($0) }
    let results =
      hasRows.contains(true)
      ? try batch(operands, hasRows, size: rows) : try Term.apply(self, operands)
    var tensors: [Tensor] = []
    for result in results { tensors.append(try result.known("a result")) }
    return tensors
  }
}
