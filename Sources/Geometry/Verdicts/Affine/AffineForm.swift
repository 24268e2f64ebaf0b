import Autodiff
import Maps
import Tensors

/// A and b of an affine map f(x) = A x + b, with what decides its rank.
struct AffineForm {
  /// The most entries a matrix may have to be taken apart.
  static let entryLimit = 4_000_000

  /// What a formula calls the map.
  let name: String
  /// What a sentence calls it: its name, or `it` where it is but a matrix.
  var subject: String
  /// The spaces of the map, where they say more than the dimensions.
  var spaces: (domain: Space, codomain: Space)?
  /// *Shapes*: `[m, n]`.
  let matrix: Tensor
  /// *Shapes*: `[m]`.
  let shift: Tensor
  /// By how much the entries of A may differ from those computed, row-major; 0 for weights.
  let bounds: [Double]
  /// Up to which size b may be the rounding of the layers it was computed from; 0 for one layer.
  let shiftTolerance: Double
  let svd: SingularValueDecomposition
  let evidence: RankEvidence
  /// What is proved of the rank.
  let ranks: ClosedRange<Int>
  /// The sign of det A where it is known.
  let sign: Int?
  /// Rank and determinant in exact arithmetic, where A is known exactly.
  let exact: ExactRank?
  /// What the matrix was made to be, where that says more than its entries.
  var nature: GeometricNature?
  /// Why det A = 1, where that follows from how the map was made.
  var unitVolume: String?
  /// c where A is c times an orthogonal matrix by the way it was made.
  private var madeRatio: Double?

  /// The dimensions of domain and codomain.
  var source: Int { matrix.shape[1] }
  var target: Int { matrix.shape[0] }
  /// The rank is at least and at most this.
  var lowest: Int { ranks.lowerBound }
  var highest: Int { ranks.upperBound }
  /// Whether the entries of A are those of the map.
  var isExact: Bool { bounds.allSatisfy { $0 == 0 } }
  /// Whether A is in whole numbers, which mean what they say.
  var isWhole: Bool { isExact && matrix.isWhole }
  /// What a singular value must exceed not to be rounding.
  var slack: Double { evidence.tolerance + Tensor(bounds).norm }
  /// By how much the map stretches at least, and at most.
  var leastStretch: Double {
    source > target ? 0 : max(0, (evidence.singularValues.last ?? 0) - slack)
  }

  /// - Throws: `.notFinite` for weights that are not numbers; `.notMatrix` for empty spaces.
  init(
    name: String, matrix: Tensor, shift: Tensor, shiftTolerance: Double = 0,
    bounds: [Double]? = nil, within known: ClosedRange<Int>? = nil, sign: Int? = nil
  ) throws(TensorError) {
    let nanosecondsPerEntry = 1000
    self = try LongWork.perform(LongWork.cost(matrix.count, nanosecondsPerEntry)) {
      () throws(TensorError) in
      try AffineForm(
        computing: name, matrix, shift, shiftTolerance, bounds, within: known, sign: sign)
    }
  }

  private init(
    computing name: String, _ matrix: Tensor, _ shift: Tensor, _ shiftTolerance: Double,
    _ bounds: [Double]?, within known: ClosedRange<Int>?, sign knownSign: Int?
  ) throws(TensorError) {
    if let index = shift.firstNonFinite {
      throw .notFinite(operation: "the bias", sample: 0, index: index)
    }
    guard matrix.rank == 2, matrix.count > 0 else {
      throw .notMatrix(operation: "the rank", shape: matrix.shape)
    }
    let bounds = bounds ?? [Double](repeating: 0, count: matrix.count)
    self.name = name
    subject = name
    self.matrix = matrix
    self.shift = shift
    self.shiftTolerance = shiftTolerance
    self.bounds = bounds
    svd = try matrix.svd()
    let evidence = try matrix.rank()
    self.evidence = evidence
    let full = min(matrix.shape[0], matrix.shape[1])
    let slack = evidence.tolerance + Tensor(bounds).norm
    let isExact = bounds.allSatisfy { $0 == 0 }
    let exact = isExact ? ExactRank(matrix) : nil
    var (low, high) = (known?.lowerBound ?? 0, min(full, known?.upperBound ?? full))
    let numerical = evidence.singularValues.prefix { $0 > slack }.count
    low = max(low, numerical)
    let triangle = Triangle(matrix, bounds: bounds)
    if low < full {
      low = max(
        low, triangle.pivots.count,
        Triangle(try matrix.transposed(), bounds: try Self.transposed(bounds, matrix)).pivots.count)
      // A decimal fraction is a rounded number: that a determinant is tiny and not 0 may be its error.
      if let exact, matrix.isWhole {
        low = max(low, exact.lowest)
      }
      high = min(high, exact?.highest ?? full, Self.present(matrix, bounds))
    }
    ranks = min(low, high)...high
    self.exact = exact
    if let knownSign {
      sign = knownSign
    } else {
      sign = try Self.sign(
        matrix, triangle, numericalRank: numerical, rank: min(low, high))
    }
  }

