import Maps
import Tensors

/// Every property of an affine map is a property of A and b.
extension AffineForm {
  func verdict(on property: Property) throws -> Verdict {
    switch property {
    case .linear: linear()
    case .affine, .piecewiseAffine: with(.proved("\(formula)"))
    case .smooth, .continuous: .proved("\(subject) is affine: \(formula)")
    case .injective, .embedding, .immersion: try keepsEveryDirection(property)
    case .surjective, .submersion: reachesEveryPoint(property)
    case .bijective, .homeomorphism, .diffeomorphism, .localDiffeomorphism:
      try invertible(property)
    case .isometry: try isometry()
    case .conformal: try conformal()
    case .volumePreserving: try volumePreserving()
    case .orientationPreserving: try orientationPreserving()
    case .contraction: try contraction()
    case .symmetric, .orthogonal, .positiveDefinite, .singular, .idempotent, .diagonal:
      throw GeometryError.needsMatrix(property)
    }
  }

  private func with(_ verdict: Verdict, _ evidence: (name: String, value: Tensor)...) -> Verdict {
    Verdict(
      verdict.answer, verdict.basis, verdict.reason, details: verdict.details,
      evidence: [("A", matrix), ("b", shift)] + evidence)
  }

  private func linear() -> Verdict {
    let b = shift.elements.greatestMagnitude
    if b == 0 { return with(.proved(formula)) }
    let codomain = spaces?.codomain ?? .real(target)
    let value = "\(name)(0) = \(Notation.point(shift.elements, in: codomain))"
    // Several layers may leave a b that is nothing but their rounding.
    guard b > shiftTolerance else {
      return with(
        .unknown("\(value), which may be rounding (tolerance \(Notation.number(shiftTolerance)))"))
    }
    return with(
      Verdict(
        .no, .refuted, "\(value), and a linear map sends 0 to 0",
        details: ["\(name) is affine: \(formula)"]))
  }

  private func keepsEveryDirection(_ property: Property) throws -> Verdict {
    if lowest == source {
      let reason = rankPhrase(needed: source)
      return with(.proved("\(reason), so \(subject) forgets no direction"))
    }
    guard highest < source else { return with(.unknown(rankPhrase(needed: source))) }
    let reason =
      source > target
      ? "\(subject) maps \(Notation.space(source)) to \(Notation.space(target)), so rank A ≤ \(target) < \(source)"
      : rankPhrase(needed: source)
    guard let forgotten = try forgottenDirection() else { return with(.disproved(reason)) }
    return with(
      .disproved("\(reason): it forgets the direction \(Notation.vector(forgotten))"),
      ("forgotten direction", Tensor(forgotten)))
  }

  private func reachesEveryPoint(_ property: Property) -> Verdict {
    if lowest == target {
      return with(.proved("\(rankPhrase(needed: target)), all of \(Notation.space(target))"))
    }
    guard highest < target else { return with(.unknown(rankPhrase(needed: target))) }
    let reason =
      source < target
      ? "\(subject) maps \(Notation.space(source)) to \(Notation.space(target)), so rank A ≤ \(source) < \(target)"
      : rankPhrase(needed: target)
    return with(.disproved("\(reason): its image is not all of \(Notation.space(target))"))
  }

  private func invertible(_ property: Property) throws -> Verdict {
    if source != target {
      return with(.disproved(Notation.unequal(subject, source, target, property)))
    }
    if lowest < source { return try keepsEveryDirection(property) }
    let determinant = try determinant()
    let phrase = rankPhrase(needed: source)
    guard determinant.magnitude > matrix.determinantRounding else { return with(.proved(phrase)) }
    return with(.proved("det A = \(Notation.number(determinant)) is not 0: \(phrase)"))
  }

