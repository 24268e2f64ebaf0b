import Maps
import Tensors

/// Whether a piecewise affine map of the line or the plane is injective, decided on its cells.
///
/// Between spaces of one dimension it is injective if and only if det A has one sign on all cells and
/// one value that no wall takes has one original: with one sign the map is open and proper, all such
/// values have equally many originals, and two originals of any value would have neighbours with one
/// value too. *Source*: Scholtes, Introduction to Piecewise Differentiable Equations (2012), section 2.3.
/// Into more dimensions no two images of cells may meet but where the cells do.
///
/// An injective one is proper, since no cell maps a direction to 0, and so it is an embedding.
extension WholeMap {
  /// The verdict on being injective, or an embedding, which is the same here.
  func injective(_ property: Property) throws -> Verdict? {
    if source > target { return nil }
    if let verdict = try collapsed() { return verdict }
    let verdict =
      source == target
      ? source == 1 ? try monotone() : try oriented() : try meeting()
    guard let verdict, verdict.answer == .yes, property != .injective else { return verdict }
    return Verdict(
      .yes, .proved, "\(verdict.reason); and |f(x)| grows with |x|",
      evidence: verdict.evidence)
  }

  /// No when a cell has fewer dimensions after the map.
  private func collapsed() throws -> Verdict? {
    for piece in pieces {
      guard let direction = forgotten(piece) else { continue }
      let rank = piece.map.contains { !isFlat($0) } ? 1 : 0
      guard let x = inner(piece.cell) else {
        return .disproved("on one of its cells its derivative has rank \(rank) < \(source)")
      }
      let along = "it is constant along \(Notation.vector(direction)) around \(show(x))"
      guard let y = moved(x, direction, in: piece.cell) else { return .disproved(along) }
      let value = value(piece, at: x)
      let reason =
        source == 1
        ? "\(call(x)) = \(call(y)) = \(showValue(value)): it is constant between them"
        : "\(call(x)) = \(call(y)) = \(showValue(value)): \(along)"
      return Verdict(
        .no, .refuted, reason,
        evidence: [
          ("x", located(x)), ("y", located(y)), ("direction", Tensor(direction)),
        ])
    }
    return nil
  }

  private func isFlat(_ form: ExactVector) -> Bool {
    form.entries.dropFirst().allSatisfy { $0.sign == 0 }
  }

  /// A direction that a piece sends to 0, of length 1.
  private func forgotten(_ piece: Piece) -> [Double]? {
    let steep = piece.map.filter { !isFlat($0) }
    guard let first = steep.first else { return source == 1 ? [1] : [1, 0] }
    guard source == 2 else { return nil }
    let isRankOne = steep.dropFirst().allSatisfy { row in
      (first[1] * row[2] - first[2] * row[1]).sign == 0
    }
    guard isRankOne else { return nil }
    let direction = Tensor([-first.rough[2], first.rough[1]])
    return direction.elements.map { $0 / direction.norm + 0 }
  }

  /// A point of the cell in a direction from another one.
  private func moved(_ x: [Double], _ direction: [Double], in cell: ExactCell) -> [Double]? {
    for halvings in 0..<50 {
      let step = 1 / Double(1 << halvings)
      for sign in [1.0, -1] {
        let y = combination(x, sign * step, direction)
        if y != x, cell.side(of: Self.homogeneous(y)) > 0 { return y }
      }
    }
    return nil
  }

  // MARK: From the line to itself

  private func monotone() throws -> Verdict? {
    let signs = Set(pieces.map(\.sign))
    guard signs.count == 2 else {
      let slopes = pieces.map { $0.map[0].rough[1] }
      let (least, most) = (slopes.min() ?? 0, slopes.max() ?? 0)
      let way = signs == [1] ? "positive" : "negative"
      return .proved(
        "its slope is \(way) on \(everyCell), between \(Notation.number(least)) and "
          + Notation.number(most))
    }
    return folded(bend: { "its slope changes from \($0) to \($1) at \($2)" })
  }

  // MARK: From the plane to itself

