import Autodiff
import Foundation
import Maps
import Tensors
import Testing

@testable import Geometry

/// Piecewise affine maps of the line and the plane are decided on all of their cells.
@Suite("Piecewise affine maps on all of their cells")
struct WholeMapTests {
  private func random(_ widths: [Int], seed: Int) throws -> SmoothMap {
    var generator = RandomGenerator(seed: UInt64(seed)).named("whole map")
    var maps: [SmoothMap] = []
    for (source, target) in zip(widths, widths.dropFirst()) {
      if !maps.isEmpty { maps.append(relu) }
      let weight = try generator.normal([target, source])
      let bias = try generator.normal([target])
      maps.append(try .affine(Term(weight), Term(bias)))
    }
    return try .composed(maps)
  }

  private func whole(_ map: SmoothMap) throws -> WholeMap {
    guard case .found(let whole) = try WholeMap.cells(of: map, name: "f") else {
      throw MapError.spaceUnknown(map: map)
    }
    return whole
  }

  /// (|x| − |y|, |x + y| − |x − y|), which goes twice around the origin.
  private func twiceAround() throws -> SmoothMap {
    try linear([1, 0], [0, 1], [1, 1], [1, -1]) |> .elementwise(.abs)
      |> linear([1, -1, 0, 0], [0, 0, 1, -1])
  }

  /// Right, up, left, and down again if `last` is 1.
  private func path(_ last: Double) throws -> SmoothMap {
    try affine([[1], [1], [1], [1], [-1]], [0, -2, -3, -4, 0]) |> relu
      |> linear([1, -1, -1, last, -1], [0, 1, -1, -last, 0])
  }

  private func expectMeeting(
    _ map: SmoothMap, _ verdict: Verdict, apart: Double = 1e-6,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(
      verdict.answer == .no && verdict.basis == .refuted, "\(verdict.summary)",
      sourceLocation: sourceLocation)
    let x = try #require(verdict.evidence.first { $0.name == "x" }?.value)
    let y = try #require(verdict.evidence.first { $0.name == "y" }?.value)
    #expect(distance(x.elements, y.elements) > apart, sourceLocation: sourceLocation)
    try expectClose(map(Term(x)), map(Term(y)).known("f(y)"), 1e-12, sourceLocation: sourceLocation)
  }

  @Test("every point lies in one cell, or on walls, and the cell's map has the map's value there")
  func partition() throws {
    var generator = RandomGenerator(seed: 5).named("points")
    for (seed, widths) in [[1, 9, 9, 2], [2, 6, 6, 3], [2, 8, 2], [1, 4, 4, 4, 1]].enumerated() {
      let map = try random(widths, seed: seed)
      let whole = try whole(map)
      for index in 0..<60 {
        let scale = [0.1, 1, 10, 1000][index % 4]
        let x = try generator.normal([widths[0]]).elements.map { $0 * scale }
        let homes = whole.pieces.filter { $0.cell.side(of: WholeMap.homogeneous(x)) > 0 }
        #expect(homes.count == 1)
        let home = try #require(homes.first)
        try expectClose(map(Term(Tensor(x))), Tensor(whole.value(home, at: x)), 1e-11)
      }
    }
  }

  @Test("n lines in general position cut the plane into 1 + n + n(n − 1)/2 cells", arguments: 1...9)
  func arrangement(_ n: Int) throws {
    let rows = (0..<n).map { index -> [Double] in
      let angle = (Double(index) + 0.3) * Double.pi / Double(n)
      return [cos(angle), sin(angle)]
    }
    let bias = (0..<n).map { 0.2 + 0.37 * Double($0 * $0 % 11) }
    #expect(try whole(affine(rows, bias) |> relu).cellCount == 1 + n + n * (n - 1) / 2)
    // Through one point there are two sectors for each line.
    let star = try affine(rows, [Double](repeating: 0, count: n)) |> relu
    #expect(try whole(star).cellCount == 2 * n)
  }

  @Test("relu(x) − relu(−x) is x: linear, smooth, an isometry")
  func disguised() throws {
    let line = try linear([1], [-1]) |> relu |> linear([1, -1])
    let plane =
      try linear([1, 0], [0, 1], [-1, 0], [0, -1]) |> relu |> linear([1, 0, -1, 0], [0, 1, 0, -1])
    for map in [line, plane] {
      for property in [
        Property.linear, .injective, .homeomorphism, .diffeomorphism, .isometry, .smooth,
        .volumePreserving, .orientationPreserving, .immersion,
      ] {
        try expect(map, property, .yes, .proved)
      }
      try expect(map, .contraction, .no)
      #expect(try lipschitz(of: map).upper == 1)
      #expect(try lipschitz(of: map).isExact)
    }
  }

