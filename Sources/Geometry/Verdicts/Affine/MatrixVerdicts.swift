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
    var form = try AffineForm(name: "f", matrix: matrix, shift: zero)
    form.subject = "it"
    return try form.verdict(on: property)
  case .matrix:
    return try MatrixJudge(matrix: matrix).verdict(on: property)
  }
}

/// The properties that belong to matrices.
///
/// An equation between computed products counts as met within the rounding of each entry, and the
/// sentence says so unless it is met exactly.
struct MatrixJudge {
  let matrix: Tensor

  private var rows: Int { matrix.shape[0] }
  private var columns: Int { matrix.shape[1] }
  private var isSquare: Bool { rows == columns }

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
    let elements = matrix.elements
    var worst: (index: Int, defect: Double)?
    for row in 0..<rows {
      for column in row + 1..<max(columns, row + 1) {
        let (a, b) = (elements[row * columns + column], elements[column * columns + row])
        guard a != b else { continue }
        let defect = (a / 2 - b / 2).magnitude / max(a.magnitude / 2, b.magnitude / 2)
        if defect > worst?.defect ?? -1 { worst = (row * columns + column, defect) }
      }
    }
    guard let worst else { return .proved("A' = A") }
    if worst.defect <= Self.pairTolerance {
      return Verdict(
        .yes, .tested,
        "A' = A (to \(Notation.number(worst.defect)) of an entry, tolerance "
          + "\(Notation.number(Self.pairTolerance)))")
    }
    let (row, column) = (worst.index / columns, worst.index % columns)
    let difference = try Tensor.combine(.subtract, matrix, matrix.transposed())
    return different(
      "\(entry(row, column)) but \(entry(column, row))", difference, worst.index)
  }

  /// By how much, relative to the larger, an entry and its mirror image may differ.
  private static let pairTolerance = 4 * Double.ulpOfOne

  private func orthogonal() throws -> Verdict {
    let gram = try RoundedProduct(matrix.transposed(), matrix)
    let n = columns
    return try equation("A'A = I", gram, "A'A = \(Notation.tensor(gram.matrix)), not the identity")
    {
      $0 % (n + 1) == 0 ? 1 : 0
    }
  }

  private func idempotent() throws -> Verdict {
    let square = try RoundedProduct(matrix, matrix)
    let elements = matrix.elements
    return try equation(
      "A A = A, so A is a projection", square, "A A = \(Notation.tensor(square.matrix)) is not A"
    ) { elements[$0] }
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
        symmetry.answer, symmetry.basis, "it is not symmetric: \(symmetry.reason)",
        details: symmetry.details,
        evidence: symmetry.evidence)
    }
    let elements = matrix.elements
    let n = rows
    if let i = (0..<n).first(where: { elements[$0 * (n + 1)] <= 0 }) {
      return .refuted("\(entry(i, i)), and x'A x is that for the unit vector x of index \(i)")
    }
    if (0..<n * n).allSatisfy({ $0 % (n + 1) == 0 || elements[$0] == 0 }) {
      return .proved("it is diagonal with entries > 0")
    }
    // With D in powers of two D A D is definite when A is, and its diagonal lies in [1, 4).
    let factors = (0..<n).map { i in
      Double(sign: .plus, exponent: -Int(elements[i * (n + 1)].exponent / 2), significand: 1)
    }
    let halves = elements.indices.map { index in
      let (row, column) = (index / n, index % n)
      let sum = elements[index] / 2 + elements[column * n + row] / 2
      return sum * factors[row] * factors[column]
    }
    guard halves.allSatisfy(\.isFinite) else {
      return .unknown("its entries are too far apart for its eigenvalues to be computed")
    }
    let eigen = try Tensor(shape: matrix.shape, elements: halves).symmetricEigen()
    let values = eigen.values.elements
    let least = values.first ?? 0
    let rounding = 4 * values.greatestMagnitude * Double(rows) * Double.ulpOfOne
    let isScaled = factors.contains { $0 != 1 }
    let shown =
      "\(isScaled ? "with rows and columns scaled alike " : "")its least eigenvalue is "
      + Notation.number(least)
    if least > rounding { return Verdict(.yes, symmetry.basis, "\(shown) > 0") }
    if least < -rounding {
      let direction = try eigen.vectors.transposed().elements.prefix(rows)
      return .refuted("\(shown) < 0, along \(Notation.vector(Array(direction)))")
    }
    // 0 is not positive; within rounding of 0 only exact arithmetic can tell.
    let form = try AffineForm(name: "f", matrix: matrix, shift: .init(repeating: 0, shape: [rows]))
    if form.highest < rows {
      return .disproved("it is singular: rank A = \(form.highest) < \(rows)")
    }
    return .unknown("\(shown), 0 to the tolerance \(Notation.number(rounding))")
  }

  private func singular() throws -> Verdict {
    guard isSquare else { throw GeometryError.notSquare(.singular, matrix.shape) }
    let zero = try Tensor(repeating: 0, shape: [rows])
    let form = try AffineForm(name: "f", matrix: matrix, shift: zero)
    let phrase = form.rankPhrase(needed: columns)
    if form.lowest == columns { return Verdict(.no, .proved, phrase) }
    return form.highest < columns ? .proved(phrase) : .unknown(phrase)
  }

  /// The verdict on an equation between a computed product and a matrix.
  private func equation(
    _ text: String, _ product: RoundedProduct, _ refuted: String, _ expected: (Int) -> Double
  ) throws -> Verdict {
    switch product.comparison(with: expected) {
    case .equal: return .proved(text)
    case .within(let defect, let bound):
      return Verdict(
        .yes, .tested,
        "\(text) (to \(Notation.number(defect)), tolerance \(Notation.number(bound)))")
    case .unclear: return .unknown("the product is too large to be computed")
    case .different(let index):
      let elements = product.matrix.elements
      let difference = try Tensor(
        shape: matrix.shape, elements: elements.indices.map { elements[$0] - expected($0) })
      return different(refuted, difference, index)
    }
  }

  private func different(_ reason: String, _ difference: Tensor, _ index: Int) -> Verdict {
    let defect = difference.elements[index].magnitude
    return Verdict(
      .no, .refuted, reason, details: ["the greatest defect is \(Notation.number(defect))"],
      evidence: [("difference", difference)])
  }

  private func entry(_ row: Int, _ column: Int) -> String {
    "A[\(row), \(column)] = \(Notation.number(matrix.elements[row * columns + column]))"
  }
}
