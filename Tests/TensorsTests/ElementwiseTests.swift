import Foundation
import Tensors
import Testing

@Suite("Elementwise")
struct ElementwiseTests {
  private static let sizes = [0, 1, 7, 8, 17]

  @Test("every function of one argument agrees with the definition", arguments: sizes)
  func unary(n: Int) throws {
    let x = Tensor((0..<n).map { Double($0) * 0.7 - 3.6 })
    for operation in UnaryOperation.allCases {
      let expected = x.elements.map { ElementwiseTests.definition(operation, $0) }
      expectClose(try x.mapped(operation).elements, expected, 1e-14, operation.rawValue)
    }
  }

  @Test("every function of two arguments agrees with the definition", arguments: sizes)
  func binary(n: Int) throws {
    let a = Tensor((0..<n).map { Double($0) * 0.7 - 3.6 })
    let b = Tensor((0..<n).map { Double(($0 * 5) % 7) * 0.7 - 2.2 })
    for operation in BinaryOperation.allCases {
      let expected = zip(a.elements, b.elements).map {
        ElementwiseTests.definition(operation, $0, $1)
      }
      let found = try Tensor.combine(operation, a, b)
      expectClose(found.elements, expected, 1e-14, operation.rawValue)
    }
  }

  @Test("axes are matched from the last, and extent 1 repeats")
  func broadcasting() throws {
    var random = SplitMix(seed: 9)
    let shapes: [(Shape, Shape, Shape)] = [
      ([2, 3], [3], [2, 3]), ([2, 1], [3], [2, 3]), ([], [2, 3], [2, 3]), ([2, 3], [], [2, 3]),
      ([2, 1, 4], [5, 1], [2, 5, 4]), ([1, 0], [3, 1], [3, 0]), ([1], [], [1]),
    ]
    for (left, right, expected) in shapes {
      let (a, b) = (try sample(left, &random), try sample(right, &random))
      let found = try Tensor.combine(.subtract, a, b)
      #expect(found.shape == expected)
      let (x, y) = (try a.broadcast(to: expected), try b.broadcast(to: expected))
      #expect(found == (try Tensor.combine(.subtract, x, y)))
    }
    // Longer than the strips that a repeated operand is copied to, and not a multiple of them.
    for (left, right) in [([600], []), ([], [600]), ([3, 1], [3, 600]), ([2, 600], [2, 1])]
      as [(Shape, Shape)]
    {
      let (a, b) = (try sample(left, &random), try sample(right, &random))
      let common = try Shape.broadcast(left, right, operation: "test")
      let expected = try Tensor.combine(
        .divide, try a.broadcast(to: common), try b.broadcast(to: common))
      #expect(try Tensor.combine(.divide, a, b) == expected)
    }
    #expect(throws: TensorError.shapeMismatch(operation: "add", lhs: [2], rhs: [3])) {
      try Tensor.combine(.add, Tensor([1, 2]), Tensor([1, 2, 3]))
    }
    let long = try Tensor(repeating: 0, shape: [1 << 26, 1, 0])
    #expect(throws: TensorError.tooLarge(dims: [1 << 26, 1 << 26, 0], limit: Shape.elementLimit)) {
      try Tensor.combine(.add, long, try long.reshaped([1, 1 << 26, 0]))
    }
  }

  @Test("functions keep full accuracy from the smallest to the greatest argument")
  func accuracy() throws {
    for (operation, x, expected) in ElementwiseTests.references {
      let found = try Tensor(x).mapped(operation)[flat: 0]
      let error = (found - expected).magnitude
      // Two units in the last place; among subnormal numbers, two units of those.
      #expect(error <= 2 * expected.ulp, "\(operation)(\(x)) = \(found), not \(expected)")
    }
  }

  @Test("infinities, NaN and negative zero are carried through")
  func specialValues() throws {
    let inf = Double.infinity
    let limits: [(UnaryOperation, at: Double, Double)] = [
      (.tanh, inf, 1), (.tanh, -inf, -1), (.sigmoid, inf, 1), (.sigmoid, -inf, 0),
      (.softplus, inf, inf), (.softplus, -inf, 0), (.erf, inf, 1), (.erf, -inf, -1),
      (.erfc, inf, 0), (.erfc, -inf, 2), (.log1p, inf, inf), (.log1p, -1, -inf), (.log, 0, -inf),
      (.expm1, -inf, -1), (.exp, -inf, 0), (.reciprocal, 0, inf), (.reciprocal, -0.0, -inf),
      (.sign, -0.0, 0), (.sign, -inf, -1), (.round, 2.5, 2), (.round, -3.5, -4),
      (.round, 1e300, 1e300),
      (.isNaN, .nan, 1), (.isNaN, inf, 0), (.logicalNot, -0.0, 1), (.logicalNot, .nan, 0),
    ]
    for (operation, x, expected) in limits {
      #expect(try Tensor(x).mapped(operation).scalar == expected, "\(operation)(\(x))")
    }
    for operation in UnaryOperation.allCases where operation != .isNaN && operation != .logicalNot {
      #expect(try Tensor(.nan).mapped(operation)[flat: 0].isNaN, "\(operation)(NaN)")
    }
    for operation in [UnaryOperation.tanh, .erf, .log1p, .expm1, .sin, .squareRoot, .sign] {
      #expect(try Tensor(-0.0).mapped(operation)[flat: 0].sign == .minus, "\(operation)(-0)")
    }
    #expect(try Tensor(-1).mapped(.squareRoot)[flat: 0].isNaN)
    #expect(try Tensor(-745).mapped(.sigmoid)[flat: 0] > 0)
  }

  @Test("NaN wins in extremes and loses in comparisons")
  func nanInPairs() throws {
    for (a, b) in [(Double.nan, 1.0), (1, .nan), (.nan, .nan)] {
      func value(_ operation: BinaryOperation) throws -> Double {
        try Tensor.combine(operation, Tensor(a), Tensor(b))[flat: 0]
      }
      #expect(try value(.maximum).isNaN)
      #expect(try value(.minimum).isNaN)
      for operation in [BinaryOperation.less, .lessOrEqual, .equal] {
        #expect(try value(operation) == 0)
      }
      #expect(try value(.notEqual) == 1)
    }
  }

  @Test(
    "the remainder is that of floored division",
    arguments: [
      (7.0, 3.0, 1.0), (-7, 3, 2), (7, -3, -2), (-7, -3, -1), (6, 3, 0), (5, .infinity, 5),
      (-5, .infinity, .infinity), (1, 0, .nan), (5.5, 2, 1.5), (0, 3, 0),
    ])
  func remainder(a: Double, b: Double, expected: Double) throws {
    let found = try Tensor.combine(.remainder, Tensor(a), Tensor(b))
    expectClose(found.elements, [expected], 0, "\(a) % \(b)")
  }

  @Test("powers agree with repeated products and roots")
  func powers() throws {
    let x = Tensor([0.5, 2, 3])
    let third = 1.0 / 3
    for (exponent, expected) in [
      (0.0, [1.0, 1, 1]), (1, [0.5, 2, 3]), (2, [0.25, 4, 9]), (-1, [2, 0.5, third]),
      (3, [0.125, 8, 27]), (0.5, x.elements.map { $0.squareRoot() }),
    ] {
      expectClose(try x.raised(to: exponent).elements, expected, 1e-15, "\(exponent)")
    }
  }

  @Test("select never lets the element not taken matter")
  func selection() throws {
    let found = try Tensor.select(
      Tensor([1, 0, .nan, -0.0]), Tensor([1, .infinity, 3, .nan]), Tensor([.nan, 2, .infinity, 4]))
    #expect(found.elements == [1, 2, 3, 4])
    #expect(throws: TensorError.shapeMismatch(operation: "select", lhs: [1], rhs: [2])) {
      try Tensor.select(Tensor([1]), Tensor([1]), Tensor([1, 2]))
    }
  }

  private static func definition(_ operation: UnaryOperation, _ x: Double) -> Double {
    switch operation {
    case .negate: -x
    case .reciprocal: 1 / x
    case .squareRoot: x.squareRoot()
    case .exp: Foundation.exp(x)
    case .log: Foundation.log(x)
    case .expm1: Foundation.exp(x) - 1
    case .log1p: Foundation.log(1 + x)
    case .sin: Foundation.sin(x)
    case .cos: Foundation.cos(x)
    case .tanh: 1 - 2 / (Foundation.exp(2 * x) + 1)
    case .sigmoid: 1 / (1 + Foundation.exp(-x))
    case .softplus: Foundation.log(1 + Foundation.exp(x))
    case .erf: Foundation.erf(x)
    case .sinh: Foundation.sinh(x)
    case .cosh: Foundation.cosh(x)
    case .tanhSlope: 1 / (Foundation.cosh(x) * Foundation.cosh(x))
    case .sigmoidSlope: 1 / (2 + Foundation.exp(x) + Foundation.exp(-x))
    case .cubeRoot: Foundation.cbrt(x)
    case .log2: Foundation.log(x) / Foundation.log(2)
    case .log10: Foundation.log(x) / Foundation.log(10)
    case .erfc: 1 - Foundation.erf(x)
    case .abs: x < 0 ? -x : x
    case .sign: x < 0 ? -1 : x > 0 ? 1 : 0
    case .floor: Foundation.floor(x)
    case .ceil: Foundation.ceil(x)
    case .round: Foundation.rint(x)
    case .isNaN: x != x ? 1 : 0
    case .logicalNot: x == 0 ? 1 : 0
    }
  }

  private static func definition(_ operation: BinaryOperation, _ a: Double, _ b: Double) -> Double {
    switch operation {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: Foundation.pow(a, b)
    case .maximum: Swift.max(a, b)
    case .minimum: Swift.min(a, b)
    case .atan2: Foundation.atan2(a, b)
    case .remainder: a - b * Foundation.floor(a / b)
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .notEqual: a == b ? 0 : 1
    }
  }

  /// Values to 60 digits, rounded to the nearest float64 number.
  // swift-format-ignore
  private static let references: [(UnaryOperation, Double, Double)] = [
    (.tanh, -800, -1.0), (.tanh, -745, -1.0), (.tanh, -710, -1.0), (.tanh, -40, -1.0),
    (.tanh, -20, -1.0), (.tanh, -5, -0.9999092042625951), (.tanh, -1.5, -0.9051482536448664),
    (.tanh, -0.5, -0.46211715726000974), (.tanh, -0.001, -0.0009999996666668),
    (.tanh, -1e-10, -1e-10), (.tanh, -1e-300, -1e-300), (.tanh, 1e-300, 1e-300),
    (.tanh, 1e-10, 1e-10), (.tanh, 0.001, 0.0009999996666668), (.tanh, 0.3, 0.2913126124515909),
    (.tanh, 0.5, 0.46211715726000974), (.tanh, 1, 0.7615941559557649),
    (.tanh, 2.5, 0.9866142981514303), (.tanh, 5, 0.9999092042625951),
    (.tanh, 19, 0.9999999999999999), (.tanh, 20, 1.0), (.tanh, 40, 1.0), (.tanh, 300, 1.0),
    (.tanh, 709, 1.0), (.tanh, 745, 1.0), (.tanh, 800, 1.0),
    (.sigmoid, -800, 0.0), (.sigmoid, -745, 0x1p-1074), (.sigmoid, -710, Double(bitPattern: 0x33802fd28b3c3)),
    (.sigmoid, -40, 4.248354255291589e-18), (.sigmoid, -20, 2.0611536181902037e-9),
    (.sigmoid, -5, 0.0066928509242848554), (.sigmoid, -1.5, 0.18242552380635635),
    (.sigmoid, -0.5, 0.37754066879814546), (.sigmoid, -0.001, 0.4997500000208333),
    (.sigmoid, -1e-10, 0.499999999975), (.sigmoid, -1e-300, 0.5), (.sigmoid, 1e-300, 0.5),
    (.sigmoid, 1e-10, 0.500000000025), (.sigmoid, 0.001, 0.5002499999791666),
    (.sigmoid, 0.3, 0.574442516811659), (.sigmoid, 0.5, 0.6224593312018546),
    (.sigmoid, 1, 0.7310585786300049), (.sigmoid, 2.5, 0.9241418199787564),
    (.sigmoid, 5, 0.9933071490757152), (.sigmoid, 19, 0.9999999943972036),
    (.sigmoid, 20, 0.9999999979388464), (.sigmoid, 40, 1.0), (.sigmoid, 300, 1.0),
    (.sigmoid, 709, 1.0), (.sigmoid, 745, 1.0), (.sigmoid, 800, 1.0),
    (.softplus, -800, 0.0), (.softplus, -745, 0x1p-1074), (.softplus, -710, Double(bitPattern: 0x33802fd28b3c3)),
    (.softplus, -40, 4.248354255291589e-18), (.softplus, -20, 2.061153620314381e-9),
    (.softplus, -5, 0.006715348489118068), (.softplus, -1.5, 0.2014132779827524),
    (.softplus, -0.5, 0.4740769841801067), (.softplus, -0.001, 0.6926473055599401),
    (.softplus, -1e-10, 0.6931471805099453), (.softplus, -1e-300, 0.6931471805599453),
    (.softplus, 1e-300, 0.6931471805599453), (.softplus, 1e-10, 0.6931471806099453),
    (.softplus, 0.001, 0.6936473055599401), (.softplus, 0.3, 0.8543552444685271),
    (.softplus, 0.5, 0.9740769841801067), (.softplus, 1, 1.3132616875182228),
    (.softplus, 2.5, 2.5788897342925496), (.softplus, 5, 5.006715348489118),
    (.softplus, 19, 19.000000005602796), (.softplus, 20, 20.000000002061153),
    (.softplus, 40, 40.0), (.softplus, 300, 300.0), (.softplus, 709, 709.0),
    (.softplus, 745, 745.0), (.softplus, 800, 800.0),
    (.erf, -6, -1.0), (.erf, -2, -0.9953222650189527), (.erf, -0.5, -0.5204998778130465),
    (.erf, -1e-10, -1.1283791670955126e-10), (.erf, 1e-300, 1.1283791670955126e-300),
    (.erf, 1e-10, 1.1283791670955126e-10), (.erf, 0.001, 0.0011283787909692365),
    (.erf, 0.3, 0.3286267594591274), (.erf, 1, 0.8427007929497149),
    (.erf, 2, 0.9953222650189527), (.erf, 3, 0.9999779095030014), (.erf, 6, 1.0),
    (.erfc, -6, 2.0), (.erfc, -2, 1.9953222650189528), (.erfc, -0.5, 1.5204998778130465),
    (.erfc, 1e-10, 0.999999999887162), (.erfc, 0.3, 0.6713732405408726),
    (.erfc, 1, 0.15729920705028513), (.erfc, 2, 0.004677734981047266),
    (.erfc, 5, 1.537459794428035e-12), (.erfc, 10, 2.088487583762545e-45),
    (.erfc, 20, 5.395865611607901e-176), (.erfc, 26, 5.663192408856143e-296),
    (.log1p, -0.999999, -13.815510557935518), (.log1p, -0.5, -0.6931471805599453),
    (.log1p, -1e-10, -1.00000000005e-10), (.log1p, -1e-300, -1e-300), (.log1p, 1e-300, 1e-300),
    (.log1p, 1e-17, 1e-17), (.log1p, 1e-10, 9.999999999500001e-11),
    (.log1p, 0.001, 0.0009995003330835331), (.log1p, 0.3, 0.26236426446749106),
    (.log1p, 1, 0.6931471805599453), (.log1p, 10000000000.0, 23.025850930040455),
    (.log1p, 1e+300, 690.7755278982137),
    (.expm1, -800, -1.0), (.expm1, -40, -1.0), (.expm1, -1, -0.6321205588285577),
    (.expm1, -1e-10, -9.999999999500001e-11), (.expm1, 1e-300, 1e-300),
    (.expm1, 1e-10, 1.00000000005e-10), (.expm1, 0.001, 0.0010005001667083417),
    (.expm1, 0.3, 0.3498588075760031), (.expm1, 1, 1.7182818284590453),
    (.expm1, 40, 2.3538526683702e17), (.expm1, 709, 8.218407461554972e307),
  ]
}
