import Maps
import Tensors

extension WholeMap {
  /// The verdict on a property; nil where the cells do not decide it.
  ///
  /// A "no" that rests on cells no wider than rounding is not believed: weights that were rounded make
  /// such cells between walls that were meant to be one.
  func verdict(on property: Property) throws -> Verdict? {
    let unity = unity
    switch unity {
    case .one: return try affine(property, unity).map(finished)
    case .oneToRounding where Self.isOfForm(property):
      return try affine(property, unity).map {
        Self.softened(
          $0,
          "the maps of its cells differ by at most \(Notation.number(Self.rounding)) of their largest "
            + "number")
      }
    case .oneToRounding, .several: break
    }
    let verdict = try decided(property).map(finished)
    guard verdict?.answer == .no, let thick = withoutSlivers(),
      let other = try thick.verdict(on: property)
    else { return verdict }
    return other.answer == .no
      ? other : Self.softened(other, leftOut(pieces.count - thick.pieces.count))
  }

  private func leftOut(_ count: Int) -> String {
    let width = "\(Notation.number(Self.rounding)) of their distance from the origin"
    return "left out: \(count) of \(pieces.count) parts of the domain, no wider than \(width)"
  }

  /// The verdict on the one affine map that is the map on all cells.
  private func affine(_ property: Property, _ unity: Unity) throws -> Verdict? {
    let verdict = try affineForm(unity).verdict(on: property)
    guard verdict.answer != .unknown else { return nil }
    return Verdict(
      verdict.answer, verdict.basis, verdict.reason,
      details: verdict.details + ["it is the same affine map on \(everyCell)"],
      evidence: verdict.evidence)
  }

  /// Whether a property asks for one formula, or for derivatives that fit together.
  private static func isOfForm(_ property: Property) -> Bool {
    switch property {
    case .linear, .affine, .smooth, .diffeomorphism, .isometry, .immersion, .submersion,
      .localDiffeomorphism, .conformal:
      true
    case .piecewiseAffine, .continuous, .injective, .surjective, .bijective, .homeomorphism,
      .embedding, .volumePreserving, .orientationPreserving, .contraction, .symmetric, .orthogonal,
      .positiveDefinite, .singular, .idempotent, .diagonal:
      false
    }
  }

  private func decided(_ property: Property) throws -> Verdict? {
    switch property {
    case .linear, .affine:
      return corner.map { .disproved("\($0), and that of an affine map is the same everywhere") }
    case .smooth, .diffeomorphism: return corner.map { .disproved("it is not smooth: \($0)") }
    case .isometry:
      return corner.map {
        .disproved("\($0), and a map that keeps all distances is affine")
      }
    case .immersion, .submersion, .localDiffeomorphism, .conformal:
      return corner.map { .disproved("it is not differentiable: \($0)") }
    case .injective, .embedding: return try injective(property)
    case .surjective: return try surjective()
    case .bijective, .homeomorphism:
      guard let onto = try surjective(), let apart = try injective(property) else { return nil }
      if onto.answer == .no { return onto }
      if apart.answer == .no { return apart }
      return Verdict(
        .yes, .proved, [apart.reason, onto.reason].uniqued.joined(separator: "; "),
        evidence: apart.evidence)
    case .orientationPreserving: return orientation()
    case .contraction: return try contraction()
    case .volumePreserving: return volume()
    case .piecewiseAffine, .continuous, .symmetric, .orthogonal, .positiveDefinite, .singular,
      .idempotent, .diagonal:
      return nil
    }
  }

  /// Where the derivative jumps, in words.
  private var corner: String? {
    for (index, piece) in pieces.enumerated() {
      for middle in piece.cell.edgeMiddles {
        for other in pieces[(index + 1)...] where other.cell.side(of: middle) >= 0 {
          guard zip(piece.map, other.map).contains(where: { !($0 == $1) }),
            let before = try? matrix(piece), let after = try? matrix(other)
          else { continue }
          let point = middle.rough.dropFirst().map { $0 / middle.rough[0] }
          let isLine = source == 1 && target == 1
          let (from, to) = (
            isLine ? Notation.number(before.elements[0]) : Notation.tensor(before),
            isLine ? Notation.number(after.elements[0]) : Notation.tensor(after)
          )
          return "at \(show(point)) its derivative jumps from \(from) to \(to)"
        }
      }
    }
    return nil
  }