  private func isometry() throws -> Verdict {
    if let made { return with(.proved("A'A = I, for \(made)")) }
    let product = try gram()
    let gram = product.matrix
    switch product.comparison(withMultipleOfIdentity: 1) {
    case .equal: return with(.proved("A'A = I"))
    case .within(let defect, let bound):
      if let stretches = axisStretches, stretches.contains(where: { $0 != 1 }) { break }
      return with(Verdict(.yes, .tested, "A'A = I" + Self.within(defect, bound)))
    case .unclear: return with(.unknown("A'A is too large or too small to be computed"))
    case .different: break
    }
    if source > target { return try keepsEveryDirection(.isometry) }
    let defect = try gram.distance(fromMultipleOfIdentity: 1)
    let index =
      singularValues.indices.max {
        (singularValues[$0] - 1).magnitude < (singularValues[$1] - 1).magnitude
      } ?? 0
    let stretch = try self.stretch(index)
    let reason =
      defect < 1e-3
      ? "A'A differs from the identity by \(Notation.number(defect)); it \(stretch)"
      : "A'A = \(Notation.tensor(gram)), not the identity; it \(stretch)"
    return with(.refuted(reason), ("A'A", gram), ("direction", Tensor(try direction(index))))
  }

  private func conformal() throws -> Verdict {
    if let made {
      return with(.proved("A'A = I, for \(made), so all lengths are multiplied by 1"))
    }
    if axisStretches == nil, let ratio {
      let length = Notation.number(ratio)
      let square = Notation.number(ratio * ratio)
      return with(
        .proved(
          "A'A = \(square == "1" ? "" : square + " ")I, for A is made of rotations, reflections and "
            + "scalings by one number, so all lengths are multiplied by \(length)"))
    }
    if lowest < source { return try keepsEveryDirection(.conformal) }
    if let stretches = axisStretches {
      if let first = stretches.first, stretches.allSatisfy({ $0 == first }) {
        return with(.proved(Self.conformal(first * first, 1, "", length: first)))
      }
      return with(
        .refuted(
          "it \(try stretch(0, against: source - 1)) and \(try stretch(source - 1, against: 0))"))
    }
    // A power of two changes no angle, and brings the squares within range.
    let greatest = matrix.elements.greatestMagnitude
    let power =
      greatest > 0 ? Double(sign: .plus, exponent: Int(greatest.exponent), significand: 1) : 1
    let scaled = try Tensor(shape: matrix.shape, elements: matrix.elements.map { $0 / power })
    let scaledBounds = bounds.map { $0 / power }
    let product = try RoundedProduct(
      scaled.transposed(), Self.transposed(scaledBounds, matrix), scaled, scaledBounds)
    let scale = product.matrix.elements[0]
    switch product.comparison(withMultipleOfIdentity: scale, known: product.bounds[0]) {
    case .unclear: return with(.unknown("A'A is too large or too small to be computed"))
    case .different:
      return with(
        .refuted(
          "it \(try stretch(0, against: source - 1)) and \(try stretch(source - 1, against: 0))"),
        ("A'A", try gram().matrix))
    case .equal: return with(.proved(Self.conformal(scale, power, "")))
    case .within(let defect, let bound):
      return with(
        Verdict(.yes, .tested, Self.conformal(scale, power, Self.within(defect, bound))))
    }
  }

  private static func conformal(
    _ scale: Double, _ power: Double, _ note: String, length: Double? = nil
  ) -> String {
    let square = scale * power * power
    let factor = Notation.number(square)
    let length = length ?? scale.squareRoot() * power
    let equation =
      square.isNormal ? "A'A = \(factor == "1" ? "" : factor + " ")I" : "A'A is a multiple of I"
    return "\(equation)\(note), so all lengths are multiplied by \(Notation.number(length))"
  }

  private func volumePreserving() throws -> Verdict {
    if source != target {
      return with(.disproved(Notation.unequal(subject, source, target, .volumePreserving)))
    }
    if highest < source { return try keepsEveryDirection(.volumePreserving) }
    if let made { return with(.proved("|det A| = 1, for \(made)")) }
    if let unitVolume { return with(.proved("det A = 1, for \(unitVolume)")) }
    if nature == .shear { return with(.proved("det A = 1, for \(name) is a shear")) }
    if exact?.hasUnitDeterminant == true { return with(.proved("|det A| = 1")) }
    let volume = try determinant().magnitude
    let defect = (volume - 1).magnitude
    let bound = matrix.determinantRounding + determinantUncertainty
    let shown =
      defect < 1e-3
      ? "1 \(volume > 1 ? "+" : "-") \(Notation.number(defect))" : Notation.number(volume)
    if defect > bound {
      return with(.refuted("|det A| = \(shown), and volumes are multiplied by it"))
    }
    if isWhole, exact?.hasUnitDeterminant == false {
      return with(.disproved("det A is neither 1 nor -1 in exact arithmetic"))
    }
    if bound <= 1e-6 {
      return with(Verdict(.yes, .tested, "|det A| = 1" + Self.within(defect, bound)))
    }
    return with(
      .unknown("|det A| = \(shown) is 1 to rounding (tolerance \(Notation.number(bound)))"))
  }

