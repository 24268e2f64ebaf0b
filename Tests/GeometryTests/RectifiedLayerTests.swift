import Autodiff
import Foundation
import Maps
import Tensors
import Testing

@testable import Geometry

/// x ↦ relu(W x + b) is injective iff in every cell the active rows span the space.
@Suite("ReLU layers")
struct RectifiedLayerTests {
  /// Unit vectors evenly spaced on the circle.
  private func star(_ count: Int) throws -> SmoothMap {
    let rows = (0..<count).map { index -> [Double] in
      let angle = 2 * Double.pi * Double(index) / Double(count)
      return [Foundation.cos(angle), Foundation.sin(angle)]
    }
    return try .linear(Term(Tensor(rows: rows))) |> relu
  }

  @Test("in the plane 3 evenly spaced rows fail; 4, 5 and 6 pass")
  func stars() throws {
    let three = try judge(star(3), .injective)
    #expect(three.answer == .no && three.basis == .refuted)
    #expect(three.evidence.map(\.name) == ["x", "y", "direction"])
    for count in 4...6 {
      let verdict = try judge(star(count), .injective)
      // Opposite rows of four are opposite to rounding only.
      let basis: Verdict.Basis = count == 4 ? .tested : .proved
      #expect(verdict.answer == .yes && verdict.basis == basis, "\(verdict.summary)")
      try expect(star(count), .embedding, .yes, basis)
      try expect(star(count), .surjective, .no, .proved)
      try expect(star(count), .smooth, .no, .proved)
    }
    // With exact weights the four quadrants are the cells.
    let four = try linear([1, 0], [0, 1], [-1, 0], [0, -1]) |> relu
    #expect(
      try judge(four, .injective).reason
        == "in each of the 4 cells of ℝ² the active rows span ℝ²")
  }

  @Test("at least 2n rows are needed", arguments: 1...3)
  func fewRows(n: Int) throws {
    var generator = RandomGenerator(seed: UInt64(n))
    for _ in 0..<5 {
      let weights = Term(try generator.normal([2 * n - 1, n]))
      try expect(.linear(weights) |> relu, .injective, .no)
    }
  }

  @Test("both directions of every axis pass in up to three dimensions", arguments: 1...3)
  func axes(n: Int) throws {
    let rows = (0..<2 * n).map { row in
      (0..<n).map { $0 == row % n ? (row < n ? 1.0 : -1) : 0 }
    }
    try expect(.linear(Term(Tensor(rows: rows))) |> relu, .injective, .yes, .proved)
  }

  @Test("a bias is decided cell by cell")
  func biases() throws {
    // Between -1 and 1 both rows are active, or neither is.
    try expect(affine([[1], [-1]], [1, 1]) |> relu, .injective, .yes, .proved)
    try expect(affine([[1], [-1]], [-1, -1]) |> relu, .injective, .no, .refuted)
    let box = try affine([[1, 0], [0, 1], [-1, 0], [0, -1]], [1, 1, 1, 1]) |> relu
    try expect(box, .injective, .yes, .proved)
    let gap = try affine([[1, 0], [0, 1], [-1, 0], [0, -1]], [1, -1, 1, -1]) |> relu
    try expect(gap, .injective, .no, .refuted)
  }

  @Test("three rows in space that almost lie in a plane are told from three that do")
  func nearlyPlanar() throws {
    // The last row lies in the plane of two others, or off it by the last bit.
    func layer(_ last: Double) throws -> SmoothMap {
      try linear(
        [1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0], [0.1, 0.2, last], [0.1, 0.2, -last]
      ) |> relu
    }
    try expect(layer(0), .injective, .no)
    // However thin the cells, ±last are active or inactive together with the axes.
    let verdict = try judge(layer(0x1p-60), .injective)
    #expect(verdict.answer == .no, "\(verdict.summary)")
    let cross =
      try linear(
        [1, 0, 0], [-1, 0, 0], [1, 0x1p-70, 0], [-1, -0x1p-70, 0], [1, 0, 0x1p-70],
        [-1, 0, -0x1p-70]) |> relu
    // Of six rows in three opposite pairs every cell has three that are independent.
    try expect(cross, .injective, .yes, .proved)
  }

  @Test("an injective layer between injective layers leaves the chain injective")
  func chains() throws {
    let first = try linear([2, 1], [0, 1]) |> .leakyReLU(slope: 0.2)
    let chain = try first |> star(5)
    try expect(chain, .injective, .yes, .proved)
    try expect(first |> star(3), .injective, .no, .refuted)
    try expect(star(4) |> linear([1, 2, 3, 4], [0, 1, 1, 0], [1, 0, 0, 0]), .injective, .no)
  }

  @Test("leaky ReLU with nonsingular square weights is a homeomorphism, proved")
  func leaky() throws {
    let layer = try affine([[2, 1], [0, 1]], [1, -1]) |> .leakyReLU(slope: 0.1)
    let net = try layer |> layer |> layer
    try expect(net, .homeomorphism, .yes, .proved)
    try expect(net, .diffeomorphism, .no)
    try expect(layer |> linear([1, 2], [2, 4]) |> layer, .homeomorphism, .no, .proved)
  }

  @Test("no point sampled contradicts an answer, on small whole weights", arguments: 0..<120)
  func sampled(seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed)).named("relu layers")
    let n = seed % 3 + 1
    let m = 2 * n + seed / 3 % 4
    let weights = try generator.normal([m, n]).elements.map { ($0 * 1.2).rounded() }
    let bias =
      seed.isMultiple(of: 2)
      ? [Double](repeating: 0, count: m)
      : try generator.normal([m]).elements.map { $0.rounded() }
    let matrix = try Tensor(shape: [m, n], elements: weights)
    let map = try SmoothMap.affine(Term(matrix), Term(Tensor(bias))) |> relu
    let form = try AffineForm(name: "f", matrix: matrix, shift: Tensor(bias))
    guard let layer = RectifiedLayer(form), let verdict = try layer.injective() else {
      #expect(form.highest < n)
      return
    }
    // The rank of the active rows at many points, near the origin and far away.
    let points = try generator.normal([4000, n]).elements
    var failure: [Double]?
    for index in 0..<4000 {
      let scale = [0.5, 2, 8, 40][index % 4]
      let x = points[index * n..<(index + 1) * n].map { scale * $0 }
      let active = (0..<m).filter { row in
        zip(weights[row * n..<(row + 1) * n], x).reduce(bias[row]) { $0 + $1.0 * $1.1 } > 0
      }
      let rows = try Tensor(
        shape: [max(active.count, 1), n],
        elements: active.isEmpty
          ? [Double](repeating: 0, count: n)
          : active.flatMap { weights[$0 * n..<($0 + 1) * n] })
      if try rows.rank().rank < n { failure = x }
    }
    if let failure { #expect(verdict.answer == .no, "at \(failure): \(verdict.summary)") }
    if verdict.answer == .no, let x = verdict.evidence.first(where: { $0.name == "x" }),
      let y = verdict.evidence.first(where: { $0.name == "y" })
    {
      let (a, b) = (try elements(map(Term(x.value))), try elements(map(Term(y.value))))
      #expect(x.value.elements != y.value.elements)
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($0)) })
    } else {
      #expect(verdict.answer == .yes, "\(verdict.summary)")
    }
  }

  @Test("signs of determinants are exact where rounding hides them")
  func exactSigns() throws {
    let e = 0x1p-52
    #expect(DeterminantSign.determinant([[1, 1 + e], [1 - e, 1]]) == 1)
    #expect(DeterminantSign.determinant([[1 + e, 1 + 2 * e], [1, 1 + e]]) == 1)
    #expect(DeterminantSign.determinant([[3, 1], [6, 2]]) == 0)
    #expect(DeterminantSign.determinant([[0.1, 0.3], [0.2, 0.6]]) == 0)
    #expect(
      DeterminantSign.determinant([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.5, 0.7, 0.9]]) != 0)
    #expect(DeterminantSign.product([1e16, 1, -1e16], [1, 1, 1]) == 1)
    #expect(DeterminantSign.scaled([1, 1e-300]) == nil)
  }
}
