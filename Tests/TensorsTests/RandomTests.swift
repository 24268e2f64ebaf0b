import Tensors
import Testing

@Suite("Random numbers")
struct RandomTests {
  @Test("Philox gives the known answers of its authors")
  func knownAnswers() {
    let cases: [(SIMD4<UInt32>, SIMD2<UInt32>, SIMD4<UInt32>)] = [
      (.zero, .zero, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        SIMD4(repeating: .max), SIMD2(repeating: .max),
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    for (counter, key, expected) in cases {
      #expect(Philox.block(counter: counter, key: key) == expected)
    }
  }

  @Test("drawing in pieces gives the numbers of drawing at once")
  func pieces() throws {
    var (whole, parts) = (RandomGenerator(seed: 7), RandomGenerator(seed: 7))
    let expected = try whole.normal([12])
    let found = try Tensor.concatenate([try parts.normal([5]), try parts.normal([7])], axis: 0)
    #expect(found == expected)
    #expect(whole.position == 12)
    #expect(whole == parts)
  }

  @Test("uniform numbers fill [0, 1) evenly")
  func uniform() throws {
    var random = RandomGenerator(seed: 0)
    let x = try random.uniform([100_000]).elements
    #expect(x.allSatisfy { $0 >= 0 && $0 < 1 })
    var bins = [Double](repeating: 0, count: 20)
    for value in x { bins[Int(value * 20)] += 1 }
    // χ² with 19 degrees of freedom exceeds 43.8 once in a thousand seeds.
    #expect(bins.reduce(0) { $0 + ($1 - 5000) * ($1 - 5000) / 5000 } < 43.8)
  }

  @Test("normal numbers have the moments of the normal distribution")
  func normal() throws {
    var random = RandomGenerator(seed: 0)
    let x = try random.normal([1000, 200]).elements
    let moments = (1...4).map { k in
      x.reduce(0) { sum, value in sum + (0..<k).reduce(1.0) { p, _ in p * value } } / 200_000
    }
    #expect(x.allSatisfy { $0.isFinite })
    expectClose(moments, [0, 1, 0, 3], 0.03)
  }

  @Test("seeds, names and splits give different numbers, and the same ones again")
  func independence() throws {
    var a = RandomGenerator(seed: 1)
    var b = RandomGenerator(seed: 2)
    var c = a.named("weights")
    var d = a.named("bias")
    var e = a.split()
    var f = a.split()
    var first: Set<Double> = []
    for value in [try a.uniform([]), try b.uniform([]), try c.uniform([]), try d.uniform([])] {
      first.formUnion(value.elements)
    }
    first.formUnion(try e.uniform([]).elements + f.uniform([]).elements)
    #expect(first.count == 6)
    var again = RandomGenerator(seed: 1).named("weights")
    var weights = RandomGenerator(seed: 1).named("weights")
    let (x, y) = (try again.uniform([3]), try weights.uniform([3]))
    #expect(x == y)
  }

  @Test("a draw that is refused leaves the generator where it was")
  func refusedDraw() throws {
    var random = RandomGenerator(seed: 3)
    random.position = .max
    _ = try random.uniform([4])
    #expect(random.position == 3)
    #expect(try random.uniform([0]).shape == [0])
    #expect(random.position == 3)
  }
}
