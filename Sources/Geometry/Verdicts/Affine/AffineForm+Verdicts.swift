import Tensors

/// Every property of an affine map is a property of A and b.
extension AffineForm {
  /// By how much, relative to 1, an equation may fail and still count as met.
  static let tolerance = 1e-12

  func verdict(on property: Property) throws -> Verdict {
    switch property {
    case .linear: linear()
    case .affine, .piecewiseAffine: with(.proved("\(formula)"))
    case .smooth, .continuous: .proved("\(name) is affine: \(formula)")
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
    let value = "\(name)(0) = \(Notation.tensor(shift))"
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
    if rank == source {
      let reason = rankPhrase(needed: source)
      return with(.proved("\(reason), so \(name) forgets no direction"))
    }
    let reason =
      source > target
      ? "\(name) maps \(Notation.space(source)) to \(Notation.space(target)), so rank A ≤ \(target) < \(source)"
      : rankPhrase(needed: source)
    guard let forgotten = try forgottenDirection() else { return with(deficient(reason)) }
    return with(
      deficient("\(reason): it forgets the direction \(Notation.vector(forgotten))"),
      ("forgotten direction", Tensor(forgotten)))
  }

  private func reachesEveryPoint(_ property: Property) -> Verdict {
    if rank == target {
      return with(.proved("\(rankPhrase(needed: target)), all of \(Notation.space(target))"))
    }
    let reason =
      source < target
      ? "\(name) maps \(Notation.space(source)) to \(Notation.space(target)), so rank A ≤ \(source) < \(target)"
      : rankPhrase(needed: target)
    return with(deficient("\(reason): its image is not all of \(Notation.space(target))"))
  }

  private func invertible(_ property: Property) throws -> Verdict {
    if source != target {
      return with(.disproved(Notation.unequal(name, source, target, property)))
    }
    if rank < source { return try keepsEveryDirection(property) }
    return with(
      .proved(
        "det A = \(Notation.number(try determinant())) is not 0: \(rankPhrase(needed: source))"))
  }

  private func isometry() throws -> Verdict {
    let gram = try gram()
    let defect = try gram.distance(fromMultipleOfIdentity: 1)
    if defect == 0 { return with(.proved("A'A = I")) }
    if defect <= Self.tolerance { return with(.proved("A'A = I" + Self.within(defect))) }
    if source > target { return try keepsEveryDirection(.isometry) }
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
    if rank < source { return try keepsEveryDirection(.conformal) }
    let gram = try gram()
    let scale = try gram.trace().elements[0] / Double(source)
    let defect = try gram.distance(fromMultipleOfIdentity: scale) / scale
    if defect <= Self.tolerance {
      let factor = Notation.number(scale)
      return with(
        .proved(
          "A'A = \(factor == "1" ? "" : factor + " ")I\(defect == 0 ? "" : Self.within(defect)), "
            + "so all lengths are multiplied by \(Notation.number(scale.squareRoot()))"))
    }
    return with(
      .refuted("it \(try stretch(0)) and \(try stretch(source - 1))"), ("A'A", gram))
  }

  private func volumePreserving() throws -> Verdict {
    if source != target {
      return with(.disproved(Notation.unequal(name, source, target, .volumePreserving)))
    }
    let volume = try determinant().magnitude
    let defect = (volume - 1).magnitude
    if defect == 0 { return with(.proved("|det A| = 1")) }
    if defect <= Self.tolerance { return with(.proved("|det A| = 1" + Self.within(defect))) }
    let shown =
      defect < 1e-3
      ? "1 \(volume > 1 ? "+" : "-") \(Notation.number(defect))" : Notation.number(volume)
    return with(.refuted("|det A| = \(shown), and volumes are multiplied by it"))
  }

  private func orientationPreserving() throws -> Verdict {
    if source != target {
      return with(.disproved(Notation.unequal(name, source, target, .orientationPreserving)))
    }
    if rank < source { return try keepsEveryDirection(.orientationPreserving) }
    // The logarithm's sign is right where the determinant itself would overflow or vanish.
    let sign = try matrix.logAbsDeterminant().sign.elements[0]
    let shown = Notation.number(try determinant())
    return sign > 0
      ? with(.proved("det A = \(shown) > 0")) : with(.refuted("det A = \(shown) < 0"))
  }

  private func contraction() throws -> Verdict {
    let greatest = singularValues.first ?? 0
    let constant = "its Lipschitz constant is σ₁ = \(Notation.number(greatest))"
    if greatest < 1 - Self.tolerance { return with(.proved("\(constant) < 1")) }
    if greatest <= 1 + Self.tolerance {
      return with(
        .disproved(
          "\(constant)\(greatest == 1 ? "" : Self.within((greatest - 1).magnitude)), not below 1"))
    }
    return with(.refuted("it \(try stretch(0))"))
  }

  // MARK: Words

  private var singularValues: [Double] { evidence.singularValues }

  private func determinant() throws(TensorError) -> Double { try matrix.determinant().elements[0] }

  private func deficient(_ reason: String) -> Verdict {
    switch certainty {
    case .exact: .disproved(reason)
    case .numerical: Verdict(.no, .tested, reason)
    }
  }

  /// `stretches by 1.618 along [0.5257, 0.8507]`.
  private func stretch(_ index: Int) throws(TensorError) -> String {
    let sigma = singularValues[index]
    let verb = sigma >= 1 ? "stretches" : "shrinks"
    return "\(verb) by \(Notation.number(sigma)) along \(Notation.vector(try direction(index)))"
  }

  private static func within(_ defect: Double) -> String {
    " (to \(Notation.number(defect)), tolerance \(Notation.number(tolerance)))"
  }
}

extension Tensor {
  /// The greatest entry of |A − c I|.
  func distance(fromMultipleOfIdentity c: Double) throws(TensorError) -> Double {
    let n = shape[0]
    return elements.enumerated().map { $1 - ($0 % (n + 1) == 0 ? c : 0) }.greatestMagnitude
  }
}
