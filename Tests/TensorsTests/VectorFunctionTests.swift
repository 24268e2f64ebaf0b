import CKernels
import Tensors
import Testing

@Suite("Vector functions")
struct VectorFunctionTests {
  @Test(
    "every function is within 4 units in the last place over all of float64",
    arguments: KernelFunction.allCases)
  func accuracy(function: KernelFunction) throws {
    let points = VectorFunctionTests.points(for: function)
    let exact = points.map { function.reference(Wide($0)) }
    for level in KernelLevels.available {
      let found = try function(points, level: level)
      var worst = (error: 0.0, index: 0)
      for i in points.indices {
        let error = distance(found[i], from: exact[i])
        if error > worst.error { worst = (error, i) }
      }
      let (x, y) = (points[worst.index], found[worst.index])
      #expect(worst.error <= 4, "\(function) of \(x) at level \(level): \(y)")
    }
  }

  @Test("the instruction sets agree within 4 units", arguments: KernelFunction.allCases)
  func levelsAgree(function: KernelFunction) throws {
    let points = Array(VectorFunctionTests.points(for: function).prefix(20_000))
    let first = try function(points, level: KernelLevels.available[0])
    for level in KernelLevels.available.dropFirst() {
      let found = try function(points, level: level)
      for (i, x) in points.enumerated() where found[i] != first[i] {
        let error = distance(found[i], from: Wide(first[i]))
        #expect(error <= 4, "\(function) of \(x) at level \(level)")
      }
    }
  }

  @Test(
    "special values are exact, and zeros keep their sign",
    arguments: KernelLevels.available)
  func specialValues(level: Int32) throws {
    let inf = Double.infinity
    let tiny = Double.leastNonzeroMagnitude
    let table: [(KernelFunction, [(Double, Double)])] = [
      (.exp, [(0, 1), (-0.0, 1), (inf, inf), (-inf, 0), (710, inf), (-746, 0), (tiny, 1)]),
      (.expm1, [(0, 0), (-0.0, -0.0), (inf, inf), (-inf, -1), (tiny, tiny), (-tiny, -tiny)]),
      (.log, [(0, -inf), (-0.0, -inf), (1, 0), (inf, inf), (-1, .nan), (-inf, .nan)]),
      (.log1p, [(0, 0), (-0.0, -0.0), (-1, -inf), (inf, inf), (-2, .nan), (-tiny, -tiny)]),
      (.sin, [(0, 0), (-0.0, -0.0), (inf, .nan), (-inf, .nan), (tiny, tiny), (-tiny, -tiny)]),
      (.cos, [(0, 1), (-0.0, 1), (inf, .nan), (-inf, .nan), (tiny, 1)]),
      (.tanh, [(0, 0), (-0.0, -0.0), (inf, 1), (-inf, -1), (tiny, tiny), (-20, -1)]),
      (.tanhSlope, [(0, 1), (-0.0, 1), (inf, 0), (-inf, 0), (tiny, 1), (-374, 0)]),
      (.sigmoid, [(0, 0.5), (-0.0, 0.5), (inf, 1), (-inf, 0), (-746, 0), (40, 1)]),
      (.sigmoidSlope, [(0, 0.25), (-0.0, 0.25), (inf, 0), (-inf, 0), (746, 0)]),
      (.softplus, [(inf, inf), (-inf, 0), (-746, 0), (1e300, 1e300)]),
    ]
    for (function, values) in table {
      let found = try function(values.map(\.0), level: level)
      for ((x, expected), y) in zip(values, found) {
        let agrees = y == expected && y.sign == expected.sign || y.isNaN && expected.isNaN
        #expect(agrees, "\(function) of \(x) is \(y)")
      }
      #expect(try function([.nan, -.nan], level: level).allSatisfy(\.isNaN), "\(function)")
    }
  }

  @Test(
    "a result depends neither on the element's position nor on how many there are",
    arguments: KernelLevels.available, KernelFunction.allCases)
  func positions(level: Int32, function: KernelFunction) throws {
    let all = VectorFunctionTests.points(for: function)
    let points = stride(from: 3, to: all.count, by: all.count / 50).map { all[$0] }
    let alone = try points.map { try function([$0], level: level)[0].bitPattern }
    for count in [0, 1, 7, 8, 17, 40] {
      for start in [0, 1, 5] {
        var values = Array(points[start...])
        try function.inPlace(&values, count: count, level: level)
        let expected =
          alone[start..<start + count] + points[(start + count)...].map(\.bitPattern)
        #expect(values.map(\.bitPattern) == Array(expected), "\(function), \(count) from \(start)")
      }
    }
  }

