public import Tensors

/// A tensor that is known, or one that is being traced.
///
/// Every mathematical operation of the language is written once, over terms: on known terms it
/// computes, on traced ones it records a graph, and in a trace made at a point it does both, the
/// value at that point being the *witness*.
public struct Term: Sendable {
  enum Content: Sendable {
    case known(Tensor)
    case literal(Literal)
    case traced(Trace, ValueID)
  }

  let content: Content
  /// The extents of the axes; `[]` for a number.
  public let shape: Shape

  /// A known tensor.
  public init(_ tensor: Tensor) {
    content = .known(tensor)
    shape = tensor.shape
  }

  /// A known number.
  public init(_ number: Double) { self.init(Tensor(number)) }

  /// A constant that a graph states by its recipe instead of capturing it.
  public init(_ literal: Literal) {
    content = .literal(literal)
    shape = literal.shape
  }

  init(_ trace: Trace, _ id: ValueID, _ shape: Shape) {
    content = .traced(trace, id)
    self.shape = shape
  }

  /// One number throughout.
  public static func filled(_ value: Double, _ shape: Shape) -> Term {
    Term(Literal.filled(value, shape))
  }

  /// The identity matrix.
  public static func identity(_ n: Int) -> Term { Term(Literal.identity(n)) }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The value, where it does not depend on anything being traced.
  public var concrete: Tensor? {
    switch content {
    case .known(let tensor): tensor
    case .literal(let literal): try? literal.tensor()
    case .traced: nil
    }
  }

  /// The value, at the point being traced if it is traced; nil in a trace without a point.
  public var witness: Tensor? {
    switch content {
    case .traced(let trace, let id): trace.witness(of: id)
    case .known, .literal: concrete
    }
  }

  /// The number that fills the term, where its recipe is one number.
  var fill: Double? {
    switch content {
    case .known(let tensor): tensor.scalar
    case .literal(let literal): literal.fill
    case .traced: nil
    }
  }

  /// Whether the term belongs to a trace.
  public var isTraced: Bool { recorder != nil }

  /// The trace that records the term, if one does.
  var recorder: Trace? {
    if case .traced(let trace, _) = content { return trace }
    return nil
  }

  /// The tensor, for uses that have no derivative: sizes, indices, seeds, text.
  ///
  /// - Throws: `.dataDependent` when the term is traced.
  public func known(_ what: String) throws(AutodiffError) -> Tensor {
    switch content {
    case .known(let tensor): return tensor
    case .literal(let literal):
      return try reporting { () throws(TensorError) in try literal.tensor() }
    case .traced: throw .dataDependent(what: what)
    }
  }

  /// Applies a primitive that has one result.
  static func apply(_ primitive: Primitive, _ operands: Term...) throws(AutodiffError) -> Term {
    try apply(primitive, operands)[0]
  }

  /// Applies a primitive: computes on known operands, records in the innermost trace otherwise.
  ///
  /// - Throws: operands that do not fit, and what the kernel refuses at the point traced.
  static func apply(
    _ primitive: Primitive, _ operands: [Term]
  ) throws(AutodiffError) -> [Term] {
    guard let trace = innermostTrace(of: operands) else {
      if let constant = try primitive.constant(of: operands) { return [constant] }
      var tensors: [Tensor] = []
      tensors.reserveCapacity(operands.count)
      for operand in operands { tensors.append(try operand.known("an operand")) }
      return try primitive.evaluate(tensors).map(Term.init)
    }
    var ids: [ValueID] = []
    ids.reserveCapacity(operands.count)
    for operand in operands { ids.append(try trace.lift(operand)) }
    return try trace.record(primitive, ids).map { Term(trace, $0, trace.shape(of: $0)) }
  }

  /// The innermost of the traces that record the terms.
  static func innermostTrace(of terms: [Term]) -> Trace? {
    var innermost: Trace?
    for term in terms {
      guard let trace = term.recorder else { continue }
      if innermost.map({ trace.number > $0.number }) ?? true { innermost = trace }
    }
    return innermost
  }

  /// Whether a condition holds; in a trace the answer is noted as a guard on the path.
  ///
  /// - Throws: `.dataDependent` when the trace has no point at which to ask; `.interrupted`, for a
  ///   loop is traced as long as its condition holds.
  public func decide() throws(AutodiffError) -> Bool {
    try Interruption.check()
    guard let value = witness?.scalar else { throw .dataDependent(what: "a condition") }
    let holds = value != 0
    try recorder?.assume(self, holds: holds)
    return holds
  }

  /// The same value, constant as far as derivatives are concerned.
  public func stoppingGradient() throws(AutodiffError) -> Term {
    isTraced ? try .apply(.stopGradient, self) : self
  }
}