  private func orientation() -> Verdict? {
    guard source == target else { return nil }
    let word = source == 1 ? "its slope" : "det J"
    for isChosen in [{ (piece: Piece) in piece.sign < 0 }, { $0.sign == 0 }] {
      guard let (piece, x) = point(where: isChosen) else { continue }
      let value = Notation.number(piece.determinant?.approximation ?? 0)
      return Verdict(
        .no, .refuted, "\(word) is \(value) at \(show(x))", evidence: [("x", located(x))])
    }
    guard pieces.allSatisfy({ $0.sign > 0 }) else { return nil }
    return .proved("\(word) is positive on \(everyCell)")
  }

  private func volume() -> Verdict? {
    guard source == target else { return nil }
    let word = source == 1 ? "|slope|" : "|det J|"
    func isUnit(_ piece: Piece) -> Bool {
      guard let determinant = piece.determinant else { return false }
      return (determinant * determinant - ExactNumber(1)).sign == 0
    }
    if let (piece, x) = point(where: { !isUnit($0) }), let determinant = piece.determinant {
      let size = determinant.approximation.magnitude
      // As near to 1 as the constants of the layers were rounded, it may be 1.
      guard (size - 1).magnitude > 1e-12 else { return nil }
      return Verdict(
        .no, .refuted,
        "at \(show(x)) volumes are multiplied by \(word) = \(Notation.number(size, against: 1))",
        evidence: [("x", located(x))])
    }
    guard pieces.allSatisfy(isUnit) else { return nil }
    let orientations = Set(pieces.map(\.sign))
    guard orientations.count == 1 else { return nil }
    return .proved("\(word) = 1 on \(everyCell)")
  }

  /// Of a continuous map the best Lipschitz constant is that of its steepest piece.
  private func contraction() throws -> Verdict? {
    func shortens(_ piece: Piece) -> Bool {
      func product(_ i: Int, _ j: Int) -> ExactNumber {
        piece.map.reduce(ExactNumber()) { $0 + $1[i] * $1[j] }
      }
      // I − AᵀA is positive definite.
      let first = ExactNumber(1) - product(1, 1)
      guard source == 2 else { return first.sign > 0 }
      let (mixed, second) = (product(1, 2), ExactNumber(1) - product(2, 2))
      return first.sign > 0 && (first * second - mixed * mixed).sign > 0
    }
    let steepest = try steepest()
    let stretch = Notation.number(steepest.stretch, against: 1)
    guard pieces.allSatisfy(shortens) else {
      guard let (piece, x) = point(where: { !shortens($0) }) else { return nil }
      let value = try matrix(piece).singularValues().elements.first ?? 0
      return Verdict(
        .no, .refuted,
        "around \(show(x)) it stretches by \(Notation.number(value, against: 1)), not by less than 1",
        evidence: [("x", located(x)), ("J", try matrix(piece))])
    }
    return .proved("it stretches by at most \(stretch) < 1 on \(everyCell)")
  }

  /// The greatest stretch, with a point where it is reached.
  func steepest() throws -> (stretch: Double, point: [Double]) {
    var rows: [Double] = []
    for piece in pieces { rows += piece.map.flatMap { $0.rough.dropFirst() } }
    let values = try Tensor(
      shape: Shape.checked([pieces.count, target, source]), elements: rows
    ).singularValues()
    let (width, elements) = (values.shape[1], values.elements)
    let order = pieces.indices.sorted { elements[$0 * width] > elements[$1 * width] }
    let best = elements[order[0] * width]
    let place = order.first { index in
      elements[index * width] >= best * (1 - 1e-12) && inner(pieces[index].cell) != nil
    }
    let cell = pieces[place ?? order[0]].cell
    return (best, inner(cell) ?? cell.middle)
  }
}

extension WholeMap.Outcome {
  /// The verdict of the cells, where they were found and decide it.
  func verdict(on property: Property) throws -> Verdict? {
    guard case .found(let whole) = self else { return nil }
    return try whole.verdict(on: property)
  }

  /// A verdict that leaves a question open, with why the cells do not decide it.
  func qualified(_ verdict: Verdict, _ property: Property) -> Verdict {
    let reason: String
    switch self {
    case .unavailable: return verdict
    case .tooMany(let count):
      reason = "\(count) cells were found, and it has more, too many to look at each"
    case .found(let whole):
      guard whole.source < whole.target, whole.pieces.count > WholeMap.pairLimit,
        property == .injective || property == .embedding
      else { return verdict }
      reason =
        "its \(whole.cellCount) cells are more than can be compared with one another "
        + "(\(WholeMap.pairLimit))"
    }
    return Verdict(
      verdict.answer, verdict.basis, "\(verdict.reason); \(reason)", details: verdict.details,
      evidence: verdict.evidence)
  }
}
