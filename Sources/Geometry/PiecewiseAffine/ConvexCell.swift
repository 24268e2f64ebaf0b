/// A convex set of parameters that can be cut by the zeros of an affine function.
protocol ConvexCell: Sendable {
  /// The parts of the cell where a form is negative and where it is positive.
  ///
  /// `wall` numbers the cut, so that the cells on both sides know it as one.
  func cut(by form: LinearForm, wall: Int) -> Cut<Self>

  /// Whether the form is positive in the middle of the cell.
  func isPositive(_ form: LinearForm) -> Bool
}

/// What a cut leaves of a cell.
enum Cut<Cell: Sendable>: Sendable {
  /// The form is not positive anywhere inside.
  case below(Cell)
  /// The form is not negative anywhere inside.
  case above(Cell)
  /// It changes its sign inside.
  case both(below: Cell, above: Cell)

  /// The part where the form is not positive.
  var below: Cell? {
    switch self {
    case .below(let cell), .both(below: let cell, above: _): cell
    case .above: nil
    }
  }

  /// The part where the form is not negative.
  var above: Cell? {
    switch self {
    case .above(let cell), .both(below: _, above: let cell): cell
    case .below: nil
    }
  }
}

/// On which side of a cut a corner lies.
enum Side {
  case below, on, above

  /// The side by the value there; within the tolerance it is on the cut.
  init(_ value: Double, tolerance: Double) {
    self = value > tolerance ? .above : value < -tolerance ? .below : .on
  }
}
