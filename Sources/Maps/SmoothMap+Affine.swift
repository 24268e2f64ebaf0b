public import Autodiff
import Tensors

/// The matrix and the shift of an affine map.
public struct AffineParts: Sendable {
  /// A, of shape `[m, n]`; coordinates of tensors are counted row by row.
  public let matrix: Term
  /// b, of shape `[m]`; nil where it is 0 by structure.
  public let shift: Term?

  /// This map, then another: (A₂A₁, A₂b₁ + b₂).
  func followed(by next: AffineParts) throws(MapError) -> AffineParts {
    try reporting { () throws(AutodiffError) in
      var moved = next.shift
      if let shift {
        let product = try Term.product(next.matrix, shift)
        moved = try next.shift.map { other throws(AutodiffError) in try product + other } ?? product
      }
      return AffineParts(matrix: try Term.product(next.matrix, matrix), shift: moved)
    }
  }
}

extension SmoothMap {
  /// The most entries the matrix of a map may have that is made of it.
  public static let matrixLimit = 4_000_000

  /// A and b of a map whose structure says that it is affine.
  ///
  /// - Throws: `.notAffine`, `.spaceUnknown`; `.badLayer` when A would be too large.
  public func affineParts() throws -> AffineParts {
    guard kind.form <= .affine else { throw notAffine }
    guard let source = domain.dimension, let target = codomain.dimension else {
      throw MapError.spaceUnknown(map: self)
    }
    let (entries, overflow) = source.multipliedReportingOverflow(by: target)
    guard !overflow, entries <= Self.matrixLimit, entries > 0 else {
      throw MapError.badLayer(layer: name, .tooLarge(what: "its matrix", limit: Self.matrixLimit))
    }
    switch structure {
    case .layer(.affine(let weight, let bias)): return AffineParts(matrix: weight, shift: bias)
    case .layer(.geometric(_, let weight)): return AffineParts(matrix: weight, shift: nil)
    case .chain(let layers):
      var parts = try layers[0].affineParts()
      for layer in layers.dropFirst() { parts = try parts.followed(by: layer.affineParts()) }
      return parts
    case .flow(let flow) where flow.time.concrete != nil:
      if let parts = try flow.exponential() { return parts }
      return try partsAtZero(source, target)
    case .layer, .sum, .product, .scaled, .directSum, .branch, .coupling, .flow, .solved:
      return try partsAtZero(source, target)
    }
  }

  /// A as the derivative at 0, b as the value there.
  private func partsAtZero(_ source: Int, _ target: Int) throws -> AffineParts {
    guard let shape = domain.shape else { throw MapError.spaceUnknown(map: self) }
    let zero = Term.filled(0, shape)
    let matrix = try pointwise.at(zero, .jacobian).reshaped(Shape.checked([target, source]))
    if kind.form <= .linear { return AffineParts(matrix: matrix, shift: nil) }
    return AffineParts(
      matrix: matrix, shift: try self(zero).reshaped(Shape.checked([target])))
  }

  /// The matrix of an affine map in homogeneous coordinates: [A b; 0 1].
  ///
  /// *Shapes*: `[m + 1, n + 1]`. Composition of maps is the product of these matrices.
  /// - Throws: as `affineParts`.
  public func homogeneousMatrix() throws -> Term {
    let parts = try affineParts()
    let (m, n) = (parts.matrix.shape[0], parts.matrix.shape[1])
    let column = try (parts.shift ?? .filled(0, [m])).reshaped(Shape.checked([m, 1]))
    let last = Term(
      try Tensor(shape: [1, n + 1], elements: [Double](repeating: 0, count: n) + [1]))
    let upper = try Term.concatenate([parts.matrix, column], axis: 1)
    return try Term.concatenate([upper, last], axis: 0)
  }

  /// The error that names the first layer that is not known to be affine.
  private var notAffine: MapError {
    let position = layers.firstIndex { $0.kind.form > .affine } ?? 0
    return .notAffine(
      map: self, layer: layers[position], position: layers.count > 1 ? position : nil)
  }
}

extension Flow {
  /// A and b of the flow of an affine field: the matrix exponential of the field times the time, in
  /// homogeneous coordinates; nil where the weights of the field are being traced, or overflow.
  fileprivate func exponential() throws -> AffineParts? {
    guard let field = try field.homogeneousMatrix().concrete, let t = time.concrete,
      let scaled = try? Tensor.combine(
        .multiply, field, Tensor(repeating: t.elements[0], shape: field.shape))
    else { return nil }
    let n = field.shape[0] - 1
    // The last row of the field adds nothing to the coordinate that is always 1.
    var entries = scaled.elements
    entries[entries.count - 1] = 0
    guard let result = try? Tensor(shape: field.shape, elements: entries).matrixExponential() else {
      return nil
    }
    let e = result.elements
    let matrix = (0..<n).flatMap { i in (0..<n).map { e[i * (n + 1) + $0] } }
    let shift = (0..<n).map { e[$0 * (n + 1) + n] }
    return AffineParts(
      matrix: Term(try Tensor(shape: [n, n], elements: matrix)),
      shift: self.field.kind.form <= .linear ? nil : Term(Tensor(shift)))
  }
}
