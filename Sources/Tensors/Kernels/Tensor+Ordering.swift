extension Tensor {
  /// The index of the greatest element along an axis: the first among equals, or the first NaN.
  ///
  /// - Throws: `.axisOutOfRange`; `.emptyOperand` when the axis is empty and the result is not.
  public func argmax(axis: Int) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, 3)) { () throws(TensorError) in
      let target = try shape.removing(axis, operation: "argmax")
      let (_, extent, inner) = shape.split(at: axis)
      let result = try Storage(count: target.count)
      withElements { x in
        for position in 0..<target.count {
          let (o, i) = position.quotientAndRemainder(dividingBy: inner)
          let start = o * extent * inner + i
          var best = 0
          for k in 1..<extent {
            let greatest = x[start + best * inner]
            let candidate = x[start + k * inner]
            if greatest.isNaN { break }
            if candidate > greatest || candidate.isNaN { best = k }
          }
          result.base[position] = Double(best)
        }
      }
      return Tensor(shape: target, storage: result)
    }
  }

  /// The indices that sort an axis in ascending order: equal elements keep theirs, NaN come last.
  ///
  /// *Shapes*: that of the tensor.
  /// - Throws: `.axisOutOfRange`, `.tooLarge` or `.outOfMemory`.
  /// - Complexity: O(n log n) for each line of n elements.
  public func argsort(axis: Int) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, 100)) { () throws(TensorError) in
      try shape.checkAxis(axis, operation: "argsort")
      let (outer, extent, inner) = shape.split(at: axis)
      let result = try Storage(count: count)
      if count == 0 { return Tensor(shape: shape, storage: result) }
      withElements { x in
        for o in 0..<outer {
          for i in 0..<inner {
            let start = o * extent * inner + i
            let order = (0..<extent).sorted { left, right in
              let (a, b) = (x[start + left * inner], x[start + right * inner])
              if a < b || (b.isNaN && !a.isNaN) { return true }
              if b < a || (a.isNaN && !b.isNaN) { return false }
              return left < right
            }
            for (k, index) in order.enumerated() {
              result.base[start + k * inner] = Double(index)
            }
          }
        }
      }
      return Tensor(shape: shape, storage: result)
    }
  }
}
