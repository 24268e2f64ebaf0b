import Maps
import Tensors

/// The rules one by one.
extension StructuralProof {
  func injective() -> Verdict {
    for index in pieces.indices where pieces[index].answer(.injective) == .no {
      guard before(index, .surjective),
        pieces[(index + 1)...].allSatisfy(\.isTotal),
        let verdict = because(
          index, .injective, index == 0 ? "and it comes first" : "and everything before it is onto")
      else { continue }
      return verdict
    }
    let continuous = pieces.prefix { $0.isTotal && $0.answer(.continuous) == .yes }
    if let narrow = bottleneck(below: source, among: continuous[...]) {
      return Verdict(
        .no, narrow.width.basis,
        "\(passage(narrow)), and no continuous map from \(Notation.space(source)) to fewer "
          + "dimensions is injective")
    }
    return allHave(.injective) ?? undecided(.injective, "the composition may fold")
  }

  func surjective() -> Verdict {
    if pieces.count == 1, let fact = pieces[0].facts[.surjective] { return fact }
    if let verdict = boundedImage() ?? thinImage() { return verdict }
    for index in pieces.indices.reversed() where pieces[index].answer(.surjective) == .no {
      guard after(index, .injective),
        let verdict = because(
          index, .surjective,
          index == pieces.count - 1 ? "and it comes last" : "and everything after it is injective")
      else { continue }
      return verdict
    }
    return allHave(.surjective) ?? undecided(.surjective, "the composition may miss points")
  }

  /// No when a coordinate of the values is bounded.
  private func boundedImage() -> Verdict? {
    var bounds = Piece.Bounds.none(source)
    var cause: (piece: Piece, isWhole: Bool)?
    for piece in pieces {
      let next = piece.bounds(bounds)
      if next.areNone {
        cause = nil
      } else if piece.form == nil, !bounds.areAll {
        cause = (piece, next.areAll)
      }
      bounds = next
    }
    guard target > 0, !bounds.areNone else { return nil }
    let whole = "all of \(Notation.space(target))"
    if bounds.areAll {
      guard let cause, cause.isWhole else {
        return .disproved("the image is bounded, so not \(whole)")
      }
      return .disproved(
        "\(cause.piece.name) is bounded, so the image is bounded and cannot be \(whole)")
    }
    for index in 0..<target where bounds.below[index] || bounds.above[index] {
      let side = bounds.below[index] ? "below" : "above"
      let start = cause.map { "\($0.piece.name) is bounded on a side, so " } ?? ""
      return .disproved(
        "\(start)coordinate \(index) of the values is bounded \(side) and the image cannot be \(whole)"
      )
    }
    return nil
  }

  /// No when the image has measure zero.
  private func thinImage() -> Verdict? {
    let space = Notation.space(target)
    var tail = pieces[...]
    if let last = pieces.lastIndex(where: { !$0.isLocallyLipschitz }) {
      tail = pieces[(last + 1)...]
    } else if source < target {
      return .disproved(
        "the image of \(Notation.space(source)) under a locally Lipschitz map has measure zero in "
          + space)
    }
    guard let narrow = bottleneck(below: target, among: tail) else { return nil }
    return Verdict(
      .no, narrow.width.basis, "\(passage(narrow)), so the image has measure zero in \(space)")
  }

  func embedding() -> Verdict {
    let injective = verdict(on: .injective)
    if injective.answer == .no { return injective }
    let continuous = verdict(on: .continuous)
    if continuous.answer == .no { return continuous }
    if let verdict = allHave(.embedding) { return verdict }
    if injective.answer == .yes, continuous.answer == .yes, source == target, isTotal {
      return Verdict(
        .yes, injective.basis,
        "\(injective.reason), and a continuous injective map of \(Notation.space(source)) to itself "
          + "is open")
    }
    return injective.answer == .unknown
      ? injective : undecided(.embedding, "its inverse may fail to be continuous")
  }

  func diffeomorphism() -> Verdict {
    if source != target { return .disproved(unequal(.diffeomorphism)) }
    let verdicts = [
      verdict(on: .surjective), verdict(on: .embedding), verdict(on: .smooth),
      verdict(on: .immersion),
    ]
    if let no = verdicts.first(where: { $0.answer == .no }) { return no }
    if let open = verdicts.first(where: { $0.answer == .unknown }) { return open }
    return allHave(.immersion).map {
      Verdict(.yes, .proved, "it is a smooth bijection and \($0.reason)")
    } ?? .proved(verdicts.map(\.reason).uniqued.joined(separator: "; "))
  }

  func immersion() -> Verdict {
    if source > target {
      return .disproved("the rank of its derivative is at most \(target) < \(source)")
    }
    if let narrow = bottleneck(below: source, among: pieces[...]) {
      return Verdict(.no, narrow.width.basis, passage(narrow))
    }
    return nonsingular(.immersion) { _ in true }
  }

