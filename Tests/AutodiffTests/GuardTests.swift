import Tensors
import Testing

@testable import Autodiff

/// A function with branches, and points that take all of them.
struct Branching: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let points: [Double]
  let function: @Sendable (Term) throws -> Term

  init(
    _ name: String, _ points: [Double], _ function: @escaping @Sendable (Term) throws -> Term
  ) {
    testDescription = name
    self.points = points
    self.function = function
  }

  static let all: [Branching] = [
    Branching("log x or −x", [2, -1, 0.5, -3, 0, -0.0, 1e-300, .infinity]) { x in
      try Term.less(Term(0), x).decide() ? x.applying(.log) : -x
    },
    Branching("√x or √−x", [4, -9, 0, 2.25]) { x in
      try Term.lessOrEqual(Term(0), x).decide()
        ? x.applying(.squareRoot) : (-x).applying(.squareRoot)
    },
    Branching("three pieces", [-2, -1, -0.5, 0, 0.5, 1, 2, .nan]) { x in
      if try Term.less(x, Term(-1)).decide() { return try x * x }
      if try Term.less(Term(1), x).decide() { return try x.applying(.log) }
      return try x.applying(.sin)
    },
    Branching("halving until below 1", [0.3, 1, 5, 37, 1000, 0.9, 36.5]) { x in
      var y = x
      while try Term.lessOrEqual(Term(1), y).decide() { y = try y * Term(0.5) * x.applying(.cos) }
      return try y * x
    },
    Branching("Newton's root by iteration", [2, 9, 0.01, 1234.5, 1]) { x in
      var y = try (x + Term(1)) * Term(0.5)
      while try Term.less(Term(1e-9), (y * y / x - Term(1)).applying(.abs)).decide() {
        y = try Term(0.5) * (y + x / y)
      }
      return y
    },
    Branching("a branch in a branch", [-3, -1.5, -0.5, 0.5, 1.5, 3]) { x in
      if try Term.less(x, Term(0)).decide() {
        return try Term.less(x, Term(-1)).decide() ? x.applying(.exp) : (-x).applying(.log)
      }
      return try Term.less(x, Term(1)).decide() ? x.applying(.log) : x.applying(.cos)
    },
    Branching("a division only where it is allowed", [0, 1, -2, 0, 4]) { x in
      try Term.equal(x, Term(0)).decide() ? Term(1) : x.applying(.sin) / x
    },
  ]
}

@Suite("Functions with branches")
struct GuardTests {
  @Test("give each row of a batch exactly the value it has alone", arguments: Branching.all)
  func values(_ branching: Branching) throws {
    try check(branching, Ask.value)
  }

  @Test("give each row of a batch exactly the Jacobian it has alone", arguments: Branching.all)
  func jacobians(_ branching: Branching) throws {
    try check(branching, Ask.jacobian)
    try check(branching, Ask.hessian)
  }

  /// Compares bits, in the given order of points and in others.
  private func check(_ branching: Branching, _ ask: Transform) throws {
    let pointwise = Pointwise(branching.function)
    var random = SplitMix(seed: 41)
    for _ in 0..<3 {
      let points = branching.points.shuffled(using: &random)
      let together = try pointwise.atRows(Term(Tensor(points)), ask).known("rows")
      for (row, x) in points.enumerated() {
        let alone = try pointwise.at(Term(x), ask).known("alone")
        #expect(alone.shape == [])
        let (a, b) = (alone[flat: 0], together[flat: row])
        #expect(a.bitPattern == b.bitPattern || a.isNaN && b.isNaN, "at \(x): \(b), alone \(a)")
      }
    }
  }

  @Test("compute what plain Swift computes", arguments: [-2.0, -0.3, 0, 0.4, 7])
  func plain(_ x: Double) throws {
    let log = Branching.all[0].function
    let value = try Pointwise(log).at(Term(x), Ask.value).known("value")
    let slope = try Pointwise(log).at(Term(x), Ask.jacobian).known("slope")
    let expected = x > 0 ? try Tensor(x).mapped(.log)[flat: 0] : -x
    #expect(value[flat: 0] == expected)
    #expect(slope[flat: 0] == (x > 0 ? 1 / x : -1))
  }

