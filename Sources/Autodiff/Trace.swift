import Synchronization
import Tensors

/// A computation being recorded.
///
/// Each trace is an object of its own and later traces are inner ones, which is all that nesting
/// needs: an operation on values of several traces is recorded in the innermost of them, and values
/// of outer traces enter it as captured inputs. Perturbations of different derivatives can not be
/// confused, because they live in different graphs.
///
/// A trace is used by the one piece of work that opened it, on one thread; terms that outlive it
/// can be read but add nothing to a graph that is already finished.
public final class Trace: @unchecked Sendable {
  /// A condition met on the way, and which way it went.
  struct Guard {
    let condition: ValueID
    let holds: Bool
  }

  private enum CaptureKey: Hashable {
    case tensor(ObjectIdentifier, Shape)
    case value(trace: Int, ValueID)
  }

  private static let counter = Atomic<Int>(0)

  /// Greater for traces opened later.
  let number: Int
  private var builder = GraphBuilder()
  /// The value of each recorded value at the point traced; nil in a trace without a point.
  private var witnesses: [Tensor?] = []
  private var inputs: [ValueID] = []
  private var captureInputs: [ValueID] = []
  private var captureIDs: [CaptureKey: ValueID] = [:]
  private(set) var captures: [Term] = []
  private(set) var guards: [Guard] = []
  private let finiteCheck = Execution.current.finiteCheck

  init() {
    number = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// A new input of the graph.
  func input(_ shape: Shape, witness: Tensor?) -> Term {
    let id = addInput(shape, witness)
    inputs.append(id)
    return Term(self, id, shape)
  }

  /// The term as a value of this trace, so that what is made of it alone is recorded too.
  func recording(_ term: Term) throws(AutodiffError) -> Term {
    Term(self, try lift(term), term.shape)
  }

  private func addInput(_ shape: Shape, _ witness: Tensor?) -> ValueID {
    let id = builder.addInput(shape)
    witnesses.append(witness)
    return id
  }

  func shape(of id: ValueID) -> Shape { builder.shapes[id.index] }

  func witness(of id: ValueID) -> Tensor? { witnesses[id.index] }

  /// The value that stands for a term in this trace: its own, a literal, or a captured input.
  func lift(_ term: Term) throws(AutodiffError) -> ValueID {
    switch term.content {
    case .traced(let trace, let id):
      if trace === self { return id }
      return capture(term, key: .value(trace: trace.number, id))
    case .literal(let literal):
      return try record(.literal(literal), [])[0]
    case .known(let tensor):
      if let scalar = tensor.scalar {
        return try record(.literal(.filled(scalar, .scalar)), [])[0]
      }
      return capture(term, key: .tensor(tensor.storageID, tensor.shape))
    }
  }

  private func capture(_ term: Term, key: CaptureKey) -> ValueID {
    if let id = captureIDs[key] { return id }
    let id = addInput(term.shape, term.witness)
    captureInputs.append(id)
    captures.append(term)
    captureIDs[key] = id
    return id
  }

  /// Records a primitive, and computes it where the operands' witnesses are known.
  func record(_ primitive: Primitive, _ operands: [ValueID]) throws(AutodiffError) -> [ValueID] {
    if let finiteCheck {
      let isComputed = operands.allSatisfy { witnesses[$0.index] != nil }
      builder.provenance = finiteCheck.provenance ?? (isComputed ? finiteCheck.nextStep : nil)
    }
    let results = try builder.add(primitive, operands)
    // Folding may have made values below the results, literals without a witness of their own.
    while witnesses.count < builder.shapes.count { witnesses.append(nil) }
    guard results.contains(where: { witnesses[$0.index] == nil }) else { return results }
    var known: [Tensor] = []
    for operand in operands {
      guard let tensor = witnesses[operand.index] else { return results }
      known.append(tensor)
    }
    for (id, tensor) in zip(results, try primitive.evaluate(known)) {
      witnesses[id.index] = tensor
    }
    return results
  }

  /// Notes which way a condition went, so that the path is used only where it goes the same way.
  func assume(_ condition: Term, holds: Bool) throws(AutodiffError) {
    let id = try lift(condition)
    guards.append(Guard(condition: id, holds: holds))
  }

  /// The graph from the inputs, then the captures, to the given terms.
  func finish(_ outputs: [Term]) throws(AutodiffError) -> Graph {
    var ids: [ValueID] = []
    for output in outputs { ids.append(try lift(output)) }
    return builder.graph(inputs: inputs + captureInputs, outputs: ids)
  }

  /// The graph from the inputs to the given terms, of a transform, which captures nothing.
  func finishClosed(_ outputs: [Term]) throws(AutodiffError) -> Graph {
    let graph = try finish(outputs)
    precondition(captures.isEmpty, "a transform used a tensor that is not a literal")
    return graph
  }

  /// Applies a node of another graph; its literals become constants of this one, so that nothing of a
  /// transform is computed beforehand and captured.
  func apply(_ primitive: Primitive, _ operands: [Term]) throws(AutodiffError) -> [Term] {
    if case .literal(let literal) = primitive { return [try constant(literal)] }
    return try Term.apply(primitive, operands)
  }

  /// A constant of the graph.
  func constant(_ literal: Literal) throws(AutodiffError) -> Term {
    try recording(Term(literal))
  }

  /// The graph from the inputs, then the captures, to the conditions met; nil where none were.
  func finishConditions() -> Graph? {
    if guards.isEmpty { return nil }
    return builder.graph(inputs: inputs + captureInputs, outputs: guards.map(\.condition))
  }
}
