import Maps
import Tensors

/// The intervals in which the slopes of all components lie, and what follows when they are taken together.
///
/// Changing one coordinate after another shows f(x) − f(y) = M (x − y) with a matrix M whose entries lie in
/// these intervals. If no such matrix is singular, f is injective, also where it has corners; if moreover
/// |M v| ≥ c |v| for all of them, then |f(x) − f(y)| ≥ c |x − y|, so that f is proper, its image is closed
/// and open, and f is a homeomorphism onto ℝⁿ (Hadamard and Lévy). The Jacobian of a smooth map is such a
/// matrix too.
struct SlopeMatrix {
  /// *Shapes*: m rows of n.
  private let slopes: [[Slope]]
  private let source: Int

  private static let largestDeterminant = 4
  private static let subsetLimit = 64.0

  init?(_ components: [Entry], _ source: Int) {
    guard source > 0, !components.isEmpty else { return nil }
    slopes = components.map { entry in (0..<source).map { entry.slope($0) } }
    self.source = source
  }

  private var isSquare: Bool { slopes.count == source }

  /// A number that |f(x) − f(y)| / |x − y| never exceeds; nil where the slopes are unbounded.
  var lipschitz: Double? {
    let sizes = slopes.map { row in row.map(\.quotients.greatestMagnitude) }
    guard sizes.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let rows = sizes.map { $0.reduce(0, +) }.max() ?? 0
    let columns = (0..<source).map { k in sizes.reduce(0) { $0 + $1[k] } }.max() ?? 0
    let squares = sizes.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    let bound = min((rows * columns).squareRoot(), squares.squareRoot())
    return bound.isFinite ? bound * (1 + 1e-12) : nil
  }

  func inform(_ piece: inout Piece, isSmooth: Bool) {
    func add(_ property: Property, _ reason: String) {
      if piece.answer(property) == .unknown { piece.facts[property] = .proved(reason) }
    }
    if let bound = lipschitz { piece.lipschitz = min(piece.lipschitz ?? bound, bound) }
    if isSquare, let expansion {
      let reason =
        "\(piece.name)(x) - \(piece.name)(y) is at least \(Notation.number(expansion.least)) times as "
        + "long as x - y, for the slopes of its values stay near those of one matrix"
      for property in [Property.injective, .embedding, .surjective] { add(property, reason) }
      if isSmooth { for property in [Property.immersion, .submersion] { add(property, reason) } }
      piece.orientation = piece.orientation ?? expansion.sign
      return
    }
    if let value = determinant({ $0.quotients }) {
      let reason =
        "f(x) - f(y) = M (x - y) for a matrix M of slopes, and det M lies in \(value.text)"
      add(.injective, reason)
      add(.embedding, reason)
    }
    guard isSmooth, let value = determinant({ $0.derivative }) else { return }
    let reason = isSquare ? "det J lies in \(value.text)" : "a minor of J lies in \(value.text)"
    add(.immersion, reason)
    if isSquare {
      add(.submersion, reason)
      piece.orientation = piece.orientation ?? value.sign
    }
  }

  /// The interval of the determinant of n of the rows where it is free of 0.
  private func determinant(_ part: (Slope) -> Enclosure) -> Enclosure? {
    guard source > 1, source <= Self.largestDeterminant, slopes.count >= source,
      Combinations.count(slopes.count, source) <= Self.subsetLimit
    else { return nil }
    for subset in Combinations(of: slopes.count, taking: source) {
      let value = Self.determinant(subset.map { slopes[$0].map(part) })
      if value.sign != 0 { return value }
    }
    return nil
  }

  private static func determinant(_ rows: [[Enclosure]]) -> Enclosure {
    guard rows.count > 1, let first = rows.first else { return rows.first?.first ?? .one }
    return first.indices.reduce(.zero) { sum, column in
      let minor = rows.dropFirst().map { row in
        row.indices.filter { $0 != column }.map { row[$0] }
      }
      if first[column].isZero { return sum }
      let part = first[column] * determinant(minor)
      return column.isMultiple(of: 2) ? sum + part : sum - part
    }
  }

  /// c with |M v| ≥ c |v| for every matrix M in the intervals, and the sign of all their determinants.
  ///
  /// With C the inverse of the matrix of midpoints, |I − C M| ≤ β < 1 in the norm of row sums shows that M is
  /// not singular and |v| ≤ |C| |M v| / (1 − β), there; between that norm and the Euclidean one lies √n.
  private var expansion: (least: Double, sign: Int)? {
    let n = source
    let intervals = slopes.map { $0.map(\.quotients) }
    guard n <= ReadOff.largest, intervals.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      return nil
    }
    let middle = intervals.flatMap { $0.map { $0.low / 2 + $0.high / 2 } }
    guard let center = try? Tensor(shape: [n, n], elements: middle),
      let inverse = try? center.inverse(), inverse.firstNonFinite == nil,
      let sign = try? center.logAbsDeterminant().sign.elements[0], sign != 0
    else { return nil }
    let c = inverse.elements
    var (beta, size) = (0.0, 0.0)
    for i in 0..<n {
      var (rest, row) = (Enclosure.zero, Enclosure.zero)
      for j in 0..<n {
        let entry = (0..<n).reduce(Enclosure(i == j ? 1 : 0)) {
          $0 - Enclosure(c[i * n + $1]) * intervals[$1][j]
        }
        rest = rest + Enclosure(0, entry.greatestMagnitude)
        row = row + Enclosure(c[i * n + j].magnitude)
      }
      beta = max(beta, rest.high)
      size = max(size, row.high)
    }
    guard beta < 1, size > 0 else { return nil }
    let least = (1 - beta) / size / Double(n).squareRoot() * (1 - 1e-12)
    return least > 0 && least.isFinite ? (least, sign < 0 ? -1 : 1) : nil
  }
}
