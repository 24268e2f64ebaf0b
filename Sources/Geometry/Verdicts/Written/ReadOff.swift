import Autodiff
import Maps
import Tensors

/// What can be read off the formulas of a map's values.
///
/// If one component of the value increases strictly with x₀ and depends on nothing else, it gives x₀; if
/// another then increases with x₁ whatever x₀ is, it gives x₁; and so on. A map of whose values every
/// coordinate can be read off in this way is injective, and with a continuous inverse, since (p, t) ↦
/// (p, g(p, t)) is open where it is injective (invariance of domain). Between spaces of one dimension the
/// map is onto when each of these components runs through all numbers.
///
/// What is read off in no order may still be injective: `SlopeMatrix` looks at all slopes at once.
struct ReadOff {
  /// One component that gives one coordinate.
  struct Step {
    let component: Int
    let coordinate: Int
    /// The coefficient of the coordinate where the component is affine in it.
    let factor: Double?
    /// The component as a polynomial of the coordinate, where it is one.
    let course: PolynomialCourse?
    let slope: Slope
  }

  /// In which order which component gives which coordinate.
  let steps: [Step]
  let components: [Entry]
  let source: Int
  private let codomain: Space
  /// How smooth the map is.
  let regularity: Kind.Regularity

  static let largest = 32

  /// Answers nil where the map branches, is not known to be continuous on the whole space, or is too
  /// large.
  init?(_ map: SmoothMap) throws {
    guard let shape = map.domain.shape, shape.count > 0, shape.count <= Self.largest,
      let count = map.codomain.dimension, count <= Self.largest,
      let values = try Entries.through(
        map, Entries(shape, (0..<shape.count).map { .coordinate($0) }))
    else { return nil }
    let components = values.entries
    let regularity = components.reduce(Kind.Regularity.smooth) { max($0, $1.regularity) }
    guard regularity <= .continuous, components.count == count else { return nil }
    source = shape.count
    codomain = map.codomain
    self.components = components
    self.regularity = regularity
    var steps: [Step] = []
    var (read, used): (Set<Int>, Set<Int>) = ([], [])
    search: while read.count < source {
      for (index, entry) in components.enumerated() where !used.contains(index) {
        let open = entry.variables.subtracting(read)
        guard open.count == 1, let coordinate = open.first else { continue }
        let slope = Self.strict(entry, coordinate)
        let factor = entry.linear[coordinate]
        guard slope.sign != 0 || factor != nil else { continue }
        let isAlone = entry.variables.count == 1 && factor == nil
        steps.append(
          Step(
            component: index, coordinate: coordinate, factor: factor,
            course: isAlone ? entry.polynomial.map(PolynomialCourse.init(coefficients:)) : nil,
            slope: factor.map { Slope(Enclosure($0), isSteep: true, left: nil, right: nil) }
              ?? slope))
        read.insert(coordinate)
        used.insert(index)
        continue search
      }
      break
    }
    self.steps = steps
  }

  /// The slope of a component where it is smooth, with what is known of its derivative written out.
  ///
  /// A component that never falls, or never rises, and runs through all numbers is strictly monotone: the
  /// functions a smooth formula is made of are analytic, so it rests on no interval.
  private static func strict(_ entry: Entry, _ k: Int) -> Slope {
    let slope = entry.slope(k)
    guard entry.regularity == .smooth else { return slope }
    if slope.sign == 0, let derivative = entry.formula?.derivative(k), derivative.sign != 0 {
      let least = derivative.leastMagnitude
      let values = Enclosure(least, .infinity, isNonzero: true)
      return Slope(
        derivative.sign > 0 ? values : -values, isSteep: true, left: slope.left, right: slope.right)
    }
    guard slope.sign == 0, slope.isOnto,
      slope.quotients.isNonnegative || slope.quotients.isNonpositive
    else { return slope }
    var strict = slope
    strict.quotients = slope.quotients.withoutZero
    return strict
  }

  var isComplete: Bool { steps.count == source }
  var isSmooth: Bool { regularity == .smooth }

  /// Adds what follows to what is not known of a link.
  func inform(_ piece: inout Piece) {
    func add(_ property: Property, _ verdict: Verdict) {
      if piece.answer(property) == .unknown { piece.facts[property] = verdict }
    }
    let name = piece.name
    piece.isTotal = true
    add(.continuous, .proved("\(name) is made of continuous maps"))
    if isSmooth { add(.smooth, .proved("\(name) is made of smooth maps")) }
    if source == 1, components.count == 1 { informOfLine(&piece) }
    informOfImage(&piece)
    if isComplete {
      let reason = sentence(name)
      let isSteep = steps.allSatisfy(\.slope.isSteep)
      for property in [Property.injective, .embedding] { add(property, .proved(reason)) }
      if isSmooth, isSteep { add(.immersion, .proved(reason)) }
      if piece.source == piece.target {
        if steps.allSatisfy(\.slope.isOnto) {
          let isPlain = steps.allSatisfy { $0.factor != nil || $0.course != nil }
          add(
            .surjective,
            .proved(
              isPlain
                ? reason : "\(reason), and \(source == 1 ? "it takes" : "each takes") every value"))
        }
        if isSmooth, isSteep { add(.submersion, .proved(reason)) }
        piece.orientation =
          piece.orientation ?? steps.reduce(permutationSign) { $1.slope.sign < 0 ? -$0 : $0 }
        if isSmooth, steps.allSatisfy({ $0.factor?.magnitude == 1 }) {
          add(.volumePreserving, .proved("\(reason), each with the factor 1 or -1: |det J| = 1"))
        }
      }
    }
    if piece.source == piece.target, regularity <= .continuous, isOntoInOrder {
      let values = source == 1 ? "its value runs" : "one after another its values run"
      add(
        .surjective, .proved("\(values) from -∞ to ∞ with a coordinate, whatever those before are"))
    }
    SlopeMatrix(components, source)?.inform(&piece, isSmooth: isSmooth)
    if isSmooth { WrittenJacobian(components, source: source)?.inform(&piece) }
  }

