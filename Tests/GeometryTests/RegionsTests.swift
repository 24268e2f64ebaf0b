import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

@Suite("Cells of piecewise affine maps")
struct RegionsTests {
  private let square = Tensor([-1, 1, -1, 1]).asBox

  /// One hidden layer of n units whose lines cross one another in different points.
  private func lines(_ n: Int) throws -> SmoothMap {
    let angles = (0..<n).map { (Double($0) + 0.3) * Double.pi / Double(n) }
    let bias = (0..<n).map { 0.2 + 0.37 * Double($0 * $0 % 7) }
    return try affine(angles.map { [cos($0), sin($0)] }, bias) |> relu
  }

  private func random(_ widths: [Int], seed: UInt64) throws -> SmoothMap {
    var generator = RandomGenerator(seed: seed)
    var maps: [SmoothMap] = []
    for (source, target) in zip(widths, widths.dropFirst()) {
      let weight = try generator.normal([target, source])
      let bias = try generator.normal([target])
      if !maps.isEmpty { maps.append(relu) }
      maps.append(try .affine(Term(weight), Term(bias)))
    }
    return try .composed(maps)
  }

  @Test(
    "n lines in general position cut the plane into 1 + n + n(n − 1)/2 cells",
    arguments: [(3, 7), (4, 11), (8, 37)])
  func hyperplanes(_ n: Int, _ count: Int) throws {
    let found = try regions(of: lines(n), box: Tensor([-50, 50, -50, 50]).asBox)
    #expect(found.cells.count == count)
    #expect(found.mapCount == count)
    // Every line is cut by the n − 1 others into n pieces.
    #expect(found.walls.count == n * n)
    #expect(abs(found.area - 10_000) < 1e-9)
  }

  @Test("the areas of the cells add up to the box", arguments: 1...6)
  func areas(_ seed: UInt64) throws {
    let net = try random([2, 12, 12, 12, 2], seed: seed)
    let found = try regions(of: net, box: square)
    #expect(found.cells.count > 20)
    #expect(abs(found.area - 4) < 1e-12)
    #expect(found.cells.allSatisfy { $0.area > 0 })
  }

  @Test("inside each cell the map is the cell's affine map", arguments: 1...4)
  func exactness(_ seed: UInt64) throws {
    let net = try random([2, 10, 10, 3], seed: seed)
    for cell in try regions(of: net, box: square).cells {
      let count = Double(cell.corners.count)
      let x = cell.corners.reduce(0) { $0 + $1.x } / count
      let y = cell.corners.reduce(0) { $0 + $1.y } / count
      let expected = (0..<3).map {
        cell.matrix[2 * $0] * x + cell.matrix[2 * $0 + 1] * y + cell.shift[$0]
      }
      try expectClose(net(vector(x, y)), Tensor(expected), 1e-12)
    }
  }

