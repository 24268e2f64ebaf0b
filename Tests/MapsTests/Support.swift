import Autodiff
import Maps
import Tensors
import Testing

func vector(_ elements: Double...) -> Term { Term(Tensor(elements)) }

func matrix(_ rows: [Double]...) throws -> Term { Term(try Tensor(rows: rows)) }

let tanh = SmoothMap.elementwise(.tanh)

let relu = SmoothMap.elementwise(.relu)

/// Maps with fixed weights, so that a failing test can be repeated.
struct Net {
  var generator = RandomGenerator(seed: 7)

  mutating func affine(_ n: Int, _ m: Int) throws -> SmoothMap {
    let weight = try generator.normal([m, n])
    return try .affine(Term(weight), Term(generator.normal([m])))
  }

  mutating func points(_ shape: Shape) throws -> Term { try Term(generator.normal(shape)) }
}

func expectClose(
  _ found: Term, _ expected: Term, _ tolerance: Double = 1e-14,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
  let pairs = zip(
    try found.known("a value").elements, try expected.known("a value").elements)
  for (a, b) in pairs {
    #expect(
      abs(a - b) <= tolerance * max(1, abs(b)), "\(a) is not \(b)", sourceLocation: sourceLocation)
  }
}

/// The error a map could not be built or applied for.
func mapError(_ body: () throws -> some Any) -> MapError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? MapError
  }
}
