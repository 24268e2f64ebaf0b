import Autodiff
import Foundation
import Maps
import Tensors
import Testing

@Suite("Rotations, reflections, shears, projections, permutations")
struct GeometricLayerTests {
  func weight(_ map: SmoothMap) throws -> Tensor {
    try #require(map.layer?.tensors.first).value.known("a matrix")
  }

  func square(_ map: SmoothMap) throws -> SmoothMap { try map |> map }

  let x = vector(0.3, -0.7, 1.9)

  @Test("rotations of the plane add their angles")
  func angles() throws {
    let (a, b) = (0.4, 1.1)
    let both = try SmoothMap.rotation(angle: Term(a)) |> .rotation(angle: Term(b))
    let sum = try SmoothMap.rotation(angle: Term(a + b))
    let point = vector(2, -1)
    try expectClose(both(point), sum(point), 1e-15)
    try expectClose(
      SmoothMap.rotation(angle: Term(Double.pi / 2))(vector(1, 0)), vector(0, 1), 1e-15)
  }

  @Test("a rotation of space keeps its axis and follows the right hand")
  func axis() throws {
    let axis = vector(1, 2, -2)
    let map = try SmoothMap.rotation(angle: Term(0.7), axis: axis)
    try expectClose(map(axis), axis, 1e-15)
    let quarter = try SmoothMap.rotation(angle: Term(Double.pi / 2), axis: vector(0, 0, 3))
    try expectClose(quarter(vector(1, 0, 4)), vector(0, 1, 4), 1e-15)
    let gram = try weight(map).transposed().matrixProduct(weight(map))
    try expectClose(Term(gram), .identity(3), 1e-15)
    #expect(abs(try weight(map).determinant().elements[0] - 1) < 1e-15)
  }

  @Test("a rotation is differentiable in its angle: dR/dθ at 0 is a quarter turn")
  func angleDerivative() throws {
    let turning = Pointwise { angle in
      try SmoothMap.rotation(angle: angle)(vector(3, 4))
    }
    try expectClose(turning.at(Term(0), .jacobian), vector(-4, 3), 1e-15)
  }

  @Test("a matrix that is not a rotation is refused with |AᵀA − I| and det A")
  func notARotation() throws {
    guard
      case .badLayer("rotation", .notOrthogonal(let defect, let determinant)) = mapError({
        try SmoothMap.rotation(matrix: matrix([1, 1], [0, 1]))
      })
    else {
      Issue.record("a shear passed for a rotation")
      return
    }
    #expect(defect == 1 && determinant == 1)
    guard
      case .badLayer("rotation", .notOrthogonal(0, -1)) = mapError({
        try SmoothMap.rotation(matrix: matrix([0, 1], [1, 0]))
      })
    else {
      Issue.record("a reflection passed for a rotation")
      return
    }
    #expect(mapError { try SmoothMap.rotation(matrix: matrix([1, 0, 0], [0, 1, 0])) } != nil)
    #expect(mapError { try SmoothMap.rotation(matrix: matrix([.nan, 0], [0, 1])) } != nil)
    #expect(mapError { try SmoothMap.rotation(angle: Term(1), axis: vector(0, 0, 0)) } != nil)
    _ = try SmoothMap.rotation(matrix: matrix([0.6, -0.8], [0.8, 0.6]))
  }

  @Test("a reflection is its own inverse and turns its normal around")
  func reflection() throws {
    let normal = vector(1, -2, 0.5)
    let map = try SmoothMap.reflection(normal: normal)
    try expectClose(square(map)(x), x, 1e-15)
    try expectClose(map(normal), -normal, 1e-15)
    #expect(mapError { try SmoothMap.reflection(normal: vector(0, 0)) } != nil)
  }

  @Test("a projection is idempotent and symmetric, and keeps the columns it is made of")
  func projection() throws {
    let columns = try Tensor(rows: [[1, 2], [0, 1], [1, 3]])
    let map = try SmoothMap.projection(onto: columns)
    try expectClose(square(map)(x), map(x), 1e-15)
    let p = try weight(map)
    try expectClose(Term(p), Term(p.transposed()), 1e-15)
    try expectClose(Term(p.matrixProduct(columns)), Term(columns), 1e-14)
    let line = try SmoothMap.projection(onto: Tensor([1, 1]))
    try expectClose(line(vector(2, 0)), vector(1, 1), 1e-15)
    // Dependent columns span no more than the independent ones.
    let twice = try SmoothMap.projection(onto: Tensor(rows: [[1, 2], [1, 2]]))
    try expectClose(twice(vector(2, 0)), vector(1, 1), 1e-15)
  }

  @Test("shears along one pair of coordinates add their factors")
  func shear() throws {
    func shear(_ k: Double) throws -> SmoothMap {
      try .shear(Term(k), dimension: 3, adding: 0, to: 2)
    }
    try expectClose((shear(2) |> shear(0.5))(x), shear(2.5)(x), 1e-15)
    try expectClose(shear(2)(vector(1, 0, 0)), vector(1, 0, 2), 0)
    for (from, to) in [(0, 0), (3, 0), (0, -1)] {
      #expect(
        mapError { try SmoothMap.shear(Term(1), dimension: 3, adding: from, to: to) } != nil)
    }
  }

  @Test("a permutation gives coordinate i the value of coordinate p(i)")
  func permutation() throws {
    try expectClose(SmoothMap.permutation([2, 0, 1])(vector(7, 8, 9)), vector(9, 7, 8), 0)
    for order in [[0, 0, 1], [1, 2], [-1, 0], []] {
      #expect(mapError { try SmoothMap.permutation(order) } != nil, "\(order)")
    }
  }

  @Test("many points go through as rows")
  func rows() throws {
    let points = try matrix([1, 2, 3], [4, 5, 6])
    for map in try [
      SmoothMap.rotation(angle: Term(1), axis: vector(1, 1, 0)), .reflection(normal: x),
      .permutation([1, 2, 0]), .scaling(vector(1, 2, 3)), .scaling(Term(3)),
      .shear(Term(2), dimension: 3, adding: 1, to: 0),
    ] {
      let rows = try map(points)
      for i in 0..<2 { try expectClose(rows.row(i), map(points.row(i)), 1e-15) }
    }
  }

  @Test("fixed matrices are no parameters, but can be read and exchanged for their like")
  func fixed() throws {
    let map = try SmoothMap.rotation(angle: Term(1))
    #expect(map.parameterCount == 0 && map.layer?.tensors.count == 1)
    let turned = try map.replacing("weight", ofLayer: 0, by: matrix([0, -1], [1, 0]))
    try expectClose(turned(vector(1, 0)), vector(0, 1), 0)
    #expect(
      mapError { try map.replacing("weight", ofLayer: 0, by: matrix([1, 1], [0, 1])) } != nil)
    #expect(try SmoothMap.scaling(vector(1, 2)).parameterCount == 2)
  }
}
