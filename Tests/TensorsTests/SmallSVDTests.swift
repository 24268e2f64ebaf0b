import Tensors
import Testing

@Suite("Small singular value decompositions")
struct SmallSVDTests {
  private static let paths = [SmallSVD.Instructions.portable, .widest]

  private static let shapes: [(Int, Int)] =
    (1...32).map { ($0, $0) } + [
      (3, 2), (2, 3), (5, 3), (9, 7), (7, 9), (12, 7), (31, 16), (64, 3), (3, 64), (20, 50),
      (50, 20), (1, 9), (9, 1), (2, 40), (40, 2), (10, 300), (33, 32),
    ]

  @Test("values agree with LAPACK's to 4 n ε σ₁", arguments: paths)
  func values(path: SmallSVD.Instructions) throws {
    for (m, n) in Self.shapes + [(48, 48), (64, 64), (64, 90)] {
      let samples = matrices(m, n)
      let found = try run(samples, path, .values)
      let unit = Double(min(m, n)) * .ulpOfOne
      for (sample, own) in samples.enumerated() {
        let expected = try reference(own)
        let error = zip(found.s[sample], expected).map { ($0 - $1).magnitude }.max() ?? 0
        #expect(
          error <= 4 * unit * (expected.first ?? 0), "\(own.name) \(m)×\(n): \(error)")
        #expect(found.s[sample] == found.s[sample].sorted(by: >), "\(own.name) \(m)×\(n)")
        #expect(found.s[sample].allSatisfy { $0 >= 0 })
      }
    }
  }

  @Test("A is U diag(s) Vᵀ with orthonormal columns, whatever the rank", arguments: paths)
  func vectors(path: SmallSVD.Instructions) throws {
    for (m, n) in Self.shapes {
      let samples = matrices(m, n)
      let found = try run(samples, path, .vectors)
      let k = min(m, n)
      let unit = Double(max(m, n)) * Double.ulpOfOne
      for (sample, own) in samples.enumerated() {
        let (s, u, vt) = (found.s[sample], found.u[sample], found.vt[sample])
        let scale = max(s[0], .leastNonzeroMagnitude)
        for i in 0..<k {
          for j in 0...i {
            let one = i == j ? 1.0 : 0
            let left = (0..<m).reduce(-one) { $0 + u[$1 * k + i] * u[$1 * k + j] }
            let right = (0..<n).reduce(-one) { $0 + vt[i * n + $1] * vt[j * n + $1] }
            #expect(max(left.magnitude, right.magnitude) <= 4 * unit, "\(own.name) \(m)×\(n)")
          }
        }
        for i in 0..<m {
          for j in 0..<n {
            // Divided by σ₁ first, so that the product of tiny numbers keeps its digits.
            let product = (0..<k).reduce(0) {
              $0 + u[i * k + $1] * (s[$1] / scale) * vt[$1 * n + j]
            }
            let error = (product - own.elements[i * n + j] / scale).magnitude
            #expect(error <= 4 * unit, "\(own.name) \(m)×\(n) at \(i), \(j): \(error)")
          }
        }
      }
    }
  }

  @Test("an answer depends on its own matrix only, to the last bit", arguments: paths)
  func independence(path: SmallSVD.Instructions) throws {
    for (m, n) in [(1, 1), (2, 2), (3, 3), (3, 2), (4, 6), (7, 7), (9, 9), (16, 16), (20, 9)] {
      let samples = matrices(m, n)
      for wanted in [Wanted.values, .vectors] {
        let together = try run(samples, path, wanted)
        let turned = try run(Array(samples.reversed()), path, wanted)
        for (sample, own) in samples.enumerated() {
          let alone = try run([own], path, wanted)
          let other = samples.count - 1 - sample
          #expect(bits(together, sample) == bits(alone, 0), "\(own.name) \(m)×\(n)")
          #expect(bits(together, sample) == bits(turned, other), "\(own.name) \(m)×\(n)")
        }
      }
    }
  }

  @Test("scaling by a power of two scales the values and nothing else", arguments: paths)
  func scales(path: SmallSVD.Instructions) throws {
    for (m, n) in [(1, 1), (2, 2), (3, 3), (8, 8), (12, 5)] {
      let plain = Sample.random(m, n, seed: 5)
      let expected = try run([plain], path, .vectors)
      for exponent in [-960, 960] {
        let factor = Double(sign: .plus, exponent: exponent, significand: 1)
        let scaled = Sample(
          name: "scaled", rows: m, columns: n, elements: plain.elements.map { $0 * factor })
        let found = try run([scaled], path, .vectors)
        #expect(found.s[0] == expected.s[0].map { $0 * factor })
        #expect(found.u == expected.u && found.vt == expected.vt)
      }
      let least = Double.leastNonzeroMagnitude
      let subnormal = Sample(
        name: "subnormal", rows: m, columns: n, elements: .init(repeating: least, count: m * n))
      let found = try run([subnormal], path, .values).s[0]
      #expect((found[0] - Double(m * n).squareRoot() * least).magnitude <= least)
    }
  }

  @Test(
    "a column that turns into rounding errors of rounding errors counts as zero", arguments: paths)
  func vanishingColumn(path: SmallSVD.Instructions) throws {
    let own = Sample(
      name: "rank 2", rows: 4, columns: 4,
      elements: [1, 1, -1, -1, 0, 1, 0, -1, -1, 0, 1, 0, -1, -1, 1, 1])
    for wanted in [Wanted.values, .vectors] {
      let found = try run([own], path, wanted).s[0]
      expectClose(found, try reference(own), 1e-15)
    }
  }

  @Test("scaled columns keep the small values of 2×2, 3×3 and 4×4 to their own last digits")
  func relativeAccuracy() throws {
    for n in 2...4 {
      for seed in 0..<50 {
        var own = Sample.random(n, n, seed: UInt64(seed))
        let plain = try run([own], .widest, .values).s[0]
        guard plain[0] < 100 * plain[n - 1] else { continue }
        // Powers of two: the scaled matrix is exact, and its determinant is known.
        let exponents = (0..<n).map { -20 * $0 }
        for i in 0..<n * n {
          own.elements[i] *= Double(sign: .plus, exponent: exponents[i % n], significand: 1)
        }
        for path in Self.paths {
          let found = try run([own], path, .values).s[0]
          let scale = Double(sign: .plus, exponent: exponents.reduce(0, +), significand: 1)
          let volume = plain.reduce(1, *) * scale
          #expect((found.reduce(1, *) / volume - 1).magnitude < 1e-12, "\(n) \(seed)")
        }
      }
    }
  }

  @Test("the streaming door gives what tensors give, and names the matrix it refuses")
  func streaming() throws {
    for (m, n, count) in [(2, 2, 11), (3, 5, 4), (20, 50, 3), (40, 40, 2), (0, 3, 2), (2, 2, 0)] {
      var random = SplitMix(seed: 9)
      let a = try sample([count, m, n], &random)
      var values = [Double](repeating: 0, count: count * min(m, n))
      try stream(a, m, n, count, into: &values)
      #expect(values == (try a.singularValues().elements))
      for bad in [Double.nan, .infinity, -.infinity] where a.count > 0 {
        var broken = a
        let index = (count - 1) * m * n + 1
        try broken.withMutableElements { $0[index] = bad }
        let refusal = TensorError.notFinite(
          operation: "singularValues", sample: count - 1, index: 1 % (m * n))
        #expect(throws: refusal) { try stream(broken, m, n, count, into: &values) }
        #expect(throws: refusal) { try broken.singularValues() }
      }
    }
    #expect(throws: TensorError.extentTooLarge(operation: "singularValues", extent: 1 << 40)) {
      var none = [0.0]
      try stream(Tensor([0]), 1 << 40, 1, 1, into: &none)
    }
  }

  @Test("a batch of ranks holds what each matrix has alone")
  func ranks() throws {
    let a = try counting([2, 3, 4, 3])
    let batch = try a.rankEvidence()
    #expect(batch.count == 6 && batch.singularValues.shape == [2, 3, 3])
    for sample in batch.indices {
      let alone = try a.reshaped([6, 4, 3]).sliced(
        starts: [sample, 0, 0], ends: [sample + 1, 4, 3], steps: [1, 1, 1]
      ).reshaped([4, 3]).rank()
      #expect(batch[sample] == alone)
      #expect(batch.ranks[sample] == alone.rank && batch.tolerances[sample] == alone.tolerance)
      #expect(batch.lastKept(sample) == alone.lastKept)
      #expect(batch.firstDropped(sample) == alone.firstDropped)
    }
  }

  private func stream(
    _ a: Tensor, _ rows: Int, _ columns: Int, _ count: Int, into values: inout [Double]
  ) throws {
    try a.withElements { x in
      try values.withUnsafeMutableBufferPointer { s in
        let (x, s) = (try #require(x.baseAddress), try #require(s.baseAddress))
        try SmallSVD.singularValues(of: x, rows: rows, columns: columns, count: count, into: s)
      }
    }
  }
}