  /// The form of a map whose kind says that it is affine: A is its derivative, b its value at 0.
  ///
  /// Answers nil when A would be too large, when derivative and values do not agree, as for a
  /// function that hides a part of itself from derivatives, or when they overflow.
  init?(of map: SmoothMap, name: String) throws {
    guard let domain = map.domain.shape, let codomain = map.codomain.shape,
      domain.count > 0, codomain.count > 0
    else { return nil }
    let (entries, overflow) = domain.count.multipliedReportingOverflow(by: codomain.count)
    guard !overflow, entries <= Self.entryLimit else { return nil }
    if case .chain(let layers) = map.structure {
      var result: AffineForm?
      for layer in layers {
        guard let next = try AffineForm(of: layer, name: name) else { return nil }
        guard let first = result else {
          result = next
          continue
        }
        guard let both = try first.followed(by: next, name: name) else { return nil }
        result = both
      }
      guard let result else { return nil }
      self = result
      return
    }
    if case .geometric(let nature, let weight)? = map.layer {
      try self.init(name: name, matrix: weight.known("a matrix"), nature)
      return
    }
    if case .flow(let flow) = map.structure, let form = try AffineForm(flow, name: name) {
      self = form
      return
    }
    let zero = try Tensor(repeating: 0, shape: domain)
    let derivative = try jacobian(map, at: Term(zero)).known("a derivative")
      .reshaped([codomain.count, domain.count])
    let shift = try map(Term(zero)).known("a value").reshaped([codomain.count])
    switch map.layer {
    case .affine, .identity, .translation, .constant, .scaling, .geometric, .permutation, .reshape,
      .dropout, .image(.convolution), .image(.maximumPooling):
      // The entries of the derivative are the numbers the layer is made of.
      try self.init(name: name, matrix: derivative, shift: shift)
    case .image, .normalization, .elementwise, .elementwiseInverse, .leakyReLU, .elu,
      .approximateGELU, .softmax, .function,
      nil:
      let scale = derivative.elements.greatestMagnitude
      let noise = try Noise(of: map, at: zero.elements)
      try self.init(
        name: name, matrix: derivative, shift: shift,
        shiftTolerance: noise?.value.greatestMagnitude
          ?? 1e-12 * max(1, shift.elements.greatestMagnitude),
        bounds: noise?.jacobian
          ?? [Double](repeating: 1e-12 * max(1, scale), count: derivative.count))
    }
    var generator = RandomGenerator(seed: 0).named("affine form")
    let point = try generator.normal(domain)
    let value = try map(Term(point)).known("a value").elements
    let product = try apply(to: point.elements)
    let size = product.reduce(shift.elements.greatestMagnitude) { max($0, $1.magnitude) }
    let defect = zip(value, product).map { $0 - $1 }.greatestMagnitude
    guard defect <= 1e-9 * size || defect <= 1e3 * (Tensor(bounds).norm + shiftTolerance)
    else { return nil }
  }

  /// The form of a matrix that was made to be something, whose entries are rounded.
  private init(name: String, matrix: Tensor, _ nature: GeometricNature) throws(TensorError) {
    let n = matrix.shape[0]
    let isExact = nature == .shear || matrix.isWhole
    let rounding = 8 * Double(n) * Double.ulpOfOne
    let bounds = isExact ? nil : matrix.elements.map { $0 == 0 ? 0 : rounding }
    let zero = try Tensor(repeating: 0, shape: [n])
    let (rank, sign): (Int, Int?) =
      switch nature {
      case .rotation, .shear: (n, 1)
      case .reflection: (n, -1)
      case .projection(let rank): (rank, rank == n ? 1 : nil)
      }
    try self.init(
      name: name, matrix: matrix, shift: zero, bounds: bounds, within: rank...rank, sign: sign)
    self.nature = nature
  }

