import Autodiff
import Maps
import Tensors

/// One link of a chain of maps, with what is known of it alone.
///
/// A property missing from `facts` is unknown. What a piece is said to be holds wherever the piece is
/// defined.
struct Piece {
  /// Which coordinates are bounded below and above.
  struct Bounds {
    var below: [Bool]
    var above: [Bool]

    static func none(_ count: Int) -> Bounds {
      Bounds(
        below: [Bool](repeating: false, count: count), above: [Bool](repeating: false, count: count)
      )
    }

    static func all(_ count: Int) -> Bounds {
      Bounds(
        below: [Bool](repeating: true, count: count), above: [Bool](repeating: true, count: count))
    }

    var areAll: Bool { !below.contains(false) && !above.contains(false) }
    var areNone: Bool { !below.contains(true) && !above.contains(true) }
  }

  /// What a sentence calls it.
  let name: String
  /// The dimensions of its domain and codomain.
  let source: Int
  let target: Int
  /// Of what is known, by property.
  var facts: [Property: Verdict] = [:]
  /// Whether it has a value everywhere.
  var isTotal = true
  /// Where it has one, in words, unless that is everywhere.
  var domain: String?
  /// Whether small steps make steps no larger than a constant times as large, near every point.
  var isLocallyLipschitz = true
  /// A dimension in which its image lies, with how certain that is.
  var width: (dimension: Int, basis: Verdict.Basis)
  /// A Lipschitz constant on the whole domain.
  var lipschitz: Double?
  /// What its difference quotients in every coordinate are never below, where it works element by element.
  var leastSlope: Double?
  /// 1 if it keeps orientation wherever it is injective, −1 if it reverses it.
  var orientation: Int?
  /// Whether a derivative that is not 0 may be computed as 0.
  var saturates = false
  /// Whether it is x ↦ max(x, 0) of every element.
  var isRectifier = false
  /// The matrix of an affine piece.
  var form: AffineForm?
  /// The function of a piece that applies one to every element.
  var curve: ElementwiseFacts?
  /// The bounds of the values from those of the points.
  var bounds: @Sendable (Bounds) -> Bounds

  func answer(_ property: Property) -> Verdict.Answer { facts[property]?.answer ?? .unknown }

  /// `affine(2, 8) is injective (rank 2)`, `relu is not injective`.
  func clause(_ property: Property) -> String {
    switch answer(property) {
    case .yes:
      let isOfRank = ![.smooth, .continuous, .volumePreserving].contains(property)
      let rank = isOfRank ? form.map { " (rank \($0.lowest))" } ?? "" : ""
      return "\(name) is \(property.predicate)\(rank)"
    case .no:
      let place = property == .injective ? " on \(Notation.space(source))" : ""
      return "\(name) is not \(property.predicate)\(place)"
    case .unknown: return "nothing proves that \(name) is \(property.predicate)"
    }
  }
}

extension Piece {
  /// x ↦ A x + b.
  init(affine form: AffineForm) {
    let (matrix, columns) = (form.matrix.elements, form.source)
    let rounding = form.bounds
    self.init(
      name: form.name, source: form.source, target: form.target, width: (form.highest, .proved),
      lipschitz: form.evidence.singularValues.first.map { $0 + Tensor(form.bounds).norm },
      form: form
    ) { bounds in
      var result = Bounds.all(matrix.count / columns)
      for (index, entry) in matrix.enumerated() where entry != 0 || rounding[index] != 0 {
        let (row, column) = (index / columns, index % columns)
        var (below, above) = (bounds.below[column], bounds.above[column])
        // Of an unknown sign, an entry may point either way.
        if entry.magnitude <= rounding[index] { (below, above) = (below && above, below && above) }
        result.below[row] = result.below[row] && (entry > 0 ? below : above)
        result.above[row] = result.above[row] && (entry > 0 ? above : below)
      }
      return result
    }
    facts = [
      .affine: .proved("\(name) is affine"), .smooth: .proved("\(name) is affine"),
      .continuous: .proved("\(name) is affine"),
    ]
    for property in [Property.injective, .embedding, .immersion, .surjective, .submersion] {
      let needed = property == .surjective || property == .submersion ? target : source
      let phrase = form.rankPhrase(needed: needed)
      if form.lowest == needed { facts[property] = .proved(phrase) }
      if form.highest < needed { facts[property] = .disproved(phrase) }
    }
    orientation = form.sign
    if let verdict = try? form.verdict(on: .volumePreserving), verdict.answer == .yes {
      facts[.volumePreserving] = verdict
    }
  }