  func submersion() -> Verdict {
    if source < target {
      return .disproved("the rank of its derivative is at most \(source) < \(target)")
    }
    if let narrow = bottleneck(below: target, among: pieces[...]) {
      return Verdict(.no, narrow.width.basis, passage(narrow))
    }
    // A rank lost in a link stays lost where the links after it have no dimensions to spare.
    return nonsingular(.submersion) { index in
      pieces[(index + 1)...].allSatisfy { $0.source == $0.target }
        && pieces[index].target == target
    }
  }

  private func nonsingular(_ property: Property, decides: (Int) -> Bool) -> Verdict {
    for index in pieces.indices where pieces[index].answer(property) == .no {
      // A corner may be smoothed over by what comes after; a lost rank is lost.
      let isCorner =
        pieces[index].answer(.smooth) == .no && !after(index, .embedding, .immersion, .smooth)
      guard !isCorner, decides(index), before(index, .surjective, .submersion),
        pieces[(index + 1)...].allSatisfy(\.isTotal),
        let verdict = because(index, property, "and every point of it is met")
      else { continue }
      return verdict
    }
    return allHave(property) ?? undecided(property, "the rank of the composition may fall")
  }

  /// Smoothness and continuity: a fault of one link shows where what comes before and after is open
  /// and faithful.
  func regular(_ property: Property) -> Verdict {
    if let verdict = allHave(property) { return verdict }
    for index in pieces.indices where pieces[index].answer(property) == .no {
      guard before(index, .surjective, .submersion, .smooth),
        after(index, .embedding, .immersion, .smooth),
        let verdict = because(index, property, "and nothing before or after it hides that")
      else { continue }
      return verdict
    }
    return undecided(property, "the composition may be so or not")
  }

  func conformal() -> Verdict {
    if pieces.count == 1, let fact = pieces[0].facts[.conformal] { return fact }
    let immersion = verdict(on: .immersion)
    if immersion.answer == .no { return consequence(immersion) }
    if source == 1, immersion.answer == .yes {
      return .proved("with one direction there is no angle to change: \(immersion.reason)")
    }
    return .unknown("its form does not follow from its layers")
  }

  private func consequence(_ immersion: Verdict) -> Verdict {
    Verdict(.no, immersion.basis, "it is not an immersion: \(immersion.reason)")
  }

  func orientationPreserving() -> Verdict {
    if source != target { return .disproved(unequal(.orientationPreserving)) }
    let immersion = verdict(on: .immersion)
    if immersion.answer == .no, pieces.allSatisfy({ $0.answer(.smooth) == .yes }) {
      return consequence(immersion)
    }
    guard let sign = orientation else {
      return .unknown("its layers do not decide the sign of det J")
    }
    // Where det J is nowhere 0 its sign is all that counts; a corner or a flat point needs injectivity.
    let embedding = immersion.answer == .yes ? immersion : verdict(on: .embedding)
    guard embedding.answer == .yes else { return embedding }
    let signs = pieces.map { $0.source == $0.target ? $0.orientation : nil }
    if pieces.count == 1 || signs.contains(nil) {
      let way = sign > 0 ? "keeps" : "reverses"
      let subject = pieces.count == 1 ? pieces[0].name : "it"
      let reason = "\(subject) \(way) orientation: \(embedding.reason)"
      return sign > 0 ? .proved(reason) : .disproved(reason)
    }
    let reversing = pieces.filter { $0.orientation == -1 }.map(\.name)
    if reversing.isEmpty { return .proved("every layer keeps orientation") }
    let text =
      Notation.list(reversing) + (reversing.count == 1 ? " reverses" : " reverse") + " orientation"
    return sign > 0 ? .proved("\(text), twice over") : .disproved(text)
  }

  /// |det J| = 1, at almost every point where there are corners.
  func volumePreserving() -> Verdict {
    if let verdict = allHave(.volumePreserving) { return verdict }
    let open = Verdict.unknown("its form does not follow from its layers")
    // A corner says nothing of volumes; a rank lost at a point of a smooth map is a volume lost.
    guard verdict(on: .smooth).answer == .yes else { return open }
    return consequence(of: .immersion, open)
  }

  func contraction() -> Verdict {
    if pieces.count == 1, let fact = pieces[0].facts[.contraction] { return fact }
    guard let bound = lipschitz else {
      return .unknown("not every layer has a known Lipschitz constant")
    }
    let constants = pieces.compactMap(\.lipschitz)
    let factors = constants.map(Notation.number).joined(separator: " · ")
    let isProduct = constants.count == pieces.count && constants.reduce(1, *) == bound
    // What is 1 up to rounding is shown as 1, since nothing is said of it.
    let isBelow = bound < 1 - 1e-12
    let constant = isBelow ? Notation.number(bound, against: 1) : Notation.number(bound)
    let product = isProduct && pieces.count > 1 ? "\(factors) = \(constant)" : constant
    if isBelow {
      return .proved("its Lipschitz constant is at most \(product) < 1")
    }
    return .unknown("its Lipschitz constant is at most \(product), which may be more than it is")
  }
}
