public import Autodiff
public import Maps
import Tensors

/// Whether a map has a property, and how that is known.
///
/// An affine map is decided from A and b, another map by the proofs its structure allows, then by a
/// witness among reproducible sample points; what none of these decides is unknown. At a point the
/// rank of the Jacobian there decides.
/// - Throws: `GeometryError.needsMatrix` for properties of matrices, `.notAtPoint`, `.manyPoints`,
///   `.pointNotFinite`; `MapError.wrongDomain`; `TensorError.notFinite` for weights that are not
///   numbers.
public func judge(
  _ map: SmoothMap, _ property: Property, at point: Term? = nil
) throws -> Verdict {
  guard property.subject == .map else { throw GeometryError.needsMatrix(property) }
  if let point {
    guard property.holdsAtPoints else { throw GeometryError.notAtPoint(property) }
    return try MapJudge.verdict(on: property, of: map, at: point)
  }
  guard map.domain == .any || !map.domain.isOpen else {
    return .unknown(
      "\(MapJudge.name(of: map)) takes several spaces; give it one, as in "
        + "`identity(R^(1, 8, 8)) |> f`")
  }
  let dimensions = map.layers.flatMap { [$0.domain.dimension ?? 0, $0.codomain.dimension ?? 0] }
  guard let largest = dimensions.max(), largest <= AffineForm.entryLimit else {
    return .unknown("its spaces have more than \(AffineForm.entryLimit) dimensions")
  }
  guard map.domain == .any else {
    var judge = try MapJudge(map)
    return try judge.verdict(on: property)
  }
  return try judgeOnEverySpace(map, property)
}

/// The verdict on a map that keeps whatever space it is given.
///
/// Such maps work element by element, or are softmax, and what they are on ℝ², or on ℝ and ℝ³, they
/// are on every ℝⁿ: only the parity of n and n = 1 are special.
private func judgeOnEverySpace(_ map: SmoothMap, _ property: Property) throws -> Verdict {
  var verdicts: [(n: Int, verdict: Verdict)] = []
  for n in [2, 1, 3] {
    var judge = try MapJudge(map.specialized(to: .real(n)))
    verdicts.append((n, try judge.verdict(on: property)))
  }
  let (_, usual) = verdicts[0]
  if verdicts.allSatisfy({ $0.verdict.answer == usual.answer }) { return usual }
  let telling =
    verdicts.first { $0.verdict.answer == .no } ?? verdicts.first { $0.verdict.answer == .unknown }
  guard let (n, verdict) = telling else { return usual }
  return Verdict(
    verdict.answer, verdict.basis, "on \(Notation.space(n)), \(verdict.reason)",
    details: verdict.details, evidence: verdict.evidence)
}

/// The work of one question about one map.
struct MapJudge {
  let map: SmoothMap
  /// What a sentence calls the map.
  let name: String
  let proof: StructuralProof
  let form: AffineForm?
  private var sampled: Samples??

  init(_ map: SmoothMap) throws {
    self.map = map
    name = Self.name(of: map)
    var form = map.kind.form <= .affine ? try AffineForm(of: map, name: name) : nil
    form?.spaces = (map.domain, map.codomain)
    self.form = form
    proof = form == nil ? try StructuralProof(of: map) : StructuralProof([])
  }

  mutating func verdict(on property: Property) throws -> Verdict {
    if let form { return try form.verdict(on: property) }
    if let verdict = try proved(property) { return verdict }
    let cells = try WholeMap.cells(of: map, name: name)
    if let verdict = try cells.verdict(on: property) { return finished(verdict, property) }
    let structural = cells.qualified(finished(proof.verdict(on: property), property), property)
    guard let samples = try samples() else {
      return .unknown("\(structural.reason); it could not be evaluated at sample points")
    }
    var search = Refutation(name: name, proof: proof, kind: map.kind, samples: samples)
    if let witness = try search.witness(against: property) { return witness }
    let observed = search.observation(on: property).map { "; \($0)" } ?? ""
    let lost = samples.lost.map { "; it could not be evaluated at \(search.point($0))" } ?? ""
    return .unknown(structural.reason + observed + lost)
  }

  /// What the structure decides on the whole space; nil when it leaves the question open.
  func proved(_ property: Property) throws -> Verdict? {
    if let form {
      let verdict = try form.verdict(on: property)
      return verdict.answer == .unknown ? nil : verdict
    }
    if proof.pieces.count > 1, let verdict = byKind(property) { return verdict }
    let structural = finished(proof.verdict(on: property), property)
    if structural.answer != .unknown { return structural }
    return byKind(property)
  }

  /// What the kind says outright.
  private func byKind(_ property: Property) -> Verdict? {
    switch property {
    case .linear where map.kind.form <= .linear: .proved("each of its layers is")
    case .affine where map.kind.form <= .affine: .proved("each of its layers is")
    case .piecewiseAffine where map.kind.form <= .piecewiseAffine:
      .proved("\(name) is affine on each of finitely many cells")
    case .smooth where map.kind.regularity == .smooth: .proved("\(name) is made of smooth maps")
    case .continuous where map.kind.regularity <= .continuous && proof.isTotal:
      .proved("\(name) is made of continuous maps")
    default: nil
    }
  }

  private mutating func samples() throws -> Samples? {
    if let sampled { return sampled }
    let samples = try Samples(map)
    sampled = .some(samples)
    return samples
  }

  /// The verdict with what to ask instead, and where the map is defined at all.
  private func finished(_ verdict: Verdict, _ property: Property) -> Verdict {
    var (reason, details) = (verdict.reason, verdict.details)
    if verdict.answer == .no, property == .homeomorphism || property == .diffeomorphism,
      proof.verdict(on: .injective).answer != .no, proof.source <= proof.target,
      proof.verdict(on: .homeomorphism).answer != .yes
    {
      details.append("(ask `\(name) is embedding` for a homeomorphism onto its image)")
    }
    if verdict.answer == .yes, !proof.isTotal {
      let partial = proof.pieces.filter { !$0.isTotal }.map { piece in
        piece.domain ?? "\(piece.name) is not defined everywhere"
      }
      reason += "; where it is defined: \(Notation.list(partial.uniqued))"
    }
    return Verdict(
      verdict.answer, verdict.basis, reason, details: details, evidence: verdict.evidence)
  }

  /// A map with a name of its own has it in sentences; one named for its make is called f.
  static func name(of map: SmoothMap) -> String {
    switch map.layer {
    case .affine, .identity, .translation, .constant, .scaling, .permutation, .reshape, .image,
      .normalization, .dropout:
      ["affine", "linear", "identity", "translation", "constant", "scaling"].contains(map.name)
        ? "f" : map.name
    case .geometric, .elementwise, .elementwiseInverse, .leakyReLU, .elu, .approximateGELU,
      .softmax, .function:
      map.name
    case nil:
      ["chain", "sum", "difference", "product", "multiple", "direct sum"].contains(map.name)
        ? "f" : map.name
    }
  }
}