  /// The sizes of the entries of a matrix that only permutes and scales the axes: its singular values,
  /// without rounding.
  var axisStretches: [Double]? {
    guard isExact, source <= target else { return nil }
    let elements = matrix.elements
    let present = elements.indices.filter { elements[$0] != 0 }
    guard present.count == source, Set(present.map { $0 % source }).count == source,
      Set(present.map { $0 / source }).count == source
    else { return nil }
    return present.map { elements[$0].magnitude }
  }

  /// A x + b.
  func apply(to x: [Double]) throws(TensorError) -> [Double] {
    let column = try Tensor(shape: [source, 1], elements: x)
    let product = try matrix.matrixProduct(column).reshaped([target])
    return try Tensor.combine(.add, product, shift).elements
  }

  /// This map, then another: (A₂A₁, A₂b₁ + b₂), nil where the numbers overflow.
  ///
  /// The rank of a product is at most either rank, and at least their sum less the dimension between.
  func followed(by next: AffineForm, name: String) throws -> AffineForm? {
    let product = try RoundedProduct(next.matrix, next.bounds, matrix, bounds)
    let column = try Tensor(shape: [target, 1], elements: shift.elements)
    let moved = try RoundedProduct(
      next.matrix, next.bounds, column, [Double](repeating: shiftTolerance, count: target))
    let shift = try Tensor.combine(.add, moved.matrix.reshaped([next.target]), next.shift)
    guard product.matrix.firstNonFinite == nil, shift.firstNonFinite == nil,
      (product.bounds + moved.bounds).allSatisfy(\.isFinite)
    else { return nil }
    let high = min(highest, next.highest)
    var both: Int?
    if let sign, let second = next.sign, source == target, next.source == next.target {
      both = sign * second
    }
    let sums = zip(moved.matrix.elements, next.shift.elements).map { a, b in
      Exactness.sum(a, b) ? 0 : (a.magnitude + b.magnitude) * Double.ulpOfOne
    }
    var result = try AffineForm(
      name: name, matrix: product.matrix, shift: shift,
      shiftTolerance: next.shiftTolerance + moved.bounds.greatestMagnitude + sums.greatestMagnitude,
      bounds: product.bounds,
      within: min(high, max(0, lowest + next.lowest - target))...high, sign: both)
    if nature?.isOrthogonal == true, next.nature?.isOrthogonal == true {
      result.nature = (sign ?? 1) * (next.sign ?? 1) > 0 ? .rotation : .reflection
    } else if nature?.isOrthogonal == true, next.isTranslation {
      result.nature = nature
    } else if next.nature?.isOrthogonal == true, isTranslation {
      result.nature = next.nature
    }
    if let ratio, let other = next.ratio, (ratio * other).isNormal {
      result.madeRatio = ratio * other
    }
    return result
  }

  /// |c| where A is c times an orthogonal matrix: by the way it was made, or exactly c I.
  var ratio: Double? {
    if let madeRatio { return madeRatio }
    if nature?.isOrthogonal == true { return 1 }
    guard isExact, source == target, let c = matrix.elements.first, c.isNormal else { return nil }
    let isMultiple = matrix.elements.enumerated().allSatisfy { index, entry in
      entry == (index / source == index % source ? c : 0)
    }
    return isMultiple ? c.magnitude : nil
  }

  /// Whether A is the identity, exactly.
  private var isTranslation: Bool {
    guard isExact, source == target else { return false }
    return matrix.elements.enumerated().allSatisfy { index, entry in
      entry == (index / source == index % source ? 1 : 0)
    }
  }

  /// AᵀA with the bounds of its entries.
  func gram() throws(TensorError) -> RoundedProduct {
    try RoundedProduct(
      matrix.transposed(), Self.transposed(bounds, matrix), matrix, bounds)
  }

