import Tensors

/// Elementwise arithmetic with NumPy's broadcasting: axes are matched from the last, and an axis of
/// extent 1 or a missing one is repeated.
extension Term {
  /// a + b, broadcast.
  public static func + (a: Term, b: Term) throws(AutodiffError) -> Term {
    try elementwise(.add, a, b)
  }

  /// a − b, broadcast.
  public static func - (a: Term, b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.subtract), a, b)
  }

  /// a · b elementwise, broadcast.
  public static func * (a: Term, b: Term) throws(AutodiffError) -> Term {
    try elementwise(.multiply, a, b)
  }

  /// a / b elementwise, broadcast.
  public static func / (a: Term, b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.divide), a, b)
  }

  /// −a.
  public static prefix func - (a: Term) throws(AutodiffError) -> Term {
    try .apply(.negate, a)
  }

  /// The greater of each pair, NaN where either is; ties share their derivative.
  public static func maximum(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.maximum), a, b)
  }

  /// The lesser of each pair, NaN where either is; ties share their derivative.
  public static func minimum(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.minimum), a, b)
  }

  /// The angle of the points (x, y) in radians.
  public static func atan2(_ y: Term, _ x: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.atan2), y, x)
  }

  /// a − b ⌊a/b⌋, with the sign of b.
  public static func remainder(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.remainder), a, b)
  }

  /// 1 where a < b, else 0.
  public static func less(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.less), a, b)
  }

  /// 1 where a ≤ b, else 0.
  public static func lessOrEqual(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.lessOrEqual), a, b)
  }

  /// 1 where a = b, else 0.
  public static func equal(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.equal), a, b)
  }

  /// 1 where a ≠ b, else 0.
  public static func notEqual(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    try elementwise(.combine(.notEqual), a, b)
  }

  /// 1 where the term is 0, else 0.
  public func logicalNot() throws(AutodiffError) -> Term {
    try .apply(.map(.logicalNot), self)
  }

  /// a where the condition is not 0, else b; the derivative is that of the one taken.
  public static func select(
    _ condition: Term, _ a: Term, _ b: Term
  ) throws(AutodiffError) -> Term {
    let shape = try broadcastShape([condition.shape, a.shape, b.shape], "select")
    return try .apply(.select, repeated([condition, a, b], to: shape))[0]
  }

  /// xᵖ elementwise, broadcast; a constant number as the exponent is differentiated for x alone.
  public static func power(_ x: Term, _ p: Term) throws(AutodiffError) -> Term {
    if let exponent = p.concrete?.scalar { return try .apply(.raise(exponent), x) }
    return try elementwise(.combine(.power), x, p)
  }

  /// The sum of two terms of equal shape of which nil ones are zero.
  static func sum(_ a: Term?, _ b: Term?) throws(AutodiffError) -> Term? {
    guard let a else { return b }
    guard let b else { return a }
    return try .apply(.add, a, b)
  }

  private static func elementwise(
    _ primitive: Primitive, _ a: Term, _ b: Term
  ) throws(AutodiffError) -> Term {
    if a.shape == b.shape { return try .apply(primitive, a, b) }
    let shape = try broadcastShape([a.shape, b.shape], primitive.spelling)
    return try .apply(primitive, repeated([a, b], to: shape))[0]
  }

  /// The terms broadcast to one shape, in the trace of the innermost where one is traced.
  private static func repeated(
    _ terms: [Term], to shape: Shape
  ) throws(AutodiffError) -> [Term] {
    let trace = innermostTrace(of: terms)
    var result: [Term] = []
    for term in terms {
      let recorded = try trace.map { trace throws(AutodiffError) in try trace.recording(term) }
      result.append(try (recorded ?? term).broadcast(to: shape))
    }
    return result
  }

  private static func broadcastShape(
    _ shapes: [Shape], _ operation: String
  ) throws(AutodiffError) -> Shape {
    try reporting { () throws(TensorError) in
      var result = shapes[0]
      for shape in shapes.dropFirst() {
        result = try Shape.broadcast(result, shape, operation: operation)
      }
      return result
    }
  }
}

extension Primitive {
  /// What a diagnostic calls an elementwise operation of two operands.
  fileprivate var spelling: String {
    switch self {
    case .add: "add"
    case .multiply: "multiply"
    case .combine(let operation): operation.rawValue
    default: "combine"
    }
  }
}
