import Autodiff
import Maps
import Tensors

/// A and b of an affine map f(x) = A x + b, with what decides its rank.
struct AffineForm {
  /// How sure a statement about the rank is.
  enum Certainty {
    /// By counting dimensions or in whole numbers.
    case exact
    /// By singular values and a tolerance.
    case numerical
  }

  /// The most entries a matrix may have to be taken apart.
  static let entryLimit = 4_000_000

  /// What a sentence calls the map.
  let name: String
  /// *Shapes*: `[m, n]`.
  let matrix: Tensor
  /// *Shapes*: `[m]`.
  let shift: Tensor
  /// Up to which size b may be the rounding of the layers it was computed from; 0 for one layer.
  let shiftTolerance: Double
  let svd: SingularValueDecomposition
  let evidence: RankEvidence

  /// The dimensions of domain and codomain.
  var source: Int { matrix.shape[1] }
  var target: Int { matrix.shape[0] }
  var rank: Int { evidence.rank }

  /// - Throws: `.notFinite` for weights that are not numbers; `.notMatrix` for empty spaces.
  init(
    name: String, matrix: Tensor, shift: Tensor, shiftTolerance: Double = 0
  ) throws(TensorError) {
    if let index = shift.firstNonFinite {
      throw .notFinite(operation: "the bias", sample: 0, index: index)
    }
    guard matrix.rank == 2, matrix.count > 0 else {
      throw .notMatrix(operation: "the rank", shape: matrix.shape)
    }
    self.name = name
    self.matrix = matrix
    self.shift = shift
    self.shiftTolerance = shiftTolerance
    svd = try matrix.svd()
    evidence = try matrix.rank()
  }

  /// The form of a map whose kind says that it is affine: A is its derivative, b its value at 0.
  ///
  /// Answers nil when A would be too large, or when derivative and values do not agree, as for a
  /// function that hides a part of itself from derivatives.
  init?(of map: SmoothMap, name: String) throws {
    guard let domain = map.domain.shape, let codomain = map.codomain.shape,
      domain.count > 0, codomain.count > 0
    else { return nil }
    let (entries, overflow) = domain.count.multipliedReportingOverflow(by: codomain.count)
    guard !overflow, entries <= Self.entryLimit else { return nil }
    let zero = try Tensor(repeating: 0, shape: domain)
    let derivative = try jacobian(map, at: Term(zero)).known("a derivative")
      .reshaped([codomain.count, domain.count])
    let shift = try map(Term(zero)).known("a value").reshaped([codomain.count])
    let weights = map.parameters.reduce(1) { size, weight in
      max(size, weight.value.witness?.elements.greatestMagnitude ?? 0)
    }
    try self.init(
      name: name, matrix: derivative, shift: shift,
      shiftTolerance: map.layer == nil ? 1e-14 * weights : 0)
    var generator = RandomGenerator(seed: 0).named("affine form")
    let point = try generator.normal(domain)
    let value = try map(Term(point)).known("a value").elements
    let product = try apply(to: point.elements)
    let size = product.reduce(shift.elements.greatestMagnitude) { max($0, $1.magnitude) }
    let defect = zip(value, product).map { $0 - $1 }.greatestMagnitude
    guard defect <= 1e-9 * size || defect == 0 else { return nil }
  }

  /// A x + b.
  func apply(to x: [Double]) throws(TensorError) -> [Double] {
    let column = try Tensor(shape: [source, 1], elements: x)
    let product = try matrix.matrixProduct(column).reshaped([target])
    return try Tensor.combine(.add, product, shift).elements
  }

  /// AᵀA.
  func gram() throws(TensorError) -> Tensor { try matrix.transposed().matrixProduct(matrix) }

  /// Whether the rank is known exactly: it is full, or dimensions or whole numbers say that it is not.
  ///
  /// A singular value above the tolerance exceeds every rounding error; one below it may be small
  /// without being 0.
  var certainty: Certainty {
    if rank == min(source, target) { return .exact }
    let elements = matrix.elements
    if elements.allSatisfy({ $0 == 0 }) { return .exact }
    // For whole numbers the determinant of the smaller Gram matrix is exact while it fits.
    let limit = 1024.0
    guard min(source, target) <= 4, max(source, target) <= 64,
      elements.allSatisfy({ $0 == $0.rounded() && $0.magnitude <= limit })
    else { return .numerical }
    guard
      let gram = try? source <= target
        ? matrix.transposed().matrixProduct(matrix) : matrix.matrixProduct(matrix.transposed()),
      (try? gram.determinant().scalar) == 0
    else { return .numerical }
    return .exact
  }

  /// `rank A = 1 < 2 (σ₂ = 0 ≤ tolerance 2.2e-15)` or `rank A = 2 (σ₂ = 0.618 > tolerance …)`.
  func rankPhrase(needed: Int) -> String {
    let values = evidence.singularValues
    let tolerance = Notation.number(evidence.tolerance)
    if rank >= needed {
      let sigma = Notation.number(values[needed - 1])
      return "rank A = \(needed) (\(Notation.sigma(needed)) = \(sigma) > tolerance \(tolerance))"
    }
    let phrase = "rank A = \(rank) < \(needed)"
    if needed > values.count, rank == values.count { return phrase }
    let sigma = Notation.number(values[rank])
    return phrase + " (\(Notation.sigma(rank + 1)) = \(sigma) ≤ tolerance \(tolerance))"
  }

  /// `f is affine: f(x) = A x + b with A = …, b = …`.
  var formula: String {
    let a = Notation.tensor(matrix)
    if shift.elements.allSatisfy({ $0 == 0 }) { return "\(name)(x) = A x with A = \(a)" }
    return "\(name)(x) = A x + b with A = \(a), b = \(Notation.tensor(shift))"
  }

  /// A direction that A sends to 0, where there is one short enough to be shown.
  func forgottenDirection() throws(TensorError) -> [Double]? {
    guard rank < source, source <= 64 else { return nil }
    let basis = try matrix.nullSpace().transposed()
    return Array(basis.elements.prefix(source))
  }

  /// The right singular vector that belongs to the singular value at a position from 0.
  func direction(_ index: Int) throws(TensorError) -> [Double] {
    try svd.v.transposed().sliced(
      starts: [index, 0], ends: [index + 1, source], steps: [1, 1]
    ).elements
  }
}

extension [Double] {
  /// The greatest |xᵢ|; NaN where there is one; 0 for no elements.
  var greatestMagnitude: Double {
    reduce(0) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1.magnitude) }
  }
}