  /// `rank A = 1 < 2 (σ₂ = 0 ≤ tolerance 2.2e-15)` or `rank A = 2 (σ₂ = 0.618 > tolerance …)`.
  func rankPhrase(needed: Int) -> String {
    let values = evidence.singularValues
    let tolerance = Notation.number(slack)
    if lowest >= needed {
      guard values[needed - 1] > slack else { return "rank A = \(needed), exactly" }
      let sigma = Notation.number(values[needed - 1])
      return "rank A = \(needed) (\(Notation.sigma(needed)) = \(sigma) > tolerance \(tolerance))"
    }
    let sigma = Notation.number(needed <= values.count ? values[needed - 1] : 0)
    guard highest < needed else {
      return "\(Notation.sigma(needed)) = \(sigma) may be 0 or not (tolerance \(tolerance))"
    }
    let phrase = "rank A \(lowest == highest ? "=" : "≤") \(highest) < \(needed)"
    guard highest < values.count, values[highest] <= slack else { return phrase }
    return phrase
      + " (\(Notation.sigma(highest + 1)) = \(Notation.number(values[highest])) ≤ tolerance "
      + "\(tolerance))"
  }

  /// `f is affine: f(x) = A x + b with A = …, b = …`.
  var formula: String {
    if let spaces, spaces.domain == .line, spaces.codomain == .line,
      let slope = matrix.scalarElement, let shift = shift.scalarElement
    {
      let term = slope == 1 ? "x" : "\(Notation.number(slope)) x"
      if slope == 0 { return "\(name)(x) = \(Notation.number(shift))" }
      if shift == 0 { return "\(name)(x) = \(term)" }
      return "\(name)(x) = \(term) \(shift < 0 ? "-" : "+") \(Notation.number(shift.magnitude))"
    }
    let a = Notation.tensor(matrix)
    if shift.elements.allSatisfy({ $0 == 0 }) { return "\(name)(x) = A x with A = \(a)" }
    return "\(name)(x) = A x + b with A = \(a), b = \(Notation.tensor(shift))"
  }

  /// A direction that A sends to 0, where there is one short enough to be shown.
  func forgottenDirection() throws(TensorError) -> [Double]? {
    guard highest < source, source <= 64 else { return nil }
    if evidence.rank == source { return try direction(source - 1) }
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

extension AffineForm {
  static func transposed(
    _ bounds: [Double], _ matrix: Tensor
  ) throws(TensorError) -> [Double] {
    try Tensor(shape: matrix.shape, elements: bounds).transposed().elements
  }

  /// How many rows and columns are not exactly 0: the smaller of the two numbers.
  private static func present(_ matrix: Tensor, _ bounds: [Double]) -> Int {
    let (elements, n) = (matrix.elements, matrix.shape[1])
    var (rows, columns): (Set<Int>, Set<Int>) = ([], [])
    for index in elements.indices where elements[index] != 0 || bounds[index] != 0 {
      rows.insert(index / n)
      columns.insert(index % n)
    }
    return min(rows.count, columns.count)
  }

  private static func sign(
    _ matrix: Tensor, _ triangle: Triangle, numericalRank: Int, rank: Int
  ) throws(TensorError) -> Int? {
    let n = matrix.shape[1]
    guard matrix.shape[0] == n, rank == n else { return nil }
    if triangle.pivots.count == n { return triangle.sign }
    // The logarithm's sign is right where the determinant itself would overflow or vanish.
    if numericalRank == n {
      return try matrix.logAbsDeterminant().sign.elements[0] < 0 ? -1 : 1
    }
    let determinant = try matrix.determinant().elements[0]
    guard determinant.magnitude > matrix.determinantRounding else { return nil }
    return determinant < 0 ? -1 : 1
  }
}

extension Tensor {
  /// The only element.
  fileprivate var scalarElement: Double? { count == 1 ? elements[0] : nil }

  /// Whether every element is a whole number that no rounding made one.
  var isWhole: Bool { elements.allSatisfy { $0 == $0.rounded() && $0.magnitude <= 0x1p53 } }

  /// A bound of the rounding of a determinant computed by elimination: n² ε times Hadamard's.
  var determinantRounding: Double {
    let n = shape[shape.rank - 1]
    let product = stride(from: 0, to: count, by: n).reduce(1.0) { product, start in
      product * Tensor(Array(elements[start..<start + n])).norm
    }
    return 4 * Double(n * n) * Double.ulpOfOne * product
  }
}

extension [Double] {
  /// The greatest |xᵢ|; NaN where there is one; 0 for no elements.
  var greatestMagnitude: Double {
    reduce(0) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1.magnitude) }
  }
}