  @Test("two functions at once are what each is alone", arguments: KernelLevels.available)
  func pairs(level: Int32) throws {
    let table = try KernelLevels.kernels(level)
    let cases: [(KernelFunction, KernelFunction, Pair)] = [
      (.sin, .cos, { table.sin_and_cos($0, $1, $2, $3) }),
      (.tanh, .tanhSlope, { table.tanh_and_slope($0, $1, $2, $3) }),
      (.sigmoid, .sigmoidSlope, { table.sigmoid_and_slope($0, $1, $2, $3) }),
    ]
    for (first, second, both) in cases {
      for count in [0, 1, 7, 8, 17, 1000] {
        let x = Array(VectorFunctionTests.points(for: first).prefix(count))
        var y = x
        var z = [Double](repeating: 0, count: count)
        y.withUnsafeMutableBufferPointer { y in
          z.withUnsafeMutableBufferPointer { z in
            if let y = y.baseAddress, let z = z.baseAddress { both(y, y, z, count) }
          }
        }
        #expect(y.map(\.bitPattern) == (try first(x, level: level)).map(\.bitPattern))
        #expect(z.map(\.bitPattern) == (try second(x, level: level)).map(\.bitPattern))
      }
    }
  }

  @Test("the best instruction set is used, and one that is missing has no table")
  func dispatch() throws {
    #expect(mfl_kernels_level() == KernelLevels.available.last)
    #expect(mfl_kernels_at(-1) == nil)
    #expect(mfl_kernels_at(Int32(MFL_LEVEL_COUNT)) == nil)
    let x = [-3.0, -0.5, 0.25, 2]
    for function in KernelFunction.allCases {
      guard let operation = UnaryOperation(rawValue: function.rawValue) else {
        Issue.record("\(function) is not an operation")
        continue
      }
      let expected = try function(x, level: mfl_kernels_level())
      expectClose(try Tensor(x).mapped(operation).elements, expected, 0, function.rawValue)
    }
  }

  private typealias Pair = (
    UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int
  ) -> Void

  /// Random bits, and numbers near everything that is special to one of the functions.
  private static func points(for function: KernelFunction) -> [Double] {
    var random = SplitMix(seed: 5)
    func sign() -> Double { random.next() & 1 == 0 ? 1 : -1 }
    func unit() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    let edges = [
      0, 0x1p-1074, 0x1p-1022, 0x1p-54, 0x1p-53, 0x1p-28, 0.34657359027997264, 0.5, 1, 18, 19, 20,
      36, 37, 40, 372.5, 373.2, 708.3964, 709.7827, 745.1332, 746, 102943, 0x1p52, 0x1p60, 0x1p64,
      0x1p1022, Double.greatestFiniteMagnitude, .infinity, .nan,
    ]
    var points = edges.flatMap { [$0, -$0, $0.nextUp, $0.nextDown, -$0.nextUp, -$0.nextDown] }
    while points.count < 20_000 {
      points.append(sign() * unit())
      points.append(sign() * unit() * 50)
      points.append(sign() * (700 + 60 * unit()))
      points.append(sign() * (350 + 60 * unit()))
      points.append(sign() / Double(1 + (random.next() >> (random.next() % 64))))
      points.append(1 + (unit() - 0.5) / Double(1 + (random.next() >> (random.next() % 64))))
      // The numbers nearest to multiples of π/2, within reach and beyond.
      let turned = sign() * Double(random.next() % 70_000) * (Double.pi / 2)
      points += [turned, turned.nextUp, turned.nextDown, unit() * 2e5]
    }
    let isCircular = function == .sin || function == .cos
    while points.count < 200_000 {
      let bits = random.next()
      // All exponents and signs; half of those of sin and cos are taken below 2²⁰, as the rest
      // goes to the library.
      let isNear = isCircular && bits & 1 == 0
      let exponent = isNear ? 1023 - 40 + random.next() % 60 : bits >> 52 & 0x7FF
      points.append(Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF | exponent << 52))
    }
    return points
  }
}