  /// φ applied to each of n elements.
  init(_ name: String, _ phi: ElementwiseFacts, count: Int) {
    let isPartial = phi.domain != nil
    let (left, right) = phi.ends
    self.init(
      name: name, source: count, target: count, isTotal: phi.domain == nil, width: (count, .proved),
      lipschitz: phi.lipschitz, saturates: phi.saturates
    ) { bounds in
      var result = bounds
      for i in bounds.below.indices {
        // Near an end of a smaller domain the values may run away at finite points.
        let (fromLeft, fromRight) =
          isPartial
          ? (left, right)
          : (bounds.below[i] ? .bounded : left, bounds.above[i] ? .bounded : right)
        result.below[i] = fromLeft != .down && fromRight != .down
        result.above[i] = fromLeft != .up && fromRight != .up
      }
      return result
    }
    curve = phi
    self.domain = phi.domain.map { "\(name) takes the numbers of \($0)" }
    let domain = phi.domain.map { " on \($0)" } ?? ""
    switch phi.course {
    case .increasing, .decreasing:
      let way = if case .increasing = phi.course { "increasing" } else { "decreasing" }
      facts[.injective] = .proved("\(name) is strictly \(way)\(domain)")
      facts[.embedding] = .proved("\(name) is continuous and strictly \(way)\(domain)")
      orientation = way == "increasing" || count.isMultiple(of: 2) ? 1 : -1
    case .oneToOne(let reason):
      facts[.injective] = .proved("\(reason)\(domain)")
      facts[.embedding] = .proved("\(name) has a continuous inverse\(domain)")
    case .folded(let reason):
      facts[.injective] = .refuted(reason)
    }
    if phi.keepsSizes {
      facts[.volumePreserving] = .proved(
        "the derivative of \(name) is 1 or -1 except at 0, so |det J| = 1 almost everywhere")
    }
    facts[.surjective] =
      phi.image.map { .disproved("\(name) has its values in \($0)") }
      ?? .proved("\(name) takes every value")
    facts[.continuous] = .proved("\(name) is continuous\(domain)")
    if phi.isCurved { facts[.piecewiseAffine] = .disproved("\(name) is curved\(domain)") }
    switch phi.smoothness {
    case .smooth: facts[.smooth] = .proved("\(name) is smooth\(domain)")
    case .once(let reason): facts[.smooth] = .disproved("\(name) is not: \(reason)")
    case .corner(let reason):
      facts[.smooth] = .disproved("\(name) is not: \(reason)")
      facts[.immersion] = .disproved("\(name) is not differentiable: \(reason)")
      facts[.submersion] = facts[.immersion]
      isLocallyLipschitz = phi.lipschitz != nil
    case .jump(let reason):
      isLocallyLipschitz = false
      for property in [Property.continuous, .smooth, .immersion, .submersion, .embedding] {
        facts[property] = .disproved("\(name) is not continuous: \(reason)")
      }
    }
    if facts[.immersion] == nil {
      facts[.immersion] =
        phi.criticalPoint.map { .disproved("\(name)'(\(Notation.number($0))) = 0") }
        ?? .proved("the derivative of \(name) is never 0\(domain)")
      facts[.submersion] = facts[.immersion]
    }
  }

  /// xᵢ ↦ exp xᵢ / Σ exp xⱼ along rows of the given length.
  init(softmaxOf count: Int, row: Int) {
    self.init(
      name: "softmax", source: count, target: count, width: (count - count / max(row, 1), .proved),
      lipschitz: 0.5, saturates: true
    ) { _ in .all(count) }
    let constant = "softmax(x + c) = softmax(x) for every number c"
    facts = [
      .smooth: .proved("softmax is smooth"), .continuous: .proved("softmax is continuous"),
      .injective: .disproved(constant), .embedding: .disproved(constant),
      .immersion: .disproved(constant),
      .surjective: .disproved("softmax has positive values with sum 1"),
      .submersion: .disproved("softmax has values with sum 1"),
    ]
  }
}