  @Test("a continuous map has one value on both sides of a wall")
  func continuity() throws {
    let found = try regions(of: random([2, 10, 10, 1], seed: 7), box: square)
    for wall in found.walls {
      let (x, y) = ((wall.from.x + wall.to.x) / 2, (wall.from.y + wall.to.y) / 2)
      let values = found.cells.filter { $0.contains(x, y) }.map {
        $0.matrix[0] * x + $0.matrix[1] * y + $0.shift[0]
      }
      #expect(values.count == 2)
      if let first = values.first, let last = values.last { #expect(abs(first - last) < 1e-10) }
    }
  }

  @Test("a deep net's walls end at one another: cells, walls and corners keep Euler's formula")
  func euler() throws {
    let found = try regions(of: random([2, 8, 8, 8, 1], seed: 3), box: square)
    var corners: Set<[Int]> = []
    var outside = 0
    for cell in found.cells {
      for (i, a) in cell.corners.enumerated() {
        let b = cell.corners[(i + 1) % cell.corners.count]
        corners.insert([Int((a.x * 1e7).rounded()), Int((a.y * 1e7).rounded())])
        if (abs(a.x) == 1 && a.x == b.x) || (abs(a.y) == 1 && a.y == b.y) { outside += 1 }
      }
    }
    // V − E + F = 1 for a disc.
    #expect(corners.count - (found.walls.count + outside) + found.cells.count == 1)
  }

  @Test("parallel, equal, dead and outer lines, and lines through one point, cut as they should")
  func degenerate() throws {
    func count(_ rows: [[Double]], _ bias: [Double]) throws -> Int {
      let found = try regions(of: affine(rows, bias) |> relu, box: square)
      #expect(abs(found.area - 4) < 1e-12)
      return found.cells.count
    }
    #expect(try count([[1, 0], [1, 0]], [0, 0.5]) == 3)
    #expect(try count([[1, 1], [2, 2], [-1, -1]], [0.5, 1, -0.5]) == 2)
    #expect(try count([[0, 0], [1, 0]], [3, 0]) == 2)
    #expect(try count([[0, 0], [0, 0]], [0, -1]) == 1)
    #expect(try count([[1, 0], [0, 1], [1, 1], [1, -1]], [0, 0, 0, 0]) == 8)
    #expect(try count([[1, 0], [0, -1]], [1, 1]) == 1)
    #expect(try count([[1, -1], [1, 1e-14], [1, -1e-14]], [0, 0, 0]) == 4)
    #expect(try count([[1, 0], [1, 0]], [0, 1e-13]) == 2)
  }

  @Test("abs folds the plane in four, and leaky ReLU cuts it in four")
  func otherKinks() throws {
    let fold = try regions(of: .elementwise(.abs), box: square)
    #expect(fold.cells.count == 4)
    #expect(fold.mapCount == 4)
    #expect(fold.walls.count == 4)
    #expect(try regions(of: .leakyReLU(slope: 0.1), box: square).cells.count == 4)
    let largest = try SmoothMap.traced(name: "largest", domain: .real(2)) { x in
      let sum = try x.sum(axes: [0]).reshaped([1])
      return try Term.concatenate([x, sum], axis: 0).maximum(axis: 0)
    }
    let found = try regions(of: largest, box: square)
    #expect(found.cells.count == 3)
    #expect(found.walls.count == 3)
    #expect(Set(found.cells.map(\.pattern)) == [[0], [1], [2]])
  }

  @Test("cells on which the map is the same count as one map")
  func sameMaps() throws {
    // |x| + |y| through four units: the two halves of each quarter have one map.
    let net = try affine([[1, 0], [0, 1], [1, 1]], [0, 0, 0]) |> relu |> linear([1, 1, 0])
    let found = try regions(of: net, box: square)
    #expect(found.cells.count == 6)
    #expect(found.mapCount == 4)
  }

  @Test("on a slice the cells are those of the map after the slice")
  func slices() throws {
    let net = try random([5, 9, 2], seed: 2)
    let slice = try affine(
      [[1, 0], [0, 1], [1, 1], [0.5, -1], [0, 0]], [0, 0.1, 0.2, 0.3, 0.4])
    let direct = try regions(of: slice |> net, box: square)
    let sliced = try regions(of: net, box: square, slice: slice)
    #expect(sliced.cells.map(\.pattern) == direct.cells.map(\.pattern))
    #expect(abs(sliced.area - 4) < 1e-12)
  }

  @Test("a residual net is cut like any other")
  func sums() throws {
    let net = try random([2, 6, 2], seed: 5)
    let residual = try SmoothMap.identity(2) + net
    let found = try regions(of: residual, box: square)
    #expect(found.cells.count == (try regions(of: net, box: square).cells.count))
    let cell = try #require(found.cells.first)
    let here = try localAffine(
      of: residual,
      at: vector(
        cell.corners.reduce(0) { $0 + $1.x } / Double(cell.corners.count),
        cell.corners.reduce(0) { $0 + $1.y } / Double(cell.corners.count)))
    try expectClose(Term(here.matrix), Tensor(shape: [2, 2], elements: cell.matrix), 1e-12)
  }

  @Test("the affine map around a point is exact, and its cell is where the pattern stays")
  func local() throws {
    let net = try random([6, 20, 20, 4], seed: 9)
    var generator = RandomGenerator(seed: 4)
    let x = try generator.normal([6])
    let local = try localAffine(of: net, at: Term(x))
    #expect(local.residual < 1e-12)
    try expectClose(jacobian(net, at: Term(x)), local.matrix, 1e-12)
    #expect(local.pattern.count == 40)
    let slack = zip(try elements(Term.product(Term(local.normals), Term(x))), local.bounds.elements)
      .map { $1 - $0 }
    #expect(slack.allSatisfy { $0 > 0 })
    #expect(abs((slack.min() ?? 0) - local.distance) < 1e-12)
    // Just inside the nearest wall the map is the same, just outside it is another.
    let nearest = try #require(slack.indices.min { slack[$0] < slack[$1] })
    let normal = try local.normals.row(nearest).elements
    func moved(_ factor: Double) throws -> LocalAffine {
      try localAffine(
        of: net,
        at: vector(zip(x.elements, normal).map { $0 + factor * local.distance * $1 }))
    }
    #expect(try moved(0.999).pattern == local.pattern)
    #expect(try moved(1.001).pattern != local.pattern)
  }

  @Test("on a wall the answer says so")
  func walls() throws {
    let local = try localAffine(of: relu, at: vector(0, 1))
    #expect(local.tightCount == 1)
    #expect(local.distance == 0)
    #expect(local.pattern == [0, 1])
    #expect(try localAffine(of: relu, at: vector(0.5, 1)).tightCount == 0)
  }

  @Test("what is not piecewise affine is refused, and says why")
  func refusals() throws {
    #expect(throws: PiecewiseAffineError.self) { try regions(of: tanh, box: self.square) }
    let product = try SmoothMap.identity(2) .* SmoothMap.identity(2)
    #expect(throws: PiecewiseAffineError.self) { try regions(of: product, box: self.square) }
    #expect(throws: PiecewiseAffineError.self) { try localAffine(of: relu, at: vector(.nan, 1)) }
    let broken = try affine([[.infinity, 0], [0, 1]], [0, 0]) |> relu
    #expect(throws: PiecewiseAffineError.self) { try regions(of: broken, box: self.square) }
    for box in [Tensor([1, -1, -1, 1]), Tensor([-1, .nan, -1, 1]), Tensor([0, 0, -1, 1])] {
      #expect(throws: PiecewiseAffineError.self) { try regions(of: relu, box: box.asBox) }
    }
    #expect(throws: PiecewiseAffineError.self) { try regions(of: relu, box: Tensor([-1, 1])) }
  }

  @Test("a cap on the cells stops the work")
  func cap() throws {
    let net = try random([2, 40, 40], seed: 1)
    #expect(throws: PiecewiseAffineError.self) {
      try regions(of: net |> relu, box: self.square, limit: 50)
    }
  }

