/// What a map or a matrix may be said to be; the raw value is the word after `is`.
public enum Property: String, CaseIterable, Sendable {
  // Of maps.
  case linear
  case affine
  case piecewiseAffine = "piecewise_affine"
  case smooth
  case continuous
  case injective
  case surjective
  case bijective
  case homeomorphism
  case diffeomorphism
  case embedding
  case immersion
  case submersion
  case localDiffeomorphism = "local_diffeomorphism"
  case isometry
  case conformal
  case volumePreserving = "volume_preserving"
  case orientationPreserving = "orientation_preserving"
  case contraction

  // Of matrices.
  case symmetric
  case orthogonal
  case positiveDefinite = "positive_definite"
  case singular
  case idempotent
  case diagonal

  /// What has a property.
  public enum Subject: Sendable {
    case map
    case matrix
  }

  /// What the property is said of; a matrix has the properties of maps too, as x ↦ A x.
  public var subject: Subject {
    switch self {
    case .linear, .affine, .piecewiseAffine, .smooth, .continuous, .injective, .surjective,
      .bijective, .homeomorphism, .diffeomorphism, .embedding, .immersion, .submersion,
      .localDiffeomorphism, .isometry, .conformal, .volumePreserving, .orientationPreserving,
      .contraction:
      .map
    case .symmetric, .orthogonal, .positiveDefinite, .singular, .idempotent, .diagonal: .matrix
    }
  }

  /// Whether one can ask for it at one point: `f is immersion at x0`.
  ///
  /// It is then a property of the derivative there.
  public var holdsAtPoints: Bool {
    switch self {
    case .immersion, .submersion, .localDiffeomorphism, .isometry, .conformal, .volumePreserving,
      .orientationPreserving:
      true
    case .linear, .affine, .piecewiseAffine, .smooth, .continuous, .injective, .surjective,
      .bijective, .homeomorphism, .diffeomorphism, .embedding, .contraction, .symmetric,
      .orthogonal, .positiveDefinite, .singular, .idempotent, .diagonal:
      false
    }
  }

  /// Whether one can ask for it on points alone: `f is injective on data`.
  ///
  /// It is then a property of the points and their values, or of the derivatives at the points.
  public var holdsOnData: Bool {
    switch self {
    case .linear, .affine, .injective, .contraction: true
    case .immersion, .submersion, .localDiffeomorphism, .isometry, .conformal, .volumePreserving,
      .orientationPreserving:
      true
    case .piecewiseAffine, .smooth, .continuous, .surjective, .bijective, .homeomorphism,
      .diffeomorphism, .embedding, .symmetric, .orthogonal, .positiveDefinite, .singular,
      .idempotent, .diagonal:
      false
    }
  }

  /// The property in a sentence: *it is injective*, *it is an embedding*.
  var predicate: String {
    switch self {
    case .piecewiseAffine: "piecewise affine"
    case .homeomorphism, .diffeomorphism, .submersion, .contraction: "a \(rawValue)"
    case .embedding, .immersion, .isometry: "an \(rawValue)"
    case .localDiffeomorphism: "a local diffeomorphism"
    case .volumePreserving: "volume preserving"
    case .orientationPreserving: "orientation preserving"
    case .positiveDefinite: "positive definite"
    case .linear, .affine, .smooth, .continuous, .injective, .surjective, .bijective, .conformal,
      .symmetric, .orthogonal, .singular, .idempotent, .diagonal:
      rawValue
    }
  }
}