  private func oriented() throws -> Verdict? {
    let signs = Set(pieces.map(\.sign))
    guard signs.count == 1, let sign = signs.first else {
      return folded(bend: { "det J changes from \($0) to \($1) at \($2), so it folds there" })
    }
    guard let (value, originals) = originals() else { return nil }
    let sizes = pieces.compactMap { $0.determinant?.approximation.magnitude }
    let least = Notation.number(sizes.min() ?? 0)
    let way = sign > 0 ? "positive" : "negative"
    let shown = showValue(value.map(\.approximation))
    guard originals.count > 1 else {
      return .proved(
        "det J is \(way) on \(everyCell) (smallest |det J| = \(least)), and the value \(shown) has "
          + "one original, so every value has one")
    }
    let (x, y) = (originals[0].point, originals[1].point)
    return Verdict(
      .no, .refuted, "\(call(x)) = \(call(y)) = \(shown)",
      details: [
        "det J is \(way) on \(everyCell), so it covers the plane \(originals.count) times"
      ],
      evidence: [("x", located(x)), ("y", located(y))])
  }

  /// Two points on both sides of a wall at which the orientation changes, with one value.
  private func folded(bend: (String, String, String) -> String) -> Verdict {
    for piece in pieces where piece.sign > 0 {
      for middle in piece.cell.edgeMiddles {
        for other in pieces where other.sign < 0 && other.cell.side(of: middle) >= 0 {
          let wall = middle.rough.dropFirst().map { $0 / middle.rough[0] }
          let change = bend(
            Notation.number(piece.determinant?.approximation ?? 0),
            Notation.number(other.determinant?.approximation ?? 0), show(wall))
          guard let start = inner(other.cell) else { continue }
          for halvings in 0..<40 {
            let step = 1 / Double(1 << halvings)
            let y = zip(wall, start).map { $0 + step * ($1 - $0) }
            guard other.cell.side(of: Self.homogeneous(y)) > 0,
              let x = original(of: value(other, Self.homogeneous(y)), in: piece),
              piece.cell.side(of: x) > 0
            else { continue }
            let point = x.rough.dropFirst().map { $0 / x.rough[0] }
            return Verdict(
              .no, .refuted,
              "\(call(point)) = \(call(y)) = \(showValue(value(other, at: y)))",
              details: [change],
              evidence: [("x", located(point)), ("y", located(y))])
          }
          return .disproved(change)
        }
      }
    }
    let word = source == 1 ? "its slope" : "det J"
    return .disproved("\(word) is positive on some of its cells and negative on others")
  }

  // MARK: Originals

  /// The point that a nonsingular piece, continued to the whole space, sends to a value.
  func original(of value: [ExactNumber], in piece: Piece) -> ExactVector? {
    guard let determinant = piece.determinant, piece.sign != 0 else { return nil }
    let wanted = zip(value, piece.map).map { $0 - $1[0] }
    let solution: [ExactNumber]
    if source == 1 {
      solution = [determinant, wanted[0]]
    } else {
      let (a, b) = (piece.map[0], piece.map[1])
      solution = [
        determinant, wanted[0] * b[2] - a[2] * wanted[1], a[1] * wanted[1] - wanted[0] * b[1],
      ]
    }
    return ExactVector(piece.sign > 0 ? solution : solution.map { -$0 })
  }

  /// A point with the value of a piece in which it lies.
  struct Original {
    let piece: Piece
    let point: [Double]
  }

  /// All points that the nonsingular pieces send to a value; nil when one of them is on a wall.
  func originals(of value: [ExactNumber]) throws -> [Original]? {
    var found: [Original] = []
    for piece in pieces where piece.sign != 0 {
      guard let x = original(of: value, in: piece) else { continue }
      switch piece.cell.side(of: x) {
      case 1:
        found.append(Original(piece: piece, point: x.rough.dropFirst().map { $0 / x.rough[0] }))
      case 0: return nil
      default: break
      }
    }
    return found
  }

  /// A value that no wall takes, with all its originals.
  private func originals() -> (value: [ExactNumber], originals: [Original])? {
    for piece in pieces.prefix(64) {
      guard let x = inner(piece.cell) else { continue }
      // Off the simple fractions at which walls are built.
      for step in [0, 0.0137, 0.00391] {
        let moved = x.enumerated().map { $1 + step * Double($0 + 1) }
        let point = Self.homogeneous(moved)
        guard piece.cell.side(of: point) > 0 else { continue }
        let value = value(piece, point)
        if let found = try? originals(of: value), !found.isEmpty { return (value, found) }
      }
    }
    return nil
  }
}
