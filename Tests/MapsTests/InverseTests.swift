import Autodiff
import Maps
import Tensors
import Testing

@Suite("Inverses of layers")
struct LayerInverseTests {
  static let functions: [(ElementwiseFunction, [Double])] = [
    (.exp, [-2, 0, 1.5]), (.expm1, [-2, 0, 1.5]), (.log, [0.1, 1, 7]), (.log1p, [-0.5, 0, 3]),
    (.log2, [0.1, 1, 7]), (.log10, [0.1, 1, 7]), (.squareRoot, [0.1, 1, 7]),
    (.cubeRoot, [-8, 1, 3]), (.reciprocal, [-2, 0.5, 3]), (.asin, [-0.9, 0, 0.5]),
    (.acos, [-0.9, 0, 0.5]), (.atan, [-3, 0, 2]), (.sinh, [-2, 0, 1]), (.asinh, [-2, 0, 1]),
    (.tanh, [-2, 0, 1]), (.acosh, [1.5, 2, 9]), (.atanh, [-0.9, 0, 0.5]),
    (.sigmoid, [-4, 0, 3]), (.softplus, [-4, 0, 3]), (.leakyReLU, [-4, 0, 3]),
    (.elu, [-2, 0, 3]), (.erf, [-1.5, 0, 1e-5]), (.erfc, [-1, 0.1, 1]),
  ]

  @Test("the inverse of a bijection of numbers undoes it, and so does the inverse of the inverse")
  func elementwise() throws {
    for (function, points) in Self.functions {
      let map = SmoothMap.elementwise(function)
      let inverse = try #require(try map.layerInverse(), "\(function)")
      let x = Term(Tensor(points))
      try expectClose(inverse(map(x)), x, 1e-12)
      let back = try #require(try inverse.layerInverse(), "\(function)")
      try expectClose(back(x), map(x), 1e-12)
    }
  }

  @Test("the derivative of the inverse is the reciprocal of the derivative")
  func derivatives() throws {
    for (function, points) in Self.functions {
      let map = SmoothMap.elementwise(function)
      let inverse = try #require(try map.layerInverse())
      for x in points where x != 0 {
        let point = vector(x)
        let slope = try map.pointwise.at(point, .jacobian).known("a slope").elements[0]
        let other = try inverse.pointwise.at(map(point), .jacobian).known("a slope").elements[0]
        #expect(abs(slope * other - 1) < 1e-9, "\(function) at \(x)")
      }
    }
  }

  @Test("outside the image there is an error, for values and for derivatives, also when recorded")
  func outside() throws {
    let inverse = try #require(try SmoothMap.elementwise(.tanh).layerInverse())
    _ = try inverse.pointwise.at(vector(0.5), .jacobian)
    for bad in [1.0, -1, 2, .nan, .infinity] {
      guard case .outsideImage("tanh", _, "(-1, 1)") = mapError({ try inverse(vector(bad)) })
      else {
        Issue.record("\(bad) has an inverse image")
        continue
      }
      #expect(mapError { try inverse.pointwise.at(vector(bad), .jacobian) } != nil)
    }
    #expect(mapError { try inverse.pointwise.atRows(matrix([0.5], [2]), .jacobian) } != nil)
  }

  @Test("linear layers are undone by layers of their kind")
  func linear() throws {
    let x = vector(0.3, -2, 1.7)
    for map in try [
      SmoothMap.identity(3), .translation(vector(1, 2, 3)), .scaling(vector(1, -2, 4)),
      .scaling(Term(3)), .rotation(angle: Term(1), axis: vector(1, 2, 3)),
      .reflection(normal: vector(1, 0, 2)), .shear(Term(2), dimension: 3, adding: 0, to: 1),
      .permutation([2, 0, 1]), .leakyReLU(slope: 0.1), .elu(alpha: 0.5),
      .affine(matrix([1, 2, 0], [0, 1, 3], [1, 0, 1]), vector(1, 2, 3)),
    ] {
      let inverse = try #require(try map.layerInverse(), "\(map.name)")
      try expectClose(inverse(map(x)), x, 1e-14)
    }
    let image = try SmoothMap.reshape(to: [1, 2, 2])
    let back = try #require(try image.layerInverse())
    try expectClose(back(image(vector(1, 2, 3, 4))), vector(1, 2, 3, 4), 0)
  }

  @Test("what folds, collapses or forgets has no inverse")
  func none() throws {
    for map in try [
      SmoothMap.elementwise(.relu), .elementwise(.abs), .elementwise(.sin), .softmax,
      .constant(vector(1), 1), .scaling(vector(1, 0)), .leakyReLU(slope: 0),
      .linear(matrix([1, 2], [2, 4])), .linear(matrix([1, 2])),
      .projection(onto: Tensor([1, 2])),
    ] { #expect(try map.layerInverse() == nil, "\(map.name)") }
  }
}
