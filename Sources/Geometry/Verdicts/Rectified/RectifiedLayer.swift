import Tensors

/// x ↦ relu(W x + b) of up to three inputs, and whether it is injective, exactly.
///
/// If f(x) = f(y) then along the segment from x to y every row is constant where it is positive, and
/// so there is a cell near its middle whose active rows are orthogonal to y − x. So f is injective if
/// and only if in every cell of the arrangement {⟨wᵢ, x⟩ + bᵢ = 0} the active rows span ℝⁿ. For b = 0
/// this is the condition of Puthawala, Kothari, Lassas, Dokmanić and de Hoop (2022, theorem 2).
struct RectifiedLayer {
  let form: AffineForm
  /// W, b of the rows with W ≠ 0, and their indices.
  private let rows: [[Double]]
  private let shifts: [Double]
  private let indices: [Int]

  static let inputLimit = 3
  private static let rowLimit = 64
  /// About how many determinants may be computed.
  private static let budget = 1_500_000.0

  /// Answers nil for more inputs or rows, and for weights that are not known exactly.
  init?(_ form: AffineForm) {
    let (n, m) = (form.source, form.target)
    guard n <= Self.inputLimit, form.isExact, form.shiftTolerance == 0 else { return nil }
    let (weights, bias) = (form.matrix.elements, form.shift.elements)
    let all = (0..<m).map { Array(weights[$0 * n..<($0 + 1) * n]) }
    let present = all.indices.filter { all[$0].contains { $0 != 0 } }
    guard present.count <= Self.rowLimit else { return nil }
    self.form = form
    indices = present
    rows = present.map { all[$0] }
    shifts = present.map { bias[$0] }
    let d = isCentral ? n : n + 1
    let cost = Combinations.count(present.count, d - 1) * Double(present.count)
    guard cost <= Self.budget else { return nil }
  }

  private var isCentral: Bool { shifts.allSatisfy { $0 == 0 } }
  private var source: Int { form.source }

  /// Yes with the number of cells, or no with a direction along which nothing changes; nil where the
  /// rows do not span the space at all, or their entries are too far apart for exact arithmetic.
  func injective() throws -> Verdict? {
    let homogeneous = zip(rows, shifts).map { isCentral ? $0 : $0 + [$1] }
    var scaled: [[Double]] = []
    for row in homogeneous {
      guard let row = DeterminantSign.scaled(row) else { return nil }
      scaled.append(row)
    }
    let all = rows.indices.reduce(Arrangement.Rows(0)) { $0 | 1 << Arrangement.Rows($1) }
    guard spanning(all, .exact).count == source else { return nil }
    let space = Notation.space(source)
    let (count, failure) = try cells(of: scaled, .exact)
    guard let failure else {
      return .proved("in each of the \(count) cells of \(space) the active rows span \(space)")
    }
    // Rows that are opposite to rounding leave cells no wider than that between them.
    if !form.isWhole {
      let (count, other) = try cells(of: scaled, .rounded)
      if other == nil, spanning(all, .rounded).count == source {
        return Verdict(
          .yes, .tested,
          "in each of the \(count) cells of \(space) the active rows span \(space), where rows that "
            + "are parallel to rounding count as parallel")
      }
    }
    return witness(failure, homogeneous)
  }

  /// How many cells there are, and the first whose active rows do not span the space.
  private func cells(
    of scaled: [[Double]], _ reading: DeterminantSign.Reading
  ) throws -> (count: Int, failure: Arrangement.Cell?) {
    var seen: Set<Arrangement.Rows> = []
    var failure: Arrangement.Cell?
    try Arrangement(rows: scaled, reading: reading).visit(isCentral ? .both : .affine) { cell in
      guard seen.insert(cell.positive).inserted else { return true }
      if spanning(cell.positive, reading).count < source { failure = cell }
      return failure == nil
    }
    return (seen.count, failure)
  }

  /// Independent rows, as many as there are, of a set.
  private func spanning(
    _ set: Arrangement.Rows, _ reading: DeterminantSign.Reading
  ) -> [[Double]] {
    var chosen: [[Double]] = []
    for (index, row) in rows.enumerated() where set & 1 << Arrangement.Rows(index) != 0 {
      guard let scaled = DeterminantSign.scaled(row),
        Self.areIndependent(chosen + [scaled], reading)
      else {
        continue
      }
      chosen.append(scaled)
      if chosen.count == source { break }
    }
    return chosen
  }

  private static func areIndependent(
    _ rows: [[Double]], _ reading: DeterminantSign.Reading
  ) -> Bool {
    guard let n = rows.first?.count, rows.count <= n else { return rows.isEmpty }
    return Combinations(of: n, taking: rows.count).contains { columns in
      DeterminantSign.determinant(rows.map { row in columns.map { row[$0] } }, reading) != 0
    }
  }

  // MARK: The witness

