import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

@Suite("Winding and linking")
struct CurveTests {
  private func circle(_ n: Int, turns: Int = 1, radius: Double = 1) throws -> Tensor {
    try Tensor(
      rows: (0..<n).map {
        let angle = 2 * Double.pi * Double($0 * turns) / Double(n)
        return [radius * cos(angle), radius * sin(angle)]
      })
  }

  @Test("a circle that is run through k times winds k times", arguments: [-3, -1, 1, 2, 5])
  func turns(_ k: Int) throws {
    let curve = try circle(101, turns: k)
    #expect(try winding(of: curve, around: Tensor([0.1, -0.2])).turns == k)
    #expect(try winding(of: curve, around: Tensor([3, 0])).turns == 0)
  }

  @Test("the distance is that of the nearest edge")
  func distance() throws {
    let square = try Tensor(rows: [[-1, -1], [1, -1], [1, 1], [-1, 1]])
    let found = try winding(of: square, around: Tensor([0.5, 0.25]))
    #expect(found.turns == 1)
    #expect(found.distance == 0.5)
    #expect(found.nearest == (1, 0.25))
  }

  @Test("a point on an edge or a corner is refused, one a rounding beside it is not")
  func onTheCurve() throws {
    let triangle = try Tensor(rows: [[0, 0], [3, 1], [0, 2]])
    for point in [[0.0, 0], [0, 1], [1.5, 0.5], [3, 1]] {
      #expect(throws: CurveError.self) { try winding(of: triangle, around: Tensor(point)) }
    }
    #expect(try winding(of: triangle, around: Tensor([1.5, 0.5.nextUp])).turns == 1)
    #expect(try winding(of: triangle, around: Tensor([1.5, 0.5.nextDown])).turns == 0)
  }

  @Test("a homeomorphism of the plane keeps the winding number or reverses it")
  func homeomorphism() throws {
    let ring = try circle(400)
    for (net, sign) in [
      (try affine([[1, 0.5], [0.2, 1]], [0.1, 0]) |> tanh, 1),
      (try affine([[1, 2], [0.5, -1]], [0, 0.3]) |> tanh, -1),
    ] {
      let image = try net(Term(ring)).known("a curve")
      let centre = try net(vector(0, 0)).known("a point")
      #expect(try winding(of: image, around: centre).turns == sign)
    }
  }

  @Test(
    "a curve of many turns is not taken for one of few", arguments: [1, 511, 512, 513, 1000, 1024])
  func manyTurns(count: Int) throws {
    let circle = try SmoothMap.traced(name: "c", domain: .line) { t in
      try Term.stack([
        (Term(Double(count)) * t).applying(.cos), (Term(Double(count)) * t).applying(.sin),
      ])
    }
    let found = try winding(
      of: circle, on: Tensor([0, 2 * Double.pi]), around: Tensor([0, 0]))
    #expect(found.turns == count)
    #expect(abs(found.distance - 1) < 0.05)
  }