  @Test("the work can be interrupted")
  func interruption() throws {
    let net = try random([2, 30, 30, 1], seed: 1)
    #expect(throws: AutodiffError.interrupted) {
      try Interruption.asking(
        { true }, { _ = try regions(of: net, box: self.square) })
    }
  }
}

@Suite("Pieces of piecewise affine functions")
struct PiecesTests {
  /// x ↦ 1 − |2x − 1| on [0, 1], as a net.
  private func tent(_ times: Int) throws -> SmoothMap {
    let tent = try affine([[1], [1]], [0, -0.5]) |> relu |> affine([[2, -4]], [0])
    return try .composed([SmoothMap](repeating: tent, count: times))
  }

  @Test("the tent map composed k times has 2^k pieces of slope ±2^k", arguments: 1...12)
  func tents(_ k: Int) throws {
    let found = try pieces(of: tent(k), on: Tensor([0, 1]))
    let count = 1 << k
    #expect(found.count == count)
    #expect(found.slopes == (0..<count).map { Double($0.isMultiple(of: 2) ? count : -count) })
    let exact = (0...count).map { Double($0) / Double(count) }
    #expect(zip(found.breakpoints, exact).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(found.greatestJump < 1e-9)
  }

  @Test("neighbouring cells with one map are one piece")
  func merged() throws {
    // relu(x) − relu(−x) = x.
    let net = try affine([[1], [-1]], [0, 0]) |> relu |> linear([1, -1])
    let found = try pieces(of: net, on: Tensor([-2, 2]))
    #expect(found.count == 1)
    #expect(found.cellCount == 2)
    #expect(found.slopes == [1])
  }

  @Test("a step is two pieces with a jump")
  func jumps() throws {
    let found = try pieces(of: .elementwise(.sign), on: Tensor([-1, 2]))
    #expect(found.count == 2)
    #expect(found.greatestJump == 2)
  }

  @Test("other spaces and intervals are refused")
  func refusals() throws {
    #expect(throws: PiecewiseAffineError.self) {
      try pieces(of: affine([[1, 1]], [0]), on: Tensor([0, 1]))
    }
    for interval in [Tensor([1, 0]), Tensor([0]), Tensor([0, .infinity])] {
      #expect(throws: PiecewiseAffineError.self) { try pieces(of: relu, on: interval) }
    }
  }
}

extension Tensor {
  /// Four numbers as the rows of a box.
  fileprivate var asBox: Tensor { (try? reshaped([2, 2])) ?? self }
}

extension Regions.Cell {
  /// Whether a point is inside or on the edge.
  fileprivate func contains(_ x: Double, _ y: Double) -> Bool {
    corners.indices.allSatisfy { i in
      let (a, b) = (corners[i], corners[(i + 1) % corners.count])
      let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
      return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) > -1e-10 * length
    }
  }
}

private func vector(_ elements: [Double]) -> Term { Term(Tensor(elements)) }