  private func witness(
    _ cell: Arrangement.Cell, _ homogeneous: [[Double]]
  ) -> Verdict {
    let active = rows.indices.filter { cell.positive & 1 << Arrangement.Rows($0) != 0 }
    let v = forgotten(spanning(cell.positive, .exact))
    let which: String =
      switch active.count {
      case 0: "no row is active"
      case 1: "only row \(indices[active[0]]) is active"
      default:
        "only rows \(Notation.list(active.map { "\(indices[$0])" })) are active, which do not span "
          + Notation.space(source)
      }
    let consequence = "so nothing changes along \(Notation.vector(v))"
    guard let x = interior(of: cell, homogeneous) else {
      return .disproved("in a cell \(which), \(consequence)")
    }
    var step = 1.0
    for _ in 0..<60 {
      let y = combination(x, step, v)
      if lies(y, in: cell, homogeneous) {
        return Verdict(
          .no, .refuted, "at \(Notation.vector(x)) \(which), \(consequence)",
          evidence: [("x", Tensor(x)), ("y", Tensor(y)), ("direction", Tensor(v))])
      }
      step /= 2
    }
    return Verdict(
      .no, .refuted, "at \(Notation.vector(x)) \(which), \(consequence)",
      evidence: [("x", Tensor(x)), ("direction", Tensor(v))])
  }

  /// A unit vector orthogonal to fewer rows than the space has dimensions.
  private func forgotten(_ chosen: [[Double]]) -> [Double] {
    var basis = chosen
    for axis in 0..<source where basis.count < source - 1 {
      let unit = (0..<source).map { $0 == axis ? 1.0 : 0 }
      if Self.areIndependent(basis + [unit], .exact) { basis.append(unit) }
    }
    let v = Arrangement.normal(basis)
    let size = Tensor(v).norm
    return v.map { $0 == 0 ? 0 : $0 / size }
  }

  /// A point of the cell, short in decimal digits where that is enough.
  private func interior(of cell: Arrangement.Cell, _ homogeneous: [[Double]]) -> [Double]? {
    for halvings in stride(from: 0, to: 40, by: 2) {
      let epsilon = 1 / Double(1 << halvings)
      let sum = cell.directions.reversed().reduce([Double](repeating: 0, count: 0)) { rest, u in
        rest.isEmpty ? u : combination(u, epsilon, rest)
      }
      var x = sum
      if !isCentral {
        let last = x.removeLast()
        guard last > 0 else { continue }
        x = x.map { $0 / last }
      } else {
        let size = Tensor(x).norm
        x = x.map { $0 / size }
      }
      for digits in [10.0, 100, 1000] {
        let short = x.map { ($0 * digits).rounded() / digits + 0 }
        if lies(short, in: cell, homogeneous) { return short }
      }
      if lies(x, in: cell, homogeneous) { return x }
    }
    return nil
  }

  private func lies(
    _ x: [Double], in cell: Arrangement.Cell, _ homogeneous: [[Double]]
  ) -> Bool {
    guard x.allSatisfy(\.isFinite) else { return false }
    let point = isCentral ? x : x + [1]
    return homogeneous.indices.allSatisfy { index in
      let isActive = cell.positive & 1 << Arrangement.Rows(index) != 0
      return DeterminantSign.product(homogeneous[index], point) == (isActive ? 1 : -1)
    }
  }
}

extension Piece {
  /// An affine link and relu after it as one link, whose injectivity is decided exactly; nil where the
  /// condition does not decide it.
  init?(rectified affine: Piece, then relu: Piece) throws {
    guard let form = affine.form else { return nil }
    let name = "\(affine.name) |> \(relu.name)"
    let proof = StructuralProof([affine, relu])
    guard let layer = RectifiedLayer(form), let verdict = try layer.injective() else {
      return nil
    }
    self.init(
      name: name, source: form.source, target: form.target, width: affine.width,
      lipschitz: proof.lipschitz, bounds: { proof.bounds($0) })
    for property in [
      Property.surjective, .submersion, .continuous, .smooth, .immersion,
    ] {
      let known = proof.verdict(on: property)
      if known.answer != .unknown { facts[property] = known }
    }
    facts[.injective] = verdict
    facts[.embedding] =
      verdict.answer == .no
      ? verdict
      : Verdict(.yes, verdict.basis, "\(verdict.reason), and it grows without bound on each")
    // Some row is not 0, and so vanishes somewhere.
    let elements = form.matrix.elements
    if let row = (0..<form.target).first(where: { row in
      elements[row * form.source..<(row + 1) * form.source].contains { $0 != 0 }
    }) {
      let corner = "coordinate \(row) has a corner where row \(row) of the weights gives 0"
      facts[.smooth] = .disproved(corner)
      facts[.immersion] = .disproved("\(name) is not differentiable: \(corner)")
      facts[.submersion] = facts[.immersion]
    }
  }
}