  @Test("on the line one sign of the slope decides, whatever the layers are alone")
  func line() throws {
    let bent = try linear([1], [-1]) |> relu |> linear([2, -1])
    for property in [Property.injective, .homeomorphism, .embedding, .orientationPreserving] {
      try expect(bent, property, .yes, .proved)
    }
    for property in [Property.linear, .affine, .smooth, .diffeomorphism, .isometry, .immersion] {
      try expect(bent, property, .no, .proved)
    }
    let fold = try linear([1], [-1]) |> relu |> linear([1, 1])
    try expectMeeting(fold, judge(fold, .injective))
    let flat = try affine([[1], [1]], [0, -1]) |> relu |> linear([1, -1])
    try expectMeeting(flat, judge(flat, .injective))
    try expect(flat, .surjective, .no)
    // A step back of 2⁻⁴⁰ between two ways forward, which no sampling meets.
    let step =
      try affine([[1], [-1], [1], [1]], [0, 0, -1, -1 - 0x1p-40]) |> relu
      |> linear([1, -1, -2, 2])
    try expectMeeting(step, judge(step, .injective), apart: 0)
    try expect(step, .surjective, .yes, .proved)
  }

  @Test("a map that goes twice around keeps orientation and is onto, but is not injective")
  func twice() throws {
    let map = try twiceAround()
    try expectMeeting(map, judge(map, .injective))
    try expect(map, .orientationPreserving, .yes, .proved)
    try expect(map, .surjective, .yes, .proved)
    try expect(map, .homeomorphism, .no)
  }

  @Test("in the plane one orientation and one original make a homeomorphism")
  func plane() throws {
    let bent =
      try affine([[1, 0], [0, 1], [-1, 0], [0, -1], [1, 1]], [0, 0, 0, 0, -1]) |> relu
      |> linear([2, 0, -1, 0, 0.25], [0, 1, 0, -3, 0.25])
    for property in [Property.injective, .surjective, .homeomorphism, .embedding] {
      try expect(bent, property, .yes, .proved)
    }
    let folded =
      try affine([[1, 0], [0, 1], [-1, 0], [0, -1], [1, 1]], [0, 0, 0, 0, -1]) |> relu
      |> linear([1, 0, -1, 0, -1], [0, 1, 0, -1, -1])
    try expectMeeting(folded, judge(folded, .injective))
  }

  @Test("into more dimensions no two cells may have images that meet")
  func meetings() throws {
    let crossing = try path(1)
    try expectMeeting(crossing, judge(crossing, .injective))
    let hook = try path(0)
    try expect(hook, .injective, .yes, .proved)
    try expect(hook, .embedding, .yes, .proved)
    try expect(hook, .surjective, .no, .proved)
    let sheet = try crossing.directSum(.identity(1))
    try expectMeeting(sheet, judge(sheet, .injective))
    try expect(hook.directSum(.identity(1)), .injective, .yes)
    // There and back on one line.
    let back = try linear([1], [-1]) |> relu |> linear([1, 1], [2, 2])
    try expectMeeting(back, judge(back, .injective))
    // A graph never meets itself.
    let graph =
      try linear([1, 0], [-1, 0], [0, 1], [0, -1]) |> relu
      |> linear([1, -1, 0, 0], [0, 0, 1, -1], [1, 1, 1, 1])
    try expect(graph, .injective, .yes, .proved)
  }

  @Test("an answer agrees with what many points show, on random nets", arguments: 0..<48)
  func sampled(_ seed: Int) throws {
    let widths = [[1, 3, 1], [1, 4, 3, 1], [2, 3, 2], [2, 4, 2], [1, 3, 2], [2, 5, 3]][seed % 6]
    let map = try random(widths, seed: seed)
    let verdict = try judge(map, .injective)
    let (n, m) = (widths[0], widths[widths.count - 1])
    var generator = RandomGenerator(seed: UInt64(seed)).named("points")
    let points = try generator.normal([1500, n]).elements.map { 3 * $0 }
    let x = Term(try Tensor(shape: [1500, n], elements: points))
    switch verdict.answer {
    case .no:
      if verdict.evidence.contains(where: { $0.name == "y" }) { try expectMeeting(map, verdict) }
    case .yes:
      let found = try jacobian(map, at: x).known("J")
      #expect(try found.rankEvidence().allSatisfy { $0.rank == n })
      if n == m {
        let signs = Set(try found.determinant().elements.map { $0 > 0 })
        #expect(signs.count == 1)
      }
      // No two points far apart have values close together.
      let values = try elements(map(x))
      for i in stride(from: 0, to: 1500, by: 7) {
        for j in stride(from: i + 1, to: 1500, by: 11) {
          let a = distance(
            Array(points[i * n..<i * n + n]), Array(points[j * n..<j * n + n]))
          let b = distance(Array(values[i * m..<i * m + m]), Array(values[j * m..<j * m + m]))
          #expect(b > 1e-9 * a)
        }
      }
    case .unknown: Issue.record("\(verdict.summary)")
    }
  }

