import Tensors
import Testing

@Suite("Contraction")
struct ContractionTests {
  @Test("every label pattern agrees with the sum written out", arguments: 0..<300)
  func agreesWithDefinition(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let big = seed % 10 == 0
    var lhs: [Int] = []
    var rhs: [Int] = []
    var output: [Int] = []
    var extents: [Int] = []
    for label in 0..<Int.random(in: 1...5, using: &random) {
      extents.append(Int.random(in: big ? 3...9 : 0...4, using: &random))
      let occursIn = [[0, 1, 2], [0, 2], [1, 2], [0, 1]].randomElement(using: &random) ?? []
      if occursIn.contains(0) { lhs.append(label) }
      if occursIn.contains(1) { rhs.append(label) }
      if occursIn.contains(2) { output.append(label) }
    }
    lhs.shuffle(using: &random)
    rhs.shuffle(using: &random)
    output.shuffle(using: &random)
    let a = try sample(Shape(lhs.map { extents[$0] }), &random)
    let b = try sample(Shape(rhs.map { extents[$0] }), &random)
    let result = try Tensor.contract(a, b, Contraction(lhs: lhs, rhs: rhs, output: output))
    #expect(result.shape == Shape(output.map { extents[$0] }))
    let expected = einsum(a, lhs, b, rhs, output, extents)
    expectClose(result.elements, expected, 1e-13, "\(lhs) \(rhs) \(output) \(extents)")
  }

  @Test(
    "matrix products of many sizes agree with the definition",
    arguments: [0, 1, 7, 8, 17, 40], [0, 1, 7, 8, 17, 33])
  func products(m: Int, k: Int) throws {
    var random = SplitMix(seed: 1)
    for n in [0, 1, 7, 8, 17, 31] {
      for layout in 0..<8 {
        let l = layout & 1 == 0 ? [0, 1] : [1, 0]
        let r = layout & 2 == 0 ? [1, 2] : [2, 1]
        let o = layout & 4 == 0 ? [0, 2] : [2, 0]
        let e = [m, k, n]
        let a = try sample(Shape(l.map { e[$0] }), &random)
        let b = try sample(Shape(r.map { e[$0] }), &random)
        let result = try Tensor.contract(a, b, Contraction(lhs: l, rhs: r, output: o))
        expectClose(result.elements, einsum(a, l, b, r, o, e), 1e-13, "\(l) \(r) \(o) \(e)")
      }
    }
  }

  @Test("a million products are summed with an error of a few units")
  func longDot() throws {
    let n = 1_000_003
    let x = try Tensor(repeating: 0.1, shape: [n])
    let y = try Tensor.contract(x, x, Contraction(lhs: [0], rhs: [0], output: []))
    #expect(abs((y.scalar ?? 0) / (Double(n) * 0.1 * 0.1) - 1) < 1e-15)
  }

  @Test("an empty sum is zero")
  func emptySum() throws {
    let a = try Tensor(repeating: 1, shape: [3, 0])
    let b = try Tensor(repeating: 1, shape: [0, 2])
    #expect(try a.matrixProduct(b) == Tensor(repeating: 0, shape: [3, 2]))
  }

  @Test("labels that break the rules, or do not fit, are refused")
  func refusals() throws {
    let a = try Tensor(repeating: 1, shape: [2, 3])
    let bad: [Contraction] = [
      Contraction(lhs: [0, 0], rhs: [0, 1], output: [1]),
      Contraction(lhs: [0, 1], rhs: [0, 1], output: [1, 1]),
      Contraction(lhs: [0, 1], rhs: [1, 2], output: [0]),
      Contraction(lhs: [0, 1], rhs: [1, 2], output: [0, 2, 3]),
      Contraction(lhs: [0], rhs: [1, 2], output: [0, 1, 2]),
    ]
    for labels in bad {
      #expect(throws: TensorError.invalidContraction(labels)) {
        try Tensor.contract(a, a, labels)
      }
    }
    #expect(throws: TensorError.shapeMismatch(operation: "contract", lhs: [2, 3], rhs: [2, 3])) {
      try a.matrixProduct(a)
    }
    let long = try Tensor(repeating: 1, shape: [1 << 26, 0])
    #expect(throws: TensorError.self) {
      try Tensor.contract(long, long, Contraction(lhs: [0, 1], rhs: [2, 1], output: [0, 2]))
    }
  }

  private func einsum(
    _ a: Tensor, _ lhs: [Int], _ b: Tensor, _ rhs: [Int], _ output: [Int], _ extents: [Int]
  ) -> [Double] {
    var result = [Double](repeating: 0, count: output.reduce(1) { $0 * extents[$1] })
    forEachIndex(extents) { index in
      func position(_ labels: [Int]) -> Int {
        labels.reduce(0) { $0 * extents[$1] + index[$1] }
      }
      result[position(output)] += a[flat: position(lhs)] * b[flat: position(rhs)]
    }
    return result
  }
}
