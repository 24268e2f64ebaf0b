import Autodiff
import Tensors

/// What a node of a graph does to exact functions, element by element.
enum LinearRule {
  /// One row for each element of the result: of which elements of which operand it is the sum.
  case sums([[Term]])
  /// Element times element, one of which is constant.
  case products
  /// Where the first is not 0 the second, otherwise the third.
  case choice
  /// The sign of the difference of two operands, or of one operand, decides.
  case kink(ExactKink)

  /// weight · operand[element].
  struct Term {
    let operand: Int
    let element: Int
    let weight: Double
  }

  /// The most entries of the matrix of one operation.
  private static let entryLimit = 4_000_000

  /// Answers nil for operations that are not piecewise affine in what varies.
  ///
  /// `fixed` has the operands that do not vary.
  init?(_ primitive: Primitive, fixed: [Tensor?], shapes: [Shape], target: Shape) throws {
    switch primitive {
    case .add, .negate, .combine(.add), .combine(.subtract), .map(.negate), .broadcast, .sum,
      .permute, .reshape, .slice, .pad, .concatenate, .gather, .scatterAdd, .stopGradient, .corner:
      let zeros = try shapes.map { try Tensor(repeating: 0, shape: $0) }
      self = .sums(
        try Self.rows(primitive, zeros, shapes, of: Array(shapes.indices), target) ?? [])
    case .multiply, .combine(.multiply), .contract:
      let varying = fixed.indices.filter { fixed[$0] == nil }
      guard varying.count == 1 else {
        guard primitive == .multiply || primitive == .combine(.multiply) else { return nil }
        self = .products
        return
      }
      let operands = try zip(fixed, shapes).map { try $0 ?? Tensor(repeating: 0, shape: $1) }
      self = .sums(try Self.rows(primitive, operands, shapes, of: varying, target) ?? [])
    case .select: self = .choice
    default:
      guard let kink = ExactKink(primitive, shapes[0]) else { return nil }
      self = .kink(kink)
    }
    if case .sums(let rows) = self, rows.count != target.count { return nil }
  }

  /// The matrix of a linear operation, from what it makes of the unit tensors; nil when it is too large.
  private static func rows(
    _ primitive: Primitive, _ operands: [Tensor], _ shapes: [Shape], of varying: [Int],
    _ target: Shape
  ) throws -> [[Term]]? {
    var rows = [[Term]](repeating: [], count: target.count)
    for operand in varying {
      let size = shapes[operand].count
      guard size > 0, target.count > 0, size <= entryLimit / max(size, target.count) else {
        return nil
      }
      var values = operands
      var units = [Double](repeating: 0, count: size * size)
      for index in 0..<size { units[index * size + index] = 1 }
      values[operand] = try Tensor(
        shape: Shape.checked([size] + shapes[operand].dims), elements: units)
      let marks = shapes.indices.map { $0 == operand }
      let images = try primitive.results(values, hasRows: marks, rows: size)[0].elements
      for element in 0..<size {
        for row in 0..<target.count where images[element * target.count + row] != 0 {
          rows[row].append(
            Term(operand: operand, element: element, weight: images[element * target.count + row]))
        }
      }
    }
    return rows
  }
}

/// An operation that depends on the sign of a function.
enum ExactKink {
  /// |z|.
  case magnitude
  /// One number where a difference of two is positive and another elsewhere.
  case step(ExactDifference, positive: Double, other: Double)
  /// The larger or the smaller of two.
  case larger
  case smaller
  /// The greatest along an axis.
  case greatest(extent: Int, inner: Int)

  /// What is compared with 0.
  enum ExactDifference {
    case firstLessSecond
    case secondLessFirst
  }

  init?(_ primitive: Primitive, _ shape: Shape) {
    switch primitive {
    case .map(.abs): self = .magnitude
    case .combine(.maximum): self = .larger
    case .combine(.minimum): self = .smaller
    case .combine(.less): self = .step(.secondLessFirst, positive: 1, other: 0)
    case .combine(.lessOrEqual): self = .step(.firstLessSecond, positive: 0, other: 1)
    case .maximum(let axis):
      self = .greatest(extent: shape[axis], inner: shape.dims.dropFirst(axis + 1).reduce(1, *))
    default: return nil
    }
  }
}