  @Test("let no NaN out of the branch not taken")
  func noLeak() throws {
    let points = Term(Tensor([-1, 2, -3, 0.5, 0]))
    for ask in [Ask.value, Ask.jacobian, Ask.hessian] {
      let rows = try Pointwise(Branching.all[0].function).atRows(points, ask).known("rows")
      #expect(rows.isFinite, "\(rows.elements)")
    }
  }

  @Test("take a branch that fails only at the rows that take it")
  func failingBranch() throws {
    // The second condition solves with a matrix that is singular wherever the first does not hold.
    let function: @Sendable (Term) throws -> Term = { x in
      guard try Term.notEqual(x, Term(0)).decide() else { return Term(-1) }
      let matrix = try x * .identity(2)
      let solution = try matrix.solve(Term(Tensor([1, 2])))
      return try Term.less(solution.sum(), Term(1)).decide() ? solution.sum() : x * x
    }
    let points = Term(Tensor([5, 0, 2, 0, -1, 1, 0]))
    let pointwise = Pointwise(function)
    let rows = try pointwise.atRows(points, Ask.value).known("rows")
    for row in 0..<7 {
      let alone = try pointwise.at(points.row(row), Ask.value).known("alone")
      #expect(rows[flat: row] == alone[flat: 0])
    }
    #expect(agree(rows, Tensor([0.6, -1, 4, -1, -3, 1, -1]), 1e-15))
  }

  @Test("fail where a row fails alone")
  func failingRow() throws {
    let function: @Sendable (Term) throws -> Term = { x in
      try (x * .identity(2)).solve(Term(Tensor([1, 2]))).sum()
    }
    #expect(throws: AutodiffError.self) {
      try Pointwise(function).atRows(Term(Tensor([1, 0])), Ask.value)
    }
  }

  @Test("count how often a loop ran at each row")
  func loops() throws {
    let steps: @Sendable (Term) throws -> Term = { x in
      var (y, count) = (x, 0)
      while try Term.less(Term(1), y).decide() {
        y = try y / Term(2)
        count += 1
      }
      return try Term(Double(count)) + x * Term(0)
    }
    let rows = try Pointwise(steps).atRows(Term(Tensor([1, 2, 3, 1000, 0, 4])), Ask.value)
    #expect(try rows.known("rows").elements == [0, 1, 2, 10, 0, 2])
  }

  @Test("work on rows that are vectors, across tiles")
  func vectors() throws {
    var random = SplitMix(seed: 42)
    let count = 2 * Pointwise.tile + 17
    let points = Term(try random.tensor([count, 2]))
    let function: @Sendable (Term) throws -> Term = { x in
      try Term.less(x.sum(), Term(0)).decide() ? x * x : x.applying(.exp)
    }
    let pointwise = Pointwise(function)
    for ask in [Ask.value, Ask.jacobian] {
      let rows = try pointwise.atRows(points, ask)
      for row in stride(from: 0, to: count, by: 13) {
        let alone = try pointwise.at(points.row(row), ask).known("alone")
        #expect(areIdentical(try rows.row(row).known("row"), alone))
      }
    }
  }

  @Test("take further inputs row by row")
  func extras() throws {
    let points = Term(Tensor([-1, 2, -3]))
    let tangents = Term(Tensor([10, 20, 30]))
    let rows = try Pointwise(Branching.all[0].function).atRows(points, extra: [tangents], Ask.jvp)
    #expect(try rows.known("rows").elements == [-10, 10, -30])
  }

  @Test("give no rows for no rows, and refuse what has none")
  func noRows() throws {
    let none = Term(try Tensor(repeating: 0, shape: [0, 2]))
    let square = Pointwise { x in try x * x }
    #expect(try square.atRows(none, Ask.value).shape == [0, 2])
    #expect(try square.atRows(none, Ask.jacobian).shape == [0, 2, 2])
    #expect(throws: AutodiffError.self) { try Pointwise { $0 }.atRows(Term(3), Ask.value) }
  }
}
