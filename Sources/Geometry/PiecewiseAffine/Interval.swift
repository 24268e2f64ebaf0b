/// The numbers between two ends: a cell of one parameter.
struct Interval: ConvexCell, Equatable {
  /// The ends, low before high.
  let low: Double
  let high: Double
  /// Nearer than this to an end, a zero is at the end.
  let tolerance: Double

  var length: Double { high - low }
  var middle: Double { low + (high - low) / 2 }

  func cut(by form: LinearForm, wall: Int) -> Cut<Interval> {
    let (c, g) = (form.constant, form.slope(0))
    let (left, right) = (c + g * low, c + g * high)
    let slack = tolerance * g.magnitude
    switch (Side(left, tolerance: slack), Side(right, tolerance: slack)) {
    case (.above, .below):
      let zero = zero(left, right)
      return .both(below: with(low: zero), above: with(high: zero))
    case (.below, .above):
      let zero = zero(left, right)
      return .both(below: with(high: zero), above: with(low: zero))
    case (.above, .above), (.above, .on), (.on, .above): return .above(self)
    case (.below, .below), (.below, .on), (.on, .below): return .below(self)
    case (.on, .on): return isPositive(form) ? .above(self) : .below(self)
    }
  }

  func isPositive(_ form: LinearForm) -> Bool { form.constant + form.slope(0) * middle > 0 }

  private func zero(_ left: Double, _ right: Double) -> Double {
    min(max(low + (high - low) * (left / (left - right)), low), high)
  }

  private func with(low: Double) -> Interval {
    Interval(low: low, high: high, tolerance: tolerance)
  }

  private func with(high: Double) -> Interval {
    Interval(low: low, high: high, tolerance: tolerance)
  }
}
