import Maps
import Tensors

/// The search for a witness among samples: a point, or a pair of points, that contradicts a property.
struct Refutation {
  let name: String
  let proof: StructuralProof
  let kind: Kind
  let samples: Samples
  /// From how many pairs of points a fold was sought.
  var starts = 0

  init(name: String, proof: StructuralProof, kind: Kind, samples: Samples) {
    self.name = name
    self.proof = proof
    self.kind = kind
    self.samples = samples
  }

  var list: [Samples.Sample] { samples.list }
  var isSquare: Bool { samples.source == samples.target }
  var isContinuous: Bool {
    proof.isTotal
      && (kind.regularity <= .continuous || proof.verdict(on: .continuous).answer == .yes)
  }
  private var isSmooth: Bool {
    kind.regularity == .smooth || proof.verdict(on: .smooth).answer == .yes
  }
  /// Whether a derivative that is not 0 may be computed as 0.
  var saturates: Bool { proof.pieces.contains(where: \.saturates) }

  /// No, with the numbers; nil when no sample contradicts the property.
  mutating func witness(against property: Property) throws -> Verdict? {
    switch property {
    case .linear: try nonlinear()
    case .affine: try nonaffine()
    case .piecewiseAffine: try isSmooth ? nonaffine(.smoothToo) : nil
    case .smooth:
      try kind.form == .piecewiseAffine && isContinuous
        ? changingDerivative() : jump() ?? formulaBreak(.kink)
    case .continuous: try jump() ?? formulaBreak(.jump)
    case .surjective: nil
    case .injective, .bijective: try fold()
    case .embedding, .homeomorphism: try fold() ?? jump() ?? formulaBreak(.jump)
    case .diffeomorphism:
      try fold() ?? rankLoss(samples.source) ?? changingDerivativeIfPiecewise() ?? jump()
        ?? formulaBreak(.kink)
    case .immersion: try turnover() ?? rankLoss(samples.source) ?? formulaBreak(.kink)
    case .submersion: try turnover() ?? rankLoss(samples.target) ?? formulaBreak(.kink)
    case .localDiffeomorphism:
      try turnover() ?? rankLoss(samples.source) ?? jump() ?? formulaBreak(.kink)
    case .isometry: try changedLength()
    case .conformal: try changedAngle() ?? turnover()
    case .volumePreserving: try changedVolume()
    case .orientationPreserving: try reversal()
    case .contraction: try stretch()
    case .symmetric, .orthogonal, .positiveDefinite, .singular, .idempotent, .diagonal: nil
    }
  }

  private func changingDerivativeIfPiecewise() throws -> Verdict? {
    try kind.form == .piecewiseAffine && isContinuous ? changingDerivative() : nil
  }

  /// What the samples show where they do not decide.
  func observation(on property: Property) -> String? {
    let count = list.count
    guard let least = list.map(\.least).min() else { return nil }
    let places = "each of \(count) sampled points"
    switch property {
    case .conformal where samples.source > 1:
      let worst = list.map { $0.greatest / $0.least - 1 }.max() ?? 0
      return "no angle changes at \(places) (largest σ₁/\(Notation.sigma(samples.source)) - 1 = "
        + "\(Notation.number(worst)))"
    case .injective, .bijective, .embedding, .homeomorphism, .diffeomorphism, .immersion,
      .submersion, .localDiffeomorphism, .conformal:
      let needed = property == .submersion ? samples.target : samples.source
      guard list.allSatisfy({ $0.rank >= needed }) else {
        return starts > 0 ? "no fold found from \(starts) starts" : nil
      }
      let sought = starts > 0 ? "no fold found from \(starts) starts, and " : ""
      if isSquare, let volume = list.map(\.determinant.magnitude).min() {
        return
          "\(sought)it is a local diffeomorphism at \(places) (smallest |det J| = "
          + "\(Notation.number(volume)))"
      }
      return "\(sought)its Jacobian has rank \(needed) at \(places) "
        + "(smallest \(Notation.sigma(needed)) = \(Notation.number(least)))"
    case .linear, .affine: return "no defect was found at \(count) sampled points"
    case .isometry: return "no distance was found to change between \(count) sampled points"
    case .volumePreserving:
      let worst = list.map { ($0.determinant.magnitude - 1).magnitude }.max() ?? 0
      return "|det J| = 1 at \(places) (worst defect \(Notation.number(worst)))"
    case .orientationPreserving:
      guard let smallest = list.map(\.determinant).min(), smallest > 0 else { return nil }
      return "det J > 0 at \(places) (smallest \(Notation.number(smallest)))"
    case .contraction:
      let greatest = list.map(\.greatest).max() ?? 0
      return "its greatest stretch at \(count) sampled points is \(Notation.number(greatest))"
    case .smooth, .continuous, .surjective, .piecewiseAffine, .symmetric, .orthogonal,
      .positiveDefinite, .singular,
      .idempotent, .diagonal:
      return nil
    }
  }

  // MARK: Words

  /// `f([1, 2])`; a number needs no brackets.
  func call(_ point: [Double]) -> String { "\(name)(\(self.point(point)))" }

  func point(_ coordinates: [Double]) -> String {
    Notation.point(coordinates, in: samples.map.domain)
  }

  func value(_ coordinates: [Double], against others: [Double] = []) -> String {
    Notation.point(coordinates, in: samples.map.codomain, against: others)
  }

  /// A point as the language has it: a number on the line, a vector, a tensor.
  func located(_ coordinates: [Double]) -> Tensor {
    Samples.shaped(coordinates, samples.map.domain)
  }

  /// A value as the language has it.
  func valued(_ coordinates: [Double]) -> Tensor {
    Samples.shaped(coordinates, samples.map.codomain)
  }

  func refuted(_ reason: String, _ evidence: (name: String, value: Tensor)...) -> Verdict {
    Verdict(.no, .refuted, reason, evidence: evidence)
  }
}

/// a + t b.
func combination(_ a: [Double], _ t: Double, _ b: [Double]) -> [Double] {
  zip(a, b).map { $0 + t * $1 }
}

/// |a − b|.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  Tensor(combination(a, -1, b)).norm
}
