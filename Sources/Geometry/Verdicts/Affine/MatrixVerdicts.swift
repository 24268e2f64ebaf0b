public import Tensors

/// Whether a matrix has a property: its own, or one of the map x ↦ A x.
///
/// - Throws: `GeometryError.notMatrix`, `.notSquare`; `TensorError.notFinite`.
public func judge(_ matrix: Tensor, _ property: Property) throws -> Verdict {
  guard matrix.rank == 2, matrix.count > 0 else {
    throw GeometryError.notMatrix(property, matrix.shape)
  }
  if let index = matrix.firstNonFinite {
    throw TensorError.notFinite(
      operation: "is \(property.rawValue)", sample: 0, index: index)
  }
  switch property.subject {
  case .map:
    let zero = try Tensor(repeating: 0, shape: [matrix.shape[0]])
    return try AffineForm(name: "f", matrix: matrix, shift: zero).verdict(on: property)
  case .matrix:
    return try MatrixJudge(matrix: matrix).verdict(on: property)
  }
}

/// The properties that belong to matrices.
///
/// Equations count as met within `tolerance` relative to the greatest entry, and the sentence says so
/// unless they are met exactly.
struct MatrixJudge {
  static let tolerance = 1e-12

  let matrix: Tensor

  private var rows: Int { matrix.shape[0] }
  private var columns: Int { matrix.shape[1] }
  private var isSquare: Bool { rows == columns }
  private var scale: Double { matrix.elements.greatestMagnitude }

  func verdict(on property: Property) throws -> Verdict {
    switch property {
    case .symmetric: try squareOnly(property) { try symmetric() }
    case .orthogonal: try squareOnly(property) { try orthogonal() }
    case .positiveDefinite: try squareOnly(property) { try positiveDefinite() }
    case .idempotent: try squareOnly(property) { try idempotent() }
    case .singular: try singular()
    case .diagonal: diagonal()
    case .linear, .affine, .piecewiseAffine, .smooth, .continuous, .injective, .surjective,
      .bijective, .homeomorphism, .diffeomorphism, .embedding, .immersion, .submersion,
      .localDiffeomorphism, .isometry, .conformal, .volumePreserving, .orientationPreserving,
      .contraction:
      try judge(matrix, property)
    }
  }

  private func squareOnly(
    _ property: Property, _ decide: () throws -> Verdict
  ) rethrows -> Verdict {
    if isSquare { return try decide() }
    return .disproved(
      "A is \(rows) × \(columns), and a matrix that is \(property.predicate) is square")
  }

  private func symmetric() throws -> Verdict {
    let difference = try Tensor.combine(.subtract, matrix, matrix.transposed())
    return equation("A' = A", difference, size: scale) { row, column in
      "\(entry(row, column)) but \(entry(column, row))"
    }
  }

  private func orthogonal() throws -> Verdict {
    let gram = try matrix.transposed().matrixProduct(matrix)
    let difference = try Tensor.combine(.subtract, gram, .identity(columns))
    return equation("A'A = I", difference, size: 1) { _, _ in
      "A'A = \(Notation.tensor(gram)), not the identity"
    }
  }

  private func idempotent() throws -> Verdict {
    let square = try matrix.matrixProduct(matrix)
    let difference = try Tensor.combine(.subtract, square, matrix)
    return equation("A A = A, so A is a projection", difference, size: max(scale, scale * scale)) {
      _, _ in "A A = \(Notation.tensor(square)) is not A"
    }
  }

  private func diagonal() -> Verdict {
    let elements = matrix.elements
    let off = elements.indices.filter { $0 / columns != $0 % columns && elements[$0] != 0 }
    // An entry that is not 0 is not 0: there is no equation that rounding could disturb.
    guard let index = off.max(by: { elements[$0].magnitude < elements[$1].magnitude }) else {
      return .proved("every entry off the diagonal is 0")
    }
    return .refuted(entry(index / columns, index % columns))
  }

  private func positiveDefinite() throws -> Verdict {
    let symmetry = try symmetric()
    guard symmetry.answer == .yes else {
      return Verdict(
        .no, symmetry.basis, "it is not symmetric: \(symmetry.reason)", details: symmetry.details,
        evidence: symmetry.evidence)
    }
    let halves = try Tensor.combine(.add, matrix, matrix.transposed()).elements.map { $0 / 2 }
    let eigen = try Tensor(shape: matrix.shape, elements: halves).symmetricEigen()
    let values = eigen.values.elements
    let least = values.first ?? 0
    let rounding = values.greatestMagnitude * Double(rows) * Double.ulpOfOne
    let shown = "its least eigenvalue is \(Notation.number(least))"
    if least > rounding { return .proved("\(shown) > 0") }
    if least < -rounding {
      let direction = try eigen.vectors.transposed().elements.prefix(rows)
      return .refuted("\(shown) < 0, along \(Notation.vector(Array(direction)))")
    }
    // 0 is not positive; within rounding of 0 only whole numbers can tell.
    let form = try AffineForm(name: "f", matrix: matrix, shift: .init(repeating: 0, shape: [rows]))
    if form.rank < rows, form.certainty == .exact {
      return .disproved("its least eigenvalue is 0: rank A = \(form.rank) < \(rows)")
    }
    return .unknown("\(shown), 0 to the tolerance \(Notation.number(rounding))")
  }

  private func singular() throws -> Verdict {
    guard isSquare else { throw GeometryError.notSquare(.singular, matrix.shape) }
    let zero = try Tensor(repeating: 0, shape: [rows])
    let form = try AffineForm(name: "f", matrix: matrix, shift: zero)
    let phrase = form.rankPhrase(needed: columns)
    if form.rank == columns { return Verdict(.no, .proved, phrase) }
    switch form.certainty {
    case .exact: return .proved(phrase)
    case .numerical: return Verdict(.yes, .tested, phrase)
    }
  }

  /// The verdict on an equation between matrices from the difference of its sides.
  private func equation(
    _ text: String, _ difference: Tensor, size: Double, refuted: (Int, Int) -> String
  ) -> Verdict {
    let magnitudes = difference.elements.map(\.magnitude)
    let worst = magnitudes.indices.max { magnitudes[$0] < magnitudes[$1] } ?? 0
    let defect = magnitudes[worst]
    if defect == 0 { return .proved(text) }
    if defect <= Self.tolerance * size {
      return .proved(
        "\(text) (to \(Notation.number(defect)), tolerance "
          + "\(Notation.number(Self.tolerance * size)))")
    }
    let reason = refuted(worst / columns, worst % columns)
    return Verdict(
      .no, .refuted, reason, details: ["the greatest defect is \(Notation.number(defect))"],
      evidence: [("difference", difference)])
  }

  private func entry(_ row: Int, _ column: Int) -> String {
    "A[\(row), \(column)] = \(Notation.number(matrix.elements[row * columns + column]))"
  }
}