  @Test("the curve of a map is followed until the angle never jumps")
  func curves() throws {
    let knot = try SmoothMap.traced(name: "c", domain: .line) { t in
      try Term.stack([
        (Term(3) * t).applying(.cos) + Term(0.999), (Term(3) * t).applying(.sin),
      ])
    }
    let interval = Tensor([0, 2 * Double.pi])
    #expect(try winding(of: knot, on: interval, around: Tensor([0, 0])).turns == 3)
    #expect(try winding(of: knot, on: interval, around: Tensor([5, 0])).turns == 0)
    #expect(throws: CurveError.self) {
      try winding(of: knot, on: Tensor([0, 3]), around: Tensor([0, 0]))
    }
  }

  @Test("curves with too few corners, other widths or NaN are refused")
  func mistakes() throws {
    for rows in [
      [[0.0, 0], [1, 0]], [[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, .nan], [1, 0], [0, 1]],
    ] {
      let curve = try Tensor(rows: rows)
      #expect(throws: CurveError.self) { try winding(of: curve, around: Tensor([0, 0])) }
    }
  }

  /// A circle in a plane of space.
  private func ring(
    _ n: Int, centre: [Double], _ u: [Double], _ v: [Double], radius: Double = 1
  ) throws -> Tensor {
    try Tensor(
      rows: (0..<n).map {
        let angle = 2 * Double.pi * Double($0) / Double(n)
        return (0..<3).map { centre[$0] + radius * (cos(angle) * u[$0] + sin(angle) * v[$0]) }
      })
  }

  @Test("the links of a chain have linking number 1, with the sign of the passage")
  func hopf() throws {
    let a = try ring(40, centre: [0, 0, 0], [1, 0, 0], [0, 1, 0])
    // Through the disc upwards, at the origin.
    let up = try ring(30, centre: [1, 0, 0], [-1, 0, 0], [0, 0, 1])
    let down = try ring(30, centre: [1, 0, 0], [-1, 0, 0], [0, 0, -1])
    #expect(try linking(of: a, with: up).number == 1)
    #expect(try linking(of: a, with: down).number == -1)
    #expect(try linking(of: up, with: a).number == 1)
    #expect(try linking(of: a, with: up).defect < 1e-9)
    let far = try ring(30, centre: [5, 0, 0], [1, 0, 0], [0, 0, 1])
    #expect(try linking(of: a, with: far).number == 0)
  }

  @Test("two strands that twist around each other k times are linked k times", arguments: 1...4)
  func torusLinks(_ k: Int) throws {
    func strand(_ phase: Double) throws -> Tensor {
      try Tensor(
        rows: (0..<200).map {
          let t = 2 * Double.pi * Double($0) / 200
          let r = 2 + 0.5 * cos(Double(k) * t + phase)
          return [r * cos(t), r * sin(t), 0.5 * sin(Double(k) * t + phase)]
        })
    }
    let found = try linking(of: strand(0), with: strand(.pi))
    #expect(abs(found.number) == k)
    #expect(found.defect < 1e-9)
    #expect(abs(found.distance - 1) < 0.06)
  }

  @Test("circles one above the other are not linked")
  func parallel() throws {
    let a = try ring(40, centre: [0, 0, 0], [1, 0, 0], [0, 1, 0])
    let above = try ring(40, centre: [0, 0, 0.1], [1, 0, 0], [0, 1, 0])
    let found = try linking(of: a, with: above)
    #expect(found.number == 0)
    #expect(abs(found.distance - 0.1) < 1e-12)
  }

  @Test("numbers far from 1 change nothing", arguments: [0x1p-600, 0x1p600])
  func units(_ unit: Double) throws {
    func measured(_ points: Tensor) throws -> Tensor {
      try Tensor(shape: points.shape, elements: points.elements.map { $0 * unit })
    }
    let curve = try winding(of: measured(circle(7)), around: Tensor([0.1 * unit, 0]))
    #expect(curve.turns == 1)
    let plain = try winding(of: circle(7), around: Tensor([0.1, 0]))
    #expect(abs(curve.distance / unit - plain.distance) < 1e-12)
    let a = try ring(20, centre: [0, 0, 0], [1, 0, 0], [0, 1, 0])
    let b = try ring(20, centre: [1, 0, 0], [-1, 0, 0], [0, 0, 1])
    #expect(try linking(of: measured(a), with: measured(b)).number == 1)
    let strip = try separation(
      of: Tensor(rows: [[0, 0], [0, unit]]), from: Tensor(rows: [[3 * unit, 0]]))
    guard case .hyperplane(_, _, let gap) = strip.answer else {
      Issue.record("not separated")
      return
    }
    #expect(gap == 3 * unit)
  }

  @Test("curves that meet are refused with their distance")
  func meeting() throws {
    let a = try ring(40, centre: [0, 0, 0], [1, 0, 0], [0, 1, 0])
    let touching = try Tensor(rows: [[0, 0, 0], [1, 0, 0], [0, 0, 1]])
    #expect(throws: CurveError.self) { try linking(of: a, with: touching) }
    #expect(throws: CurveError.self) { try linking(of: a, with: a) }
  }
}

@Suite("Separating hyperplanes")
struct SeparationTests {
  private func points(_ rows: [[Double]]) throws -> Tensor { try Tensor(rows: rows) }

  @Test("the strip is the widest, and no point is in it")
  func strip() throws {
    let found = try separation(
      of: points([[0, 0], [0, 2], [-1, 1]]), from: points([[2, 1], [3, 0], [3, 4]]))
    guard case .hyperplane(let normal, let offset, let gap) = found.answer else {
      Issue.record("not separated")
      return
    }
    #expect(abs(gap - 2) < 1e-12)
    #expect(abs(normal[0] + 1) < 1e-12 && abs(normal[1]) < 1e-12)
    #expect(abs(offset + 1) < 1e-12)
  }

  @Test("the nearest points may be inside an edge and a corner")
  func edge() throws {
    let found = try separation(of: points([[0, 0], [4, 4]]), from: points([[4, 0], [5, 0]]))
    guard case .hyperplane(_, _, let gap) = found.answer else {
      Issue.record("not separated")
      return
    }
    #expect(abs(gap - 8.0.squareRoot()) < 1e-12)
  }

