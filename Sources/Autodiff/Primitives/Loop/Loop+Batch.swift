import Tensors

extension Loop {
  /// The loop applied to every sample at once: each round is a batch.
  ///
  /// The samples are the leading axis of every operand and result, and in a stack the one after the
  /// rounds, so stacks have their first two axes exchanged on the way in and out.
  func batch(
    _ x: [Term], _ isBatched: [Bool], size: Int
  ) throws(AutodiffError) -> [Term] {
    let marks = operands.map { carries.contains($0) || isBatched[$0] }
    let batched = Loop(
      try body.batched([false] + marks, size: size), length: length, direction,
      carryCount: carries.count, sliceCount: slices.count)
    var operands: [Term] = []
    for (operand, term) in x.enumerated() {
      switch (marks[operand], isBatched[operand]) {
      case (true, false): operands.append(try term.inserted(0, extent: size))
      case (true, true) where slices.contains(operand):
        operands.append(try term.exchangingLeadingAxes())
      case (true, true), (false, _): operands.append(term)
      }
    }
    let results = try Term.apply(.loop(batched), operands)
    var answer = Array(results[..<carries.count])
    for stack in results[carries.count...] { answer.append(try stack.exchangingLeadingAxes()) }
    return answer
  }
}

extension Term {
  fileprivate func exchangingLeadingAxes() throws(AutodiffError) -> Term {
    try permuted([1, 0] + Array(2..<rank))
  }
}
