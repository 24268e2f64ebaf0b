import Tensors

extension Loop {
  /// The cotangents of the unknown operands from those of the results, nil where zero.
  ///
  /// The transposed body goes round the other way: the cotangents of the carries are its carries,
  /// those of the results its slices. A constant is used in every round, so its cotangent is the sum
  /// over the rounds and a carry too. Carries that do not depend on the unknown operands are known,
  /// and are found first by a loop of their own.
  func transpose(_ x: [Linear], _ ct: [Term?]) throws(AutodiffError) -> [Term?] {
    guard ct.contains(where: { $0 != nil }) else { return x.map { _ in nil } }
    let marks = spread(x.map { $0.known == nil })
    let depends = body.dependents(on: [false] + marks)
    let movingResults = stacked.filter { ct[$0] != nil && depends[body.outputs[$0].index] }
    let movingCarries = carries.filter { marks[$0] }
    let backward = try transposedBody(marks, outputs: movingCarries + movingResults)
    let movingConstants = constants.filter { marks[$0] }
    let unknownSlices = slices.filter { marks[$0] }
    let knownCarries = carries.filter { !marks[$0] }
    let used = backward.usedInputs
    let firstSlice = Self.input(of: movingCarries.count + movingConstants.count)
    let kept = knownCarries.indices.filter { used[firstSlice + $0] }.map { knownCarries[$0] }
    let stacks = try stacks(of: kept, marks, x)
    let opposite: Direction =
      switch direction {
      case .forward: .backward
      case .backward: .forward
      }
    let zeros = movingConstants.map { Term.filled(0, x[$0].shape) }
    let results = try Self.apply(
      backward, length: length, opposite,
      carries: movingCarries.map { ct[$0] ?? .filled(0, x[$0].shape) } + zeros,
      slices: knownCarries.map { stacks[$0] } + slices.filter { !marks[$0] }.map { x[$0].known }
        + movingResults.map { ct[$0] },
      constants: constants.filter { !marks[$0] }.map { x[$0].known })
    var answer = [Term?](repeating: nil, count: x.count)
    for (operand, cotangent) in zip(movingCarries + movingConstants + unknownSlices, results)
    where x[operand].known == nil {
      answer[operand] = cotangent
    }
    return answer
  }

  /// The body of the loop of cotangents.
  ///
  /// *Inputs*: index; cotangents of the moving carries, sums of cotangents of the moving constants;
  /// known carries, known slices, cotangents of the moving results; known constants. *Outputs*: the
  /// next of those carries, the cotangents of the moving slices.
  private func transposedBody(
    _ marks: [Bool], outputs: [Int]
  ) throws(AutodiffError) -> Graph {
    let linear = operands.filter { marks[$0] }
    let transposed = try body.answering(outputs.map { body.outputs[$0] })
      .transposed(linear: linear.map(Self.input))
    let trace = Trace()
    func inputs(_ operands: [Int]) -> [Term] {
      operands.map { trace.input(body.shapes[Self.input(of: $0)], witness: nil) }
    }
    func known(_ operands: Range<Int>) -> [Term] { inputs(operands.filter { !marks[$0] }) }
    func moving(_ operands: Range<Int>) -> [Term] { inputs(operands.filter { marks[$0] }) }
    let index = trace.input(.scalar, witness: nil)
    let carryCotangents = moving(carries)
    let sums = moving(constants)
    let knownCarries = known(carries)
    let knownSlices = known(slices)
    let resultCotangents = outputs.filter(stacked.contains).map {
      trace.input(body.outputShapes[$0], witness: nil)
    }
    let cotangents = try transposed.recorded(
      in: trace,
      [index] + knownCarries + knownSlices + known(constants) + carryCotangents + resultCotangents)
    let ofCarries = cotangents[..<carryCotangents.count]
    let ofSlices = cotangents[carryCotangents.count..<cotangents.count - sums.count]
    var next: [Term] = []
    for (sum, part) in zip(sums, cotangents.suffix(sums.count)) {
      next.append(try .apply(.add, sum, part))
    }
    return try trace.finishClosed(ofCarries + next + ofSlices)
  }

  /// What known carries are before each round.
  private func stacks(
    of kept: [Int], _ marks: [Bool], _ x: [Linear]
  ) throws(AutodiffError) -> [Int: Term] {
    if kept.isEmpty { return [:] }
    let known = carries.filter { !marks[$0] }
    let shortened = body.answering(
      (known.map { body.outputs[$0] } + kept.map { ValueID(index: Self.input(of: $0)) })
    )
    .keepingInputs([true] + operands.map { !marks[$0] || !carries.contains($0) })
    let results = try Self.apply(
      shortened, length: length, direction, carries: known.compactMap { x[$0].known },
      slices: slices.map { x[$0].known }, constants: constants.map { x[$0].known })
    return Dictionary(uniqueKeysWithValues: zip(kept, results[known.count...]))
  }
}