  @Test("otherwise a point of both hulls is the proof, with its parts")
  func common() throws {
    let a = try points([[0, 0], [2, 0], [0, 2]])
    let b = try points([[0.5, 0.5], [3, 3]])
    let found = try separation(of: a, from: b)
    guard case .commonPoint(let point, let first, let second, let residual) = found.answer else {
      Issue.record("separated")
      return
    }
    #expect(residual < 1e-12)
    for (rows, weights) in [(a, first), (b, second)] {
      #expect(abs(weights.reduce(0) { $0 + $1.part } - 1) < 1e-12)
      #expect(weights.allSatisfy { $0.part >= 0 })
      for axis in 0..<2 {
        let sum = weights.reduce(0) { $0 + $1.part * rows[flat: $1.row * 2 + axis] }
        #expect(abs(sum - point[axis]) < 1e-12)
      }
    }
  }

  @Test("exclusive or is not separable, and neither is a disc in a ring")
  func classics() throws {
    let xor = try separation(
      of: points([[0, 0], [1, 1]]), from: points([[0, 1], [1, 0]]))
    guard case .commonPoint(let point, _, _, _) = xor.answer else {
      Issue.record("separated")
      return
    }
    #expect(abs(point[0] - 0.5) < 1e-12 && abs(point[1] - 0.5) < 1e-12)
    let ring = try points((0..<12).map { [cos(Double($0)), sin(Double($0))] })
    #expect(try !separation(of: points([[0, 0], [0.1, 0]]), from: ring).isSeparated)
  }

  @Test("random sets: the answer is checked against every point", arguments: 1...12)
  func random(_ seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed)
    let n = 2 + Int(seed % 5)
    let a = try generator.normal([60, n])
    var b = try generator.normal([50, n])
    let shift = Double(seed % 4) * 1.5
    try b.withMutableElements { for row in 0..<50 { $0[row * n] += shift } }
    let found = try separation(of: a, from: b)
    switch found.answer {
    case .hyperplane(let normal, let offset, let gap):
      func products(_ points: Tensor) -> [Double] {
        (0..<points.shape[0]).map { row in
          (0..<n).reduce(0) { $0 + normal[$1] * points[flat: row * n + $1] }
        }
      }
      #expect(products(a).allSatisfy { $0 >= offset + gap / 2 - 1e-12 })
      #expect(products(b).allSatisfy { $0 <= offset - gap / 2 + 1e-12 })
      #expect(found.slack <= 1e-9 * gap)
    case .commonPoint(_, _, _, let residual): #expect(residual < 1e-9)
    case .undecided: Issue.record("undecided")
    }
  }

  @Test("sets that touch share the point, equal sets share a point, empty ones are refused")
  func edges() throws {
    let touching = try separation(
      of: points([[0, 0], [1, 0]]), from: points([[1, 0], [2, 0]]))
    #expect(!touching.isSeparated)
    let same = try points([[1, 2]])
    #expect(try !separation(of: same, from: same).isSeparated)
    #expect(throws: SeparationError.self) {
      try separation(of: same, from: Tensor(shape: [0, 2], elements: []))
    }
    #expect(throws: SeparationError.self) { try separation(of: same, from: points([[1, 2, 3]])) }
    #expect(throws: SeparationError.self) { try separation(of: same, from: points([[.nan, 3]])) }
  }

  @Test(
    "|x| + |y| separates a disc of radius 1/3 from what is outside 2/3: at most 0.4714, at least 2/3"
  )
  func annulus() throws {
    func circle(_ radius: Double) -> [[Double]] {
      (0..<64).map {
        let angle = 2 * Double.pi * Double($0) / 64
        return [radius * cos(angle), radius * sin(angle)]
      }
    }
    let fold = try SmoothMap.elementwise(.abs) |> linear([1, 1])
    let disc = try elements(fold(Term(points(circle(1.0 / 3)))))
    let ring = try elements(fold(Term(points(circle(2.0 / 3) + circle(1)))))
    #expect(abs((disc.max() ?? 0) - 2.0.squareRoot() / 3) < 1e-12)
    #expect(abs((ring.min() ?? 0) - 2.0 / 3) < 1e-12)
    // Three monotone units do it as well; width 2 without folding does not.
    let third = 2 * Double.pi / 3
    let three = try linear([1, 0], [cos(third), sin(third)], [cos(third), -sin(third)]) |> relu
    func images(_ net: SmoothMap, _ rows: [[Double]]) throws -> Tensor {
      try net(Term(points(rows))).known("values")
    }
    let inner = [[0.0, 0]] + circle(1.0 / 3)
    #expect(
      try separation(of: images(three, inner), from: images(three, circle(2.0 / 3))).isSeparated)
    let two = try affine([[1, 0.5], [0.2, 1]], [0.1, 0]) |> tanh
    #expect(
      try !separation(of: images(two, inner), from: images(two, circle(2.0 / 3))).isSeparated)
  }
}
