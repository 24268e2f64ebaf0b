import Tensors
import Testing

extension Tensor {
  /// The product of matrices, batch by batch.
  func times(_ other: Tensor) throws -> Tensor { try Tensor.batchedProduct(self, other) }
}

/// Expects the columns of every matrix to be orthonormal.
func expectOrthonormal(
  _ q: Tensor, _ tolerance: Double = 1e-13, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let gram = try q.transposed().times(q)
  let n = q.shape[q.rank - 1]
  let identity = try Tensor.identity(n).broadcast(to: gram.shape)
  expectClose(gram.elements, identity.elements, tolerance, sourceLocation: sourceLocation)
}

/// Expects two tensors to have one shape and nearly equal elements.
func expectClose(
  _ found: Tensor, _ expected: Tensor, _ tolerance: Double, _ note: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, "\(note)", sourceLocation: sourceLocation)
  expectClose(
    found.elements, expected.elements, tolerance, note, sourceLocation: sourceLocation)
}

/// The matrices every factorisation is tried on.
func testMatrices() throws -> [Tensor] {
  var random = SplitMix(seed: 11)
  var matrices: [Tensor] = []
  for dims in [
    [1, 1], [2, 2], [7, 3], [3, 7], [8, 8], [17, 8], [8, 17], [2, 3, 4, 3], [33, 33],
  ] {
    matrices.append(try sample(Shape(dims), &random))
  }
  matrices.append(try Tensor(repeating: 0, shape: [3, 4]))
  matrices.append(try sample([6, 2], &random).times(try sample([2, 5], &random)))
  for dims in [[0, 0], [0, 3], [3, 0], [0, 2, 2], [2, 0, 3]] {
    matrices.append(try Tensor(repeating: 0, shape: Shape(dims)))
  }
  return matrices
}