  /// Whether the components, in some order, each run through all numbers with a coordinate of their own,
  /// whatever the coordinates before are; a point with given values is then found one coordinate at a time.
  private var isOntoInOrder: Bool {
    var (set, used): (Set<Int>, Set<Int>) = ([], [])
    while set.count < source {
      let next = components.indices.lazy.compactMap { index -> (Int, Int)? in
        let open = components[index].variables.subtracting(set)
        guard !used.contains(index), open.count == 1, let k = open.first,
          components[index].slope(k).isOnto
        else { return nil }
        return (index, k)
      }.first
      guard let (index, k) = next else { return false }
      used.insert(index)
      set.insert(k)
    }
    return true
  }

  /// A polynomial on the line.
  private func informOfLine(_ piece: inout Piece) {
    guard let polynomial = components[0].polynomial else { return }
    let course = PolynomialCourse(coefficients: polynomial)
    guard course.degree > 0 else { return }
    if course.degree.isMultiple(of: 2) {
      let side = course.increases ? "below" : "above"
      piece.facts[.surjective] = .disproved(
        "\(piece.name)(x) = \(course.text) has an even degree, so it is bounded \(side)")
    } else {
      piece.facts[.surjective] = .proved(
        "\(piece.name)(x) = \(course.text) has an odd degree, so it takes every value")
    }
  }

  /// The intervals in which the values lie.
  private func informOfImage(_ piece: inout Piece) {
    let below = components.map { $0.range.low > -.infinity || $0.range.isPositive }
    let above = components.map { $0.range.high < .infinity || $0.range.isNegative }
    let known = piece.bounds
    piece.bounds = { bounds in
      let own = known(bounds)
      guard own.below.count == below.count else { return own }
      return Piece.Bounds(
        below: zip(own.below, below).map { $0 || $1 },
        above: zip(own.above, above).map { $0 || $1 })
    }
    guard piece.answer(.surjective) == .unknown,
      let index = components.indices.first(where: { below[$0] || above[$0] })
    else { return }
    let value =
      components.count == 1
      ? "its value" : Notation.component(index, of: piece.name, in: codomain)
    piece.facts[.surjective] = .disproved(
      "\(value) lies in \(components[index].range.text)")
  }

  private func sentence(_ name: String) -> String {
    if source == 1, steps.count == 1, components.count == 1 {
      let verb = steps[0].slope.sign > 0 ? "increases" : "decreases"
      guard let course = steps[0].course else {
        let slopes = components[0].slope(0).quotients
        guard slopes.isFinite else { return "\(name) \(verb) throughout" }
        let bounds = { (slopes: Enclosure) in
          "\(name) \(verb) throughout: its slopes lie in \(slopes.text)"
        }
        guard slopes.low == 0 || slopes.high == 0 else { return bounds(slopes) }
        if steps[0].slope.isSteep { return bounds(slopes.withoutZero) }
        // A smooth formula is analytic: where it is not constant its slopes vanish at isolated points.
        return isSmooth
          ? "\(bounds(slopes)) and are 0 only at isolated points, as it is analytic and not constant"
          : "\(name) \(verb) throughout"
      }
      return "\(name)(x) = \(course.text) \(verb): its derivative never changes sign"
    }
    let clauses = steps.map { step in
      let point = source == 1 ? "x" : "x[\(step.coordinate)]"
      let value =
        components.count == 1
        ? "its value" : Notation.component(step.component, of: name, in: codomain)
      if step.factor != nil || step.course != nil { return "\(value) gives \(point)" }
      return
        "\(value), which \(step.slope.sign > 0 ? "increases" : "decreases") with \(point), gives it"
    }
    return "x can be read off \(name)(x): " + clauses.joined(separator: ", then ")
  }

  /// The sign of the permutation that takes coordinates to components.
  private var permutationSign: Int {
    var order = [Int](repeating: 0, count: steps.count)
    for step in steps where step.coordinate < order.count {
      order[step.coordinate] = step.component
    }
    var sign = 1
    for i in order.indices {
      for j in (i + 1)..<max(order.count, i + 1) where order[i] > order[j] { sign = -sign }
    }
    return sign
  }
}
