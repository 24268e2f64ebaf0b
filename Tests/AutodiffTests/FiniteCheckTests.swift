import Tensors
import Testing

@testable import Autodiff

/// Does work twice, as a session does: first for the operation, then for its places.
private func search(_ work: () throws -> Term) throws -> (first: FiniteCheck, second: NonFinite?) {
  let first = FiniteCheck()
  try Execution(cache: GraphCache(), finiteCheck: first).perform {
    first.noteGiven(try work().known("the value"))
  }
  guard case .made(let found) = first.reached ?? .given else { return (first, nil) }
  let second = FiniteCheck(stoppingAt: found)
  Execution(cache: GraphCache(), finiteCheck: second).perform {
    _ = #expect(throws: AutodiffError.self) { try work() }
  }
  return (first, second.stopped)
}

@Suite("Watching for NaN and infinity")
struct FiniteCheckTests {
  private static let root = Pointwise { x in try x.applying(.squareRoot) }

  @Test("finite work is clean, and its operations are counted")
  func clean() throws {
    let (check, found) = try search { try Term(Tensor([1, 4])).applying(.squareRoot) + Term(1) }
    #expect(found == nil && check.first == nil && check.reached == nil)
    #expect(check.count >= 2)
  }

  @Test("the first operation is named, not those that pass its NaN on")
  func firstOfAll() throws {
    let (_, found) = try search {
      let x = try Term(Tensor([4, -0.2])).applying(.log)
      return try (x * Term(2)).applying(.exp) + Term(1)
    }
    #expect(found?.operation == .primitive(.map(.log)))
    #expect(found?.operands == .numbers([-0.2]))
    #expect(found?.index == 1)
    #expect(found?.value.isNaN == true)
  }

  @Test("an infinity that a later operation masks is noted and blames nobody")
  func masked() throws {
    let (check, found) = try search {
      try Term(Tensor([0, 1])).applying(.log).applying(.exp)
    }
    #expect(found == nil && check.reached == nil)
    #expect(check.first?.operation == .primitive(.map(.log)))
  }

  @Test("the branch of a selection that is not taken blames nobody, the one taken does")
  func selection() throws {
    func value(_ x: [Double]) throws -> Term {
      let x = Term(Tensor(x))
      return try .select(.less(Term(0), x), x.applying(.log), x.applying(.reciprocal))
    }
    // log(−1) is masked; 1/0 is not, though log(0) was computed before it.
    #expect(try search { try value([-1, 2]) }.second == nil)
    let (_, found) = try search { try value([3, 0]) }
    #expect(found != nil)
  }

  @Test("what was not finite before is given, and no operation is named")
  func given() throws {
    let (check, found) = try search { try Term(Tensor([1, .nan])).applying(.sin) + Term(1) }
    #expect(found == nil && check.first == nil)
    guard case .given = check.reached else {
      Issue.record("it should be given")
      return
    }
  }

  @Test("a product that overflows tells how large its operands are")
  func overflow() throws {
    let (_, found) = try search {
      try .matrixProduct(
        Term(Tensor(rows: [[1e200, 0], [0, 1]])), Term(Tensor(rows: [[-1e200], [1]])))
    }
    #expect(found?.operands == .magnitudes([1e200, 1e200]))
    #expect(found?.value == -.infinity)
  }

  @Test(
    "a derivative is told by the operation it is the derivative of",
    arguments: [Transform.gradient, .jacobian, .hessian])
  func derivative(transform: Transform) throws {
    let (check, found) = try search { try Self.root.at(Term(0), transform) }
    #expect(check.hasDerived)
    #expect(found?.phase == .derivative)
    #expect(found?.primal?.primitive == .map(.squareRoot))
    #expect(found?.primal?.operands == .numbers([0]))
  }

  @Test("a fault in the value of what is differentiated is one of the value")
  func valueWithinDerivative() throws {
    let function = Pointwise { x in try (x * Term(1000)).applying(.exp).applying(.log) }
    let (_, found) = try search { try function.at(Term(1), .gradient) }
    #expect(found?.phase == .value)
    #expect(found?.operation == .primitive(.map(.exp)))
    #expect(found?.operands == .numbers([1000]))
  }

  @Test(
    "one row among many is told by its number",
    arguments: [Transform.value, .gradient, .jacobian])
  func rows(transform: Transform) throws {
    let points = Term(Tensor([4, 9, 0, 1]))
    let function = Pointwise { x in try x.applying(.squareRoot).applying(.reciprocal) }
    let (_, found) = try search { try function.atRows(points, transform) }
    #expect(found?.places == [.sample(2, of: 4)])
  }

  @Test("rows reduced one by one are told by their number too")
  func reducedRows() throws {
    let (_, found) = try search {
      try Term(
        Self.root.atRows(Tensor([1, 0, 4]), .jacobian, single: .scalar, each: .scalar) { $0 })
    }
    #expect(found?.places == [.sample(1, of: 3)])
  }

  @Test("what is followed is bounded by number and by weight, and the newest is kept")
  func bounded() {
    var table = Recent<Int, String>()
    for key in 0..<20_000 { table.set(key, "\(key)") }
    #expect(table[0] == nil && table[19_999] == "19999" && table[16_000] == "16000")
    table.set(1, "heavy", weight: 1 << 30)
    #expect(table[19_999] == nil && table[1] == "heavy")
    table.set(2, "light")
    #expect(table[1] == nil && table[2] == "light")
  }

  @Test("a long divergence is told by its first operation, and counts the others")
  func divergence() throws {
    let (check, found) = try search {
      var x = Term(Tensor([1e300, 1]))
      for _ in 0..<6_000 { x = try x * x + Term(1) }
      return x
    }
    #expect(found?.operands == .numbers([1e300, 1e300]))
    #expect(check.faults == 1)
  }

  @Test("places are told from the innermost out")
  func places() throws {
    let layer = NonFinite.Place.layer(1, of: 2, name: "log", origin: nil)
    let (_, found) = try search {
      try FiniteCheck.inside(.batch(of: 1)) {
        try FiniteCheck.inside(layer) { try Term(Tensor([-1])).applying(.log) }
      }
    }
    #expect(found?.places == [layer, .batch(of: 1)])
  }

  @Test("watched work gives what other work gives")
  func sameValues() throws {
    let points = Term(Tensor([0.3, 0.7, 1.2]))
    let function = Pointwise { x in try x.applying(.tanh) * x.applying(.exp) }
    for transform in [Transform.value, .gradient, .hessian] {
      let plain = try function.atRows(points, transform).known("it").elements
      let checked = try Execution(cache: GraphCache(), finiteCheck: FiniteCheck()).perform {
        try function.atRows(points, transform).known("it").elements
      }
      for (a, b) in zip(plain, checked) { #expect(abs(a - b) <= 1e-15 * max(1, abs(a))) }
    }
  }
}