  /// How far the bounds of the entries may move the determinant.
  private var determinantUncertainty: Double {
    let (elements, n) = (matrix.elements, source)
    var (with, without) = (1.0, 1.0)
    for row in 0..<target {
      let norm = Tensor(Array(elements[row * n..<(row + 1) * n])).norm
      without *= norm
      with *= norm + Tensor(Array(bounds[row * n..<(row + 1) * n])).norm
    }
    return isExact ? 0 : with - without + with * Double(n) * Double.ulpOfOne
  }

  private func orientationPreserving() throws -> Verdict {
    if source != target {
      return with(.disproved(Notation.unequal(subject, source, target, .orientationPreserving)))
    }
    if lowest < source { return try keepsEveryDirection(.orientationPreserving) }
    guard let sign else { return with(.unknown("the sign of det A is lost in rounding")) }
    let determinant = try determinant()
    let isClear = determinant.magnitude > matrix.determinantRounding
    let shown = isClear ? "= \(Notation.number(determinant)) " : ""
    return sign > 0
      ? with(.proved("det A \(shown)> 0")) : with(.refuted("det A \(shown)< 0"))
  }

  private func contraction() throws -> Verdict {
    let greatest = singularValues.first ?? 0
    let constant = "its Lipschitz constant is σ₁ = \(Notation.number(greatest, against: 1))"
    if greatest + slack < 1 || axisStretches?.allSatisfy({ $0 < 1 }) == true {
      return with(.proved("\(constant) < 1"))
    }
    if greatest - slack > 1 { return with(.refuted("it \(try stretch(0))")) }
    if case .projection(let rank) = nature, rank > 0 {
      return with(.disproved("\(subject) is a projection: it keeps every vector of its image"))
    }
    // No entry exceeds σ₁.
    if zip(matrix.elements, bounds).contains(where: { $0.magnitude - $1 >= 1 }) {
      return with(.disproved("\(constant), not below 1"))
    }
    let isometry = try isometry()
    if isometry.answer == .yes {
      return with(Verdict(.no, isometry.basis, "it keeps lengths: \(isometry.reason)"))
    }
    return with(.unknown("\(constant) to rounding (tolerance \(Notation.number(slack)))"))
  }

  // MARK: Words

  private var singularValues: [Double] { evidence.singularValues }

  /// `f is a rotation`, for matrices that are orthogonal by the way they were made.
  private var made: String? {
    let subject = shift.elements.allSatisfy { $0 == 0 } ? name : "A"
    return switch nature {
    case .rotation: "\(subject) is a rotation"
    case .reflection: "\(subject) turns space over and keeps lengths"
    case .shear, .projection, nil: nil
    }
  }

  private func determinant() throws(TensorError) -> Double { try matrix.determinant().elements[0] }

  /// `stretches by 1.618 along [0.5257, 0.8507]`.
  ///
  /// - Parameter other: the singular value it is to be told from; 1 where there is none.
  private func stretch(_ index: Int, against other: Int? = nil) throws(TensorError) -> String {
    guard index < highest else { return "sends \(Notation.vector(try direction(index))) to 0" }
    let sigma = singularValues[index]
    let along = "along \(Notation.vector(try direction(index)))"
    let number = Notation.number(sigma, against: other.map { singularValues[$0] } ?? 1)
    return sigma >= 1
      ? "stretches by \(number) \(along)"
      : "shrinks lengths \(along) to \(number) of what they are"
  }

  private static func within(_ defect: Double, _ bound: Double) -> String {
    " (to \(Notation.number(defect)), tolerance \(Notation.number(bound)))"
  }
}

extension Tensor {
  /// The greatest entry of |A − c I|.
  func distance(fromMultipleOfIdentity c: Double) throws(TensorError) -> Double {
    let n = shape[0]
    return elements.enumerated().map { $1 - ($0 % (n + 1) == 0 ? c : 0) }.greatestMagnitude
  }
}
