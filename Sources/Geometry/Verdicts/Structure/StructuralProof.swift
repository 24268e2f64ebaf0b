import Maps
import Tensors

/// What follows for a chain of maps from what is known of its links.
///
/// The rules, for S after L after Q: what every link is, the chain is. If Q is onto and L is not
/// injective, two points that L joins have originals, so the chain is not injective. If S is injective
/// and L misses y, the chain misses S(y). A continuous map through fewer than n dimensions is not
/// injective (invariance of domain); the image of a locally Lipschitz map through fewer than m has
/// measure zero. Bounded coordinates stay bounded under continuous maps.
///
/// Answers are `unknown` where these rules do not decide, with the links' share in the reason.
struct StructuralProof {
  let pieces: [Piece]
  /// What the formulas of the values show of the chain as a whole; nil where they show nothing.
  var whole: Piece?

  init(_ pieces: [Piece]) { self.pieces = pieces }

  /// What is known of a map from its links, and of it as a whole.
  init(of map: SmoothMap) throws {
    pieces = try Piece.pieces(of: map)
    whole = try Piece.whole(map)
  }

  var source: Int { pieces.first?.source ?? 0 }
  var target: Int { pieces.last?.target ?? 0 }
  var isTotal: Bool { pieces.allSatisfy(\.isTotal) || whole?.isTotal == true }

  /// The product of the links' Lipschitz constants, or the constant of the whole where that is smaller;
  /// nil where neither is known.
  var lipschitz: Double? {
    let product = pieces.reduce(1 as Double?) { product, piece in
      guard let product, let constant = piece.lipschitz else { return nil }
      return product * constant
    }
    guard let own = whole?.lipschitz else { return product }
    return min(own, product ?? own)
  }

  /// 1 where every link keeps orientation or an even number reverse it, −1 where an odd number do.
  var orientation: Int? {
    pieces.reduce(1) { product, piece in
      guard let product, let sign = piece.orientation, piece.source == piece.target else {
        return nil
      }
      return product * sign
    } ?? whole?.orientation
  }

  func bounds(_ bounds: Piece.Bounds) -> Piece.Bounds {
    let links = pieces.reduce(bounds) { $1.bounds($0) }
    guard let own = whole?.bounds(bounds) else { return links }
    return Piece.Bounds(
      below: zip(links.below, own.below).map { $0 || $1 },
      above: zip(links.above, own.above).map { $0 || $1 })
  }

  /// What the links decide, or else the map as a whole.
  func verdict(on property: Property) -> Verdict {
    let links = verdictOfLinks(property)
    guard links.answer == .unknown, let own = whole?.facts[property], own.answer != .unknown else {
      return links
    }
    return own
  }

  private func verdictOfLinks(_ property: Property) -> Verdict {
    switch property {
    case .linear, .affine: .unknown("its form does not follow from its layers")
    case .piecewiseAffine:
      pieces.count == 1 && pieces[0].answer(property) == .no
        ? pieces[0].facts[property] ?? .unknown("")
        : .unknown("its form does not follow from its layers")
    case .smooth, .continuous: regular(property)
    case .injective: injective()
    case .surjective: surjective()
    case .bijective: both(.injective, .surjective)
    case .embedding: embedding()
    case .homeomorphism: both(.embedding, .surjective)
    case .diffeomorphism: diffeomorphism()
    case .immersion: immersion()
    case .submersion: submersion()
    case .localDiffeomorphism:
      source == target ? verdict(on: .immersion) : .disproved(unequal(property))
    case .isometry:
      consequence(of: .injective, .unknown("its form does not follow from its layers"))
    case .conformal: conformal()
    case .volumePreserving:
      source == target
        ? volumePreserving() : .disproved(unequal(property))
    case .orientationPreserving: orientationPreserving()
    case .contraction: contraction()
    case .symmetric, .orthogonal, .positiveDefinite, .singular, .idempotent, .diagonal:
      .unknown("it is a property of matrices")
    }
  }

