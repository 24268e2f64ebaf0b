import Tensors
import Testing

@testable import Autodiff

@Suite("Branches inside nested derivatives")
struct NestedGuardTests {
  /// x² for x > 0, else −x³.
  private static let piecewise: @Sendable (Term) throws -> Term = { x in
    try Term.less(Term(0), x).decide() ? x * x : -(x * x * x)
  }

  @Test("a path notes its conditions and which way they went")
  func conditions() throws {
    let path = try Path.traced(at: [Term(2)]) { [try Self.piecewise($0[0])] }
    #expect(path.expected == [true])
    #expect(path.conditions?.outputs.count == 1)
    #expect(
      try path.holds(forRows: Term(Tensor([1, -1, 0, 5, .nan]))) == [
        true, false, false, true, false,
      ])
    let other = try Path.traced(at: [Term(-2)]) { [try Self.piecewise($0[0])] }
    #expect(other.expected == [false])
  }

  @Test("a condition on what is not traced leaves no guard")
  func knownCondition() throws {
    let path = try Path.traced(at: [Term(2)]) { x in
      [try Term.less(Term(0), Term(1)).decide() ? x[0] : Term(0)]
    }
    #expect(path.conditions == nil)
  }

  @Test("an inner derivative's conditions on an outer variable guard the outer path")
  func recordsOutside() throws {
    let path = try Path.traced(at: [Term(3)]) { x in
      [try Pointwise(Self.piecewise).at(x[0] - Term(1), Ask.gradient)]
    }
    #expect(path.expected == [true])
    #expect(try path.holds(forRows: Term(Tensor([3, 0.5, 1.5]))) == [true, false, true])
  }

  @Test("a condition of the outer function asked inside the inner one guards both as it should")
  func capturedCondition() throws {
    let function: @Sendable (Term) throws -> Term = { x in
      try Pointwise { y in
        try Term.less(Term(0), x).decide() ? x * y : -(y * y)
      }
      .at(Term(3), Ask.gradient)
    }
    // For x > 0 the inner slope is x, else −6.
    let points = Term(Tensor([2, -1, 5]))
    let values = try Pointwise(function).atRows(points, Ask.value).known("values")
    #expect(values.elements == [2, -6, 5])
    let slopes = try Pointwise(function).atRows(points, Ask.gradient).known("slopes")
    #expect(slopes.elements == [1, 0, 1])
  }

  @Test("a condition comparing variables of two levels splits the rows of the outer one")
  func mixedCondition() throws {
    let function: @Sendable (Term) throws -> Term = { x in
      try Pointwise { y in try Term.less(y, x).decide() ? x * y * y : y }.at(Term(1), Ask.gradient)
    }
    let values = try Pointwise(function).atRows(Term(Tensor([3, 0, 7, -2])), Ask.value)
    #expect(try values.known("values").elements == [6, 1, 14, 1])
    let slopes = try Pointwise(function).atRows(Term(Tensor([3, 0, 7, -2])), Ask.gradient)
    #expect(try slopes.known("slopes").elements == [2, 0, 2, 0])
  }

  @Test("second derivatives follow the branch taken")
  func second() throws {
    let rows = try Pointwise(Self.piecewise).atRows(Term(Tensor([3, -3, 0.1])), Ask.hessian)
    #expect(try rows.known("rows").elements == [2, 18, 2])
    let nested = try Pointwise { x in try Pointwise(Self.piecewise).at(x, Ask.gradient) }
      .atRows(Term(Tensor([3, -3, 0.1])), Ask.gradient)
    #expect(try nested.known("rows").elements == [2, 18, 2])
  }

  @Test("a batch inside a function splits as its rows fall, and the outer path is guarded by that")
  func rowsInside() throws {
    // Σ over the rows (x, x − 2) of the piecewise slope.
    let function: @Sendable (Term) throws -> Term = { x in
      let points = try Term.stack([x, x - Term(2)])
      return try Pointwise(Self.piecewise).atRows(points, Ask.gradient).sum()
    }
    func slope(_ x: Double) -> Double { x > 0 ? 2 * x : -3 * x * x }
    func bend(_ x: Double) -> Double { x > 0 ? 2 : -6 * x }
    let points = [3.0, 1, -1, 2.5, 0.5]
    let rows = try Pointwise(function).atRows(Term(Tensor(points)), Ask.value).known("rows")
    #expect(agree(rows, Tensor(points.map { slope($0) + slope($0 - 2) }), 1e-14))
    let slopes = try Pointwise(function).atRows(Term(Tensor(points)), Ask.gradient)
    let expected = Tensor(points.map { bend($0) + bend($0 - 2) })
    #expect(agree(try slopes.known("slopes"), expected, 1e-14))
  }

  @Test("a loop's count depends on a variable of each level")
  func loop() throws {
    // The slope in y of y·xᵏ with k the least such that y + k ≥ x.
    let function: @Sendable (Term) throws -> Term = { x in
      try Pointwise { y in
        var (product, level) = (y, y)
        while try Term.less(level, x).decide() {
          product = try product * x
          level = try level + Term(1)
        }
        return product
      }
      .at(Term(0), Ask.gradient)
    }
    let values = try Pointwise(function).atRows(Term(Tensor([2, 0, 3, 2.5])), Ask.value)
    #expect(agree(try values.known("values"), Tensor([4, 1, 27, 15.625]), 1e-15))
    let slopes = try Pointwise(function).atRows(Term(Tensor([2, 0, 3, 2.5])), Ask.gradient)
    #expect(agree(try slopes.known("slopes"), Tensor([4, 0, 27, 18.75]), 1e-15))
  }
}
