import Tensors
import Testing

@testable import Autodiff

/// x ↦ Σ tanh(a x) under a signature of its own for every scale.
private func scaled(_ name: String, by a: Term) -> Pointwise {
  var signature = Signature()
  signature.append(name)
  signature.append(a.shape)
  return Pointwise(signature: signature, captured: [a]) { x, captured in
    try (captured[0] * x).applying(.tanh).sum()
  }
}

@Suite("The graph cache")
struct GraphCacheTests {
  @Test("runs one recording with whatever tensors functions captured")
  func capturedTensors() throws {
    let cache = GraphCache()
    try Execution(cache: cache).perform {
      for k in 1...20 {
        let a = Term(Tensor([Double(k), -1]))
        let x = Term(Tensor([0.1, 0.2]))
        let kept = try scaled("scaled", by: a).at(x, .gradient).known("a gradient")
        let fresh = try Pointwise { try (a * $0).applying(.tanh).sum() }
          .at(x, .gradient).known("a gradient")
        #expect(agree(kept, fresh, 1e-15))
      }
    }
    #expect(cache.statistics.recordings == 1 + 20)
  }

  @Test("is bounded: the function used least recently leaves")
  func bound() throws {
    let cache = GraphCache(capacity: 3)
    let x = Term(Tensor([1, 2]))
    try Execution(cache: cache).perform {
      for name in ["a", "b", "c", "a", "d", "a"] {
        _ = try scaled(name, by: Term(2)).at(x, .value)
      }
      #expect(cache.statistics == .init(recordings: 4, evictions: 1))
      _ = try scaled("b", by: Term(2)).at(x, .value)
    }
    #expect(cache.statistics.recordings == 5)
  }

  @Test("tells points of different shapes apart")
  func shapes() throws {
    let cache = GraphCache()
    try Execution(cache: cache).perform {
      for count in [1, 2, 3, 2, 1] {
        let x = Term(try Tensor(repeating: 0.5, shape: [count]))
        let shape = try scaled("s", by: Term(2)).at(x, .gradient).shape
        #expect(shape == [count])
      }
    }
    #expect(cache.statistics.recordings == 3)
  }

  @Test("keeps nothing of a trace that is still open")
  func openTraces() throws {
    let cache = GraphCache()
    try Execution(cache: cache).perform {
      let outer = Pointwise(signature: nil, captured: []) { x, _ in
        // The inner function captures the outer variable without saying so.
        let inner = Pointwise { y in try x * y * y }
        return try inner.at(x, .gradient)
      }
      for value in [1.0, 2, 3] {
        // d/dx [∂/∂y (x y²) at y = x] = d/dx 2x² = 4x
        let slope = try outer.at(Term(value), .gradient).known("a slope")
        #expect(slope[flat: 0] == 4 * value)
      }
    }
  }

  @Test("signatures of different contents differ")
  func signatures() {
    func words(_ texts: String...) -> Signature {
      var signature = Signature()
      for text in texts { signature.append(text) }
      return signature
    }
    #expect(words("ab", "c") != words("a", "bc"))
    #expect(words("12345678", "") != words("12345678"))
    #expect(words("") != words("\0"))
    var zero = Signature()
    zero.append(0.0)
    var negative = Signature()
    negative.append(-0.0)
    #expect(zero != negative)
  }
}

@Suite("Rows of many points")
struct RowRunTests {
  private static let function = Pointwise { x in
    let elements = (0..<15).map { Double($0 % 7) / 5 - 0.4 }
    let weights = Term(try Tensor(shape: [5, 3], elements: elements))
    let hidden = try Term.product(weights, x).applying(.tanh)
    return try Term.less(x.sum(), Term(0)).decide() ? hidden * hidden : hidden.applying(.exp)
  }

  @Test("are the same bits for one worker, two and five", arguments: [1, 7, 255, 256, 257, 3000])
  func workers(_ count: Int) throws {
    var random = SplitMix(seed: count)
    let points = try random.tensor([count, 3])
    func rows(_ workers: Int) throws -> (Tensor, Tensor) {
      try Execution(cache: GraphCache(), workers: workers).perform {
        (
          try Self.function.atRows(Term(points), .jacobian).known("rows"),
          try Self.function.atRows(points, .jacobian, single: [5, 3], each: [5]) {
            try $0.sum(axes: [2])
          }
        )
      }
    }
    let (alone, aloneReduced) = try rows(1)
    for workers in [2, 5] {
      let (shared, reduced) = try rows(workers)
      #expect(areIdentical(shared, alone))
      #expect(areIdentical(reduced, aloneReduced))
    }
    #expect(agree(aloneReduced, try alone.sum(axes: [2]), 1e-14))
  }

  @Test("name the first row that fails, whichever worker meets it")
  func failures() throws {
    let points = try Tensor(shape: [2000, 1], elements: (0..<2000).map { Double($0) })
    let identity = Pointwise { $0 }
    for workers in [1, 2] {
      let error = #expect(throws: TensorError.self) {
        try Execution(cache: GraphCache(), workers: workers).perform {
          _ = try identity.atRows(points, .value, single: [1], each: []) { tile in
            if let bad = tile.elements.firstIndex(where: { $0 >= 700 }) {
              throw TensorError.notFinite(operation: "test", sample: bad, index: 0)
            }
            return tile
          }
        }
      }
      #expect(error == .notFinite(operation: "test", sample: 700, index: 0))
    }
  }
}