  @Test("weights that were rounded make no answer that rests on their rounding")
  func roundedWeights() throws {
    // Opposite rows that are opposite to rounding only, and slopes 0.1 · 3 beside 0.3.
    let rows = (0..<4).map { index -> [Double] in
      let angle = Double.pi / 2 * Double(index)
      return [cos(angle), sin(angle)]
    }
    let star = try SmoothMap.linear(Term(Tensor(rows: rows))) |> relu
    let back = try star |> linear([1, 0, -1, 0], [0, 1, 0, -1])
    try expect(back, .injective, .yes, .tested)
    try expect(back, .linear, .yes, .tested)
    let evidence = try judge(back, .injective).details.joined()
    #expect(evidence.contains(/left out: [0-9]+ of [0-9]+ parts .* no wider than 1e-13/))
    let line = try linear([0.1], [-0.3]) |> relu |> linear([3, -1])
    try expect(line, .linear, .yes, .tested)
    try expect(line, .injective, .yes, .proved)
    try expect(line, .smooth, .yes, .tested)
    // A normalization computes its constants.
    let normalized =
      try linear([1], [-1]) |> relu
      |> .batchNormalization(
        mean: vector(0.5, 0.1), variance: vector(1, 2), gain: vector(1, 1), bias: vector(0, 1))
      |> linear([1, -2])
    try expect(normalized, .injective, .yes, .tested)
  }

  @Test("cells that are small or far away are cells like others")
  func smallAndFarCells() throws {
    let gap = try affine([[1], [-1]], [0, -1e-20]) |> relu |> linear([1, -1])
    let tiny = try affine([[1], [-1]], [-1e-200, 0]) |> relu |> linear([1, -1])
    let far = try affine([[1]], [1e20]) |> relu |> affine([[1]], [-1e20])
    for map in [gap, tiny, far] {
      for property in [Property.linear, .smooth, .injective, .diffeomorphism, .isometry] {
        try expect(map, property, .no)
      }
    }
    let step = try affine([[1], [1]], [1e17, 1e17 + 16]) |> relu |> linear([1, -1])
    try expect(step, .affine, .no)
    let corner = try affine([[1, 0], [0, 1]], [1e20, 0]) |> .elementwise(.abs)
    for property in [Property.linear, .smooth, .injective] { try expect(corner, property, .no) }
  }

  @Test("max, min, abs, leaky ReLU, sums and residuals are cut like relu")
  func kinks() throws {
    let largest = try SmoothMap.traced(name: "largest", domain: .real(2)) { x in
      let sum = try x.sum(axes: [0]).reshaped([1])
      return try Term.concatenate([x, sum], axis: 0).maximum(axis: 0).reshaped([1])
    }
    #expect(try whole(largest).cellCount == 3)
    try expect(largest, .surjective, .yes, .proved)
    let leaky = SmoothMap.leakyReLU(slope: 0.5)
    let net =
      try linear([2, 1], [0, 1]) |> leaky |> linear([1, 1], [0, 1], [1, 0]) |> leaky
      |> linear([1, 0, 0.5], [0, 1, 0])
    try expect(net, .injective, .yes, .proved)
    let residual = try SmoothMap.residual(
      affine([[1], [1]], [0, -1]) |> relu |> linear([0.5, 3]))
    try expect(residual, .homeomorphism, .yes, .proved)
  }

  @Test("a net of too many cells is left open, with their number")
  func tooMany() throws {
    var walk = try ExactWalk(random([2, 30, 2], seed: 1), limit: 100)
    guard case .tooMany(let count) = try walk.run() else {
      Issue.record("all cells were found")
      return
    }
    #expect(count >= 100)
    let verdict = WholeMap.Outcome.tooMany(cells: count).qualified(.unknown("open"), .injective)
    #expect(
      verdict.summary
        == "unknown: open; 100 cells were found, and it has more, too many to look at each")
  }

  @Test("exact numbers keep what float64 loses")
  func exactNumbers() throws {
    var generator = RandomGenerator(seed: 3).named("exact")
    let (tiny, one) = (ExactNumber(0x1p-80), ExactNumber(1))
    #expect(((one + tiny) * (one - tiny) - one + tiny * tiny).sign == 0)
    #expect(((one + tiny) * (one - tiny) - one).sign == -1)
    for _ in 0..<200 {
      let x = try generator.normal([6]).elements
      let (a, b, c) = (ExactNumber(x[0]) * ExactNumber(x[1]), ExactNumber(x[2]), ExactNumber(x[3]))
      let d = ExactNumber(x[4]) * ExactNumber(x[5]) * c
      #expect(((a + b) * (c + d) - (a * c + a * d + b * c + b * d)).sign == 0)
      let expected = x[0] * x[1] + x[2]
      #expect(abs((a + b).approximation - expected) <= 4e-16 * (abs(x[0] * x[1]) + abs(x[2])))
    }
    #expect(!(ExactNumber(1e-200) * ExactNumber(1e-200)).isSound)
    #expect(!(ExactNumber(1e200) * ExactNumber(1e200)).isSound)
  }
}
