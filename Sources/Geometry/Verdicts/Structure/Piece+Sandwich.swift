import Maps
import Tensors

/// Affine, strictly monotone element by element, affine: wider in between than at the start.
///
/// f(x) = V φ(W x + b) + c with every φ strictly increasing satisfies f(x) − f(y) = V D W (x − y) with a diagonal
/// D > 0 of difference quotients. By the formula of Cauchy and Binet
/// det (V D W) = Σ det V[:, S] · ∏ d · det W[S, :], over the sets S of n hidden units. If the products of
/// minors are all ≥ 0 and one is > 0, or all ≤ 0 and one < 0, no D > 0 makes this 0, and f is injective. The
/// Jacobian is such a product with D = φ′.
///
/// *Source*: Müller, Feliu, Regensburger, Conradi, Shiu and Dickenstein, Sign conditions for injectivity of
/// generalized polynomial maps (2016).
extension Piece {
  private static let largestMinor = 4
  private static let subsetLimit = 20_000.0

  /// The links with every such sandwich as one, where the minors decide it.
  static func sandwiched(_ pieces: [Piece]) throws -> [Piece] {
    var result: [Piece] = []
    var start = 0
    while start < pieces.count {
      var end = start + 1
      while end < pieces.count, pieces[end].isStrictlyMonotone { end += 1 }
      if end > start + 1, end < pieces.count,
        let sandwich = try Piece(sandwiching: Array(pieces[start...end]))
      {
        result.append(sandwich)
        start = end + 1
      } else {
        result.append(pieces[start])
        start += 1
      }
    }
    return result
  }

  /// Whether it applies a continuous function to every element that increases strictly everywhere, or
  /// decreases.
  private var isStrictlyMonotone: Bool {
    guard let curve, isTotal, answer(.continuous) == .yes else { return false }
    return switch curve.course {
    case .increasing, .decreasing: true
    case .oneToOne, .folded: false
    }
  }

  /// Nil unless the links are such a sandwich whose minors have one sign.
  private init?(sandwiching links: [Piece]) throws {
    guard let first = links.first?.form, let last = links.last?.form, first.isExact, last.isExact,
      first.target > first.source, last.target >= first.source,
      first.source <= Self.largestMinor
    else { return nil }
    let (n, m) = (first.source, first.target)
    guard Combinations.count(m, n) * Combinations.count(last.target, n) <= Self.subsetLimit,
      let expand = Self.scaledRows(first.matrix),
      let contract = Self.scaledRows(try last.matrix.transposed())
    else { return nil }
    var found: (sign: Int, count: Int)?
    for rows in Combinations(of: last.target, taking: n) {
      try Supervision.check()
      var (positive, negative) = (0, 0)
      for units in Combinations(of: m, taking: n) where positive == 0 || negative == 0 {
        let minor = DeterminantSign.determinant(units.map { expand[$0] })
        guard minor != 0 else { continue }
        let other = DeterminantSign.determinant(
          units.map { unit in rows.map { contract[unit][$0] } })
        if minor * other > 0 { positive += 1 }
        if minor * other < 0 { negative += 1 }
      }
      if positive > 0, negative == 0 { found = (1, positive) }
      if negative > 0, positive == 0 { found = (-1, negative) }
      if found != nil { break }
    }
    guard let found else { return nil }
    let inner = links.dropFirst().dropLast()
    let proof = StructuralProof(links)
    let names = links.map(\.name).joined(separator: " |> ")
    self.init(
      name: names, source: n, target: last.target, width: (n, .proved),
      lipschitz: proof.lipschitz, bounds: { proof.bounds($0) })
    isLocallyLipschitz = links.allSatisfy(\.isLocallyLipschitz)
    saturates = links.contains(where: \.saturates)
    let side = found.sign > 0 ? "> 0" : "< 0"
    let products =
      found.count == 1
      ? "the only product of minors in det (V D W) that is not 0 is \(side)"
      : "the \(found.count) products of minors in det (V D W) that are not 0 are all \(side)"
    let reason =
      "\(products), for the matrices W of \(links[0].name) and V of \(links[links.count - 1].name) and any "
      + "diagonal D > 0; so f(x) - f(y) = V D W (x - y) is 0 for x = y only"
    facts[.injective] = .proved(reason)
    facts[.embedding] = .proved(reason)
    for property in [Property.continuous, .smooth, .surjective] {
      let verdict = proof.verdict(on: property)
      if verdict.answer != .unknown { facts[property] = verdict }
    }
    let isSteep = inner.allSatisfy { $0.answer(.immersion) == .yes }
    if isSteep {
      facts[.immersion] = .proved(
        "\(products), for any diagonal D > 0, also for that of derivatives")
      if n == last.target { facts[.submersion] = facts[.immersion] }
    }
    guard n == last.target else { return }
    let reversing = inner.filter {
      if case .decreasing? = $0.curve?.course { true } else { false }
    }.count
    orientation = reversing.isMultiple(of: 2) || n.isMultiple(of: 2) ? found.sign : -found.sign
    // Slopes between positive bounds are a compact set of D, on which |det| has a least value.
    if facts[.surjective] == nil,
      inner.allSatisfy({ ($0.leastSlope ?? 0) > 0 && $0.lipschitz != nil })
    {
      facts[.surjective] = .proved(
        "\(reason); and the slopes D lie between positive bounds, so distances shrink by no more than a "
          + "constant factor")
    }
  }

  private static func scaledRows(_ matrix: Tensor) -> [[Double]]? {
    let (elements, n) = (matrix.elements, matrix.shape[1])
    var rows: [[Double]] = []
    for start in stride(from: 0, to: elements.count, by: n) {
      guard let row = DeterminantSign.scaled(Array(elements[start..<start + n])) else { return nil }
      rows.append(row)
    }
    return rows
  }
}
