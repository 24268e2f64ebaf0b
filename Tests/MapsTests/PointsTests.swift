import Autodiff
import Maps
import Tensors
import Testing

@Suite("Points are rows")
struct PointsTests {
  /// Maps of every make, on ℝ².
  static func maps() throws -> [SmoothMap] {
    var net = Net()
    let user = try SmoothMap.traced(name: "user", domain: .real(2)) {
      try Term.stack([$0.row(0) * $0.row(1), $0.row(1).applying(.sin)])
    }
    let branching = try SmoothMap.traced(name: "branching", domain: .real(2)) { x in
      try Term.less(Term(0), x.row(0)).decide() ? x : -x
    }
    let f = try net.affine(2, 3)
    return try [
      f, .linear(matrix([1, 2], [3, 4])), .identity(2), .translation(vector(1, 2)),
      .constant(vector(1, 2, 3), 2), .constant(Term(4), 2), user, branching, f |> tanh,
      tanh.specialized(to: .real(2)), .leakyReLU(slope: 0.2).specialized(to: .real(2)),
      .elu(alpha: 0.5).specialized(to: .real(2)), .approximateGELU.specialized(to: .real(2)),
      SmoothMap.softmax.specialized(to: .real(2)), user + user, user .* branching, f - f,
      f.scaled(by: Term(3)), SmoothMap.identity(1).directSum(.linear(matrix([2], [3]))),
    ]
  }

  let rows = [[0.5, -1], [-0.25, 2], [3, 0]]

  @Test("one row per point is each point alone", arguments: 0..<19)
  func rowsAlone(index: Int) throws {
    let maps = try Self.maps()
    #expect(maps.count == 19)
    let map = maps[index]
    let together = try map(Term(Tensor(rows: rows)))
    #expect(together.shape[0] == 3)
    for (row, point) in rows.enumerated() {
      let alone = try map(Term(Tensor(point)))
      #expect(Space(alone.shape) == map.codomain, "\(map.name)")
      try expectClose(together.row(row), alone, 1e-15)
    }
  }

  @Test("further leading axes stay as they are", arguments: 0..<19)
  func leadingAxes(index: Int) throws {
    let map = try Self.maps()[index]
    var net = Net()
    let grid = try net.points([2, 3, 2])
    let values = try map(grid)
    let flat = try map(grid.reshaped([6, 2]))
    #expect(values.shape.dims.prefix(2) == [2, 3])
    try expectClose(values.reshaped(flat.shape), flat, 0)
  }

  @Test("maps on ℝ take a number, or a vector of numbers as points")
  func numbers() throws {
    let cube = try SmoothMap.traced(name: "cube", domain: .line) { try $0 * $0 * $0 }
    try expectClose(cube(Term(2)), Term(8))
    try expectClose(cube(vector(1, 2, 3)), vector(1, 8, 27))
    try expectClose(cube(matrix([1, 2], [3, 4])), matrix([1, 8], [27, 64]))
  }

  @Test("a point of another shape is an error that names the map and the shape")
  func wrongDomain() throws {
    var net = Net()
    let f = try net.affine(3, 2)
    for shape in [[2], [3, 2], [], [0]] as [Shape] {
      let x = try Term(Tensor(repeating: 1, shape: shape))
      guard case .wrongDomain(let map, let found) = mapError({ try f(x) }) else {
        Issue.record("\(shape) was accepted")
        continue
      }
      #expect(map.name == "affine" && found == shape)
    }
  }

  @Test("no points give no values")
  func noPoints() throws {
    var net = Net()
    let f = try net.affine(3, 2) |> tanh
    let none = try Term(Tensor(shape: [0, 3], elements: []))
    #expect(try f(none).shape == [0, 2])
  }

  @Test("each row takes the branch it belongs to")
  func branches() throws {
    let root = try SmoothMap.traced(name: "root", domain: .line) { x in
      try Term.less(Term(0), x).decide() ? x.applying(.squareRoot) : x * Term(0)
    }
    try expectClose(root(vector(4, -1, 9, -4)), vector(2, 0, 3, 0))
  }
}
