/// The cell around one point, in any number of dimensions, by the inequalities that bound it.
struct PointCell: ConvexCell {
  /// normal · y ≤ bound.
  struct Inequality: Sendable {
    let normal: [Double]
    let bound: Double
    /// How far the point is from where equality holds.
    let distance: Double
    /// Whether the point is where equality holds, up to rounding.
    let isTight: Bool
  }

  /// The point.
  let point: [Double]
  /// What bounds the cell, in the order of the kinks met.
  private(set) var inequalities: [Inequality] = []

  /// Up to this part of the size of its terms a value counts as 0.
  static let rounding = 1e-13

  init(_ point: [Double]) { self.point = point }

  func cut(by form: LinearForm, wall: Int) -> Cut<PointCell> {
    let normal = point.indices.map { form.slope($0) }
    guard normal.contains(where: { $0 != 0 }) else {
      return form.constant > 0 ? .above(self) : .below(self)
    }
    var (value, size) = (form.constant, form.constant.magnitude)
    for (g, x) in zip(normal, point) {
      value += g * x
      size += (g * x).magnitude
    }
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let isTight = value.magnitude <= Self.rounding * size
    let isAbove = !isTight && value > 0
    var cell = self
    cell.inequalities.append(
      Inequality(
        normal: isAbove ? normal.map { -$0 } : normal,
        bound: isAbove ? form.constant : -form.constant,
        distance: value.magnitude / length, isTight: isTight))
    return isAbove ? .above(cell) : .below(cell)
  }

  func isPositive(_ form: LinearForm) -> Bool {
    point.indices.reduce(form.constant) { $0 + form.slope($1) * point[$1] } > 0
  }
}
