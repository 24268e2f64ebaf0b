import CKernels
import Testing

@Suite("Small products")
struct SmallProductTests {
  @Test(
    "each element is one chain of multiply-adds in the order of k, whatever the shape and strides",
    arguments: KernelLevels.available)
  func chains(level: Int32) throws {
    var random = SplitMix(seed: 3)
    for _ in 0..<400 {
      let (m, n, k) = (
        Int.random(in: 0...20, using: &random), size(&random), size(&random)
      )
      let a = operand(m, k, &random)
      let b = operand(k, n, &random)
      for start in [Start.zero, .resumed] {
        let gap = Int.random(in: 0...2, using: &random)
        let found = try product(level, m, n, k, a, b, n + gap, start)
        var expected = (0..<m * (n + gap)).map(Double.init)
        for i in 0..<m {
          for j in 0..<n {
            let position = i * (n + gap) + j
            var sum = start == .zero ? 0 : expected[position]
            for p in 0..<k { sum = chained(level, a[i, p], b[p, j], sum) }
            expected[position] = sum
          }
        }
        #expect(found == expected, "\(m)×\(k)×\(n), \(a.strides), \(b.strides)")
      }
    }
  }

  @Test("a row of the product does not depend on how many rows there are")
  func rows() throws {
    var random = SplitMix(seed: 4)
    let level = mfl_kernels_level()
    for (n, k) in [(2, 8), (17, 9), (64, 64), (130, 100), (1, 40)] {
      let a = operand(40, k, &random)
      let b = operand(k, n, &random)
      let all = try product(level, 40, n, k, a, b, n, .zero)
      for i in [0, 1, 7, 39] {
        let one = Operand(
          elements: Array(a.elements[(i * a.strides.row)...]), strides: a.strides)
        let row = try product(level, 1, n, k, one, b, n, .zero)
        #expect(row == Array(all[i * n..<(i + 1) * n]), "row \(i) of 40×\(k)×\(n)")
      }
    }
  }

  private enum Start { case zero, resumed }

  private struct Operand {
    let elements: [Double]
    let strides: (row: Int, column: Int)

    subscript(i: Int, j: Int) -> Double { elements[i * strides.row + j * strides.column] }
  }

  /// Sizes on both sides of every tile and panel.
  private func size(_ random: inout SplitMix) -> Int {
    let limit = [3, 10, 40, 140].randomElement(using: &random) ?? 3
    return Int.random(in: 0...limit, using: &random)
  }

  private func operand(_ rows: Int, _ columns: Int, _ random: inout SplitMix) -> Operand {
    let gap = Int.random(in: 0...2, using: &random)
    let strides: (Int, Int) =
      switch Int.random(in: 0...4, using: &random) {
      case 0, 1: (columns + gap, 1)
      case 2, 3: (1, rows + gap)
      default: (3 * columns + gap, 3)
      }
    let count = rows * strides.0 + columns * strides.1 + 1
    return Operand(
      elements: (0..<count).map { _ in Double.random(in: -1...1, using: &random) },
      strides: strides)
  }

  private func product(
    _ level: Int32, _ m: Int, _ n: Int, _ k: Int, _ a: Operand, _ b: Operand, _ rowStride: Int,
    _ start: Start
  ) throws -> [Double] {
    let table = try KernelLevels.kernels(level)
    var c = (0..<m * rowStride).map(Double.init)
    let kernel = start == .zero ? table.gemm_small : table.gemm_small_add
    a.elements.withUnsafeBufferPointer { x in
      b.elements.withUnsafeBufferPointer { y in
        c.withUnsafeMutableBufferPointer { z in
          kernel?(
            m, n, k, x.baseAddress, a.strides.row, a.strides.column, y.baseAddress, b.strides.row,
            b.strides.column, z.baseAddress, rowStride)
        }
      }
    }
    return c
  }

  /// One step of a chain, with one rounding where the instruction set has it.
  private func chained(_ level: Int32, _ a: Double, _ b: Double, _ sum: Double) -> Double {
    #if arch(x86_64)
      return level == 0 ? sum + a * b : sum.addingProduct(a, b)
    #else
      return sum.addingProduct(a, b)
    #endif
  }
}