  // MARK: Shared rules

  /// Yes when every link has the property.
  func allHave(_ property: Property) -> Verdict? {
    guard pieces.allSatisfy({ $0.answer(property) == .yes }) else { return nil }
    if pieces.count == 1 { return pieces[0].facts[property] }
    let isProved = pieces.allSatisfy { $0.facts[property]?.basis == .proved }
    return Verdict(
      .yes, isProved ? .proved : .tested,
      Notation.list(pieces.map { $0.clause(property) }) + ", and one after another they stay so")
  }

  /// The links' share in a question nothing decides.
  func undecided(_ property: Property, _ consequence: String) -> Verdict {
    if pieces.count == 1, pieces[0].answer(property) == .unknown {
      return .unknown("nothing in the structure of \(pieces[0].name) decides it")
    }
    let yes = pieces.filter { $0.answer(property) == .yes }.map { $0.clause(property) }
    let others = pieces.filter { $0.answer(property) != .yes }.map { $0.clause(property) }
    let text = yes.isEmpty ? "" : Notation.list(Array(yes.uniqued)) + ", but "
    return .unknown(text + Notation.list(Array(others.uniqued)) + ", so " + consequence)
  }

  func consequence(of property: Property, _ otherwise: Verdict) -> Verdict {
    let verdict = verdict(on: property)
    guard verdict.answer == .no else { return otherwise }
    return Verdict(
      .no, verdict.basis, "it is not \(property.predicate): \(verdict.reason)",
      details: verdict.details)
  }

  private func both(_ first: Property, _ second: Property) -> Verdict {
    let verdicts = [verdict(on: first), verdict(on: second)]
    // The one about the image comes first: it asks least of the reader.
    if let no = verdicts.last(where: { $0.answer == .no }) { return no }
    if let open = verdicts.first(where: { $0.answer == .unknown }) { return open }
    let isProved = verdicts.allSatisfy { $0.basis == .proved }
    return Verdict(
      .yes, isProved ? .proved : .tested, verdicts.map(\.reason).uniqued.joined(separator: "; "))
  }

  func unequal(_ property: Property) -> String {
    Notation.unequal("it", source, target, property)
  }

  /// A link through which fewer dimensions pass than are needed, of those that `matter`.
  func bottleneck(below needed: Int, among matter: ArraySlice<Piece>) -> Piece? {
    matter.first { $0.width.dimension < needed }
  }

  func passage(_ piece: Piece) -> String {
    let dimension = piece.width.dimension
    return "the values of \(piece.name) have \(dimension) dimension\(dimension == 1 ? "" : "s")"
  }

  /// Whether everything before a link has the properties.
  func before(_ index: Int, _ properties: Property...) -> Bool {
    pieces[..<index].allSatisfy { piece in properties.allSatisfy { piece.answer($0) == .yes } }
  }

  /// Whether everything after a link has the properties, everywhere.
  func after(_ index: Int, _ properties: Property...) -> Bool {
    pieces[(index + 1)...].allSatisfy { piece in
      piece.isTotal && properties.allSatisfy { piece.answer($0) == .yes }
    }
  }

  /// Why a link decides the question.
  func because(_ index: Int, _ property: Property, _ position: String) -> Verdict? {
    guard let fact = pieces[index].facts[property] else { return nil }
    if pieces.count == 1 { return fact }
    let name = pieces[index].name
    // The sentence names the link already, and what it is not.
    let cause =
      fact.reason.hasPrefix("\(name) is not: ")
      ? String(fact.reason.dropFirst("\(name) is not: ".count))
      : fact.reason.hasPrefix("\(name) is ")
        ? "it" + fact.reason.dropFirst(name.count) : fact.reason
    // What the first link joins, the chain joins.
    return Verdict(
      .no, fact.basis, "\(name) is not \(property.predicate) (\(cause)), \(position)",
      evidence: index == 0 && property == .injective ? fact.evidence : [])
  }
}

extension Sequence<String> {
  /// The strings without repetitions, in order.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
