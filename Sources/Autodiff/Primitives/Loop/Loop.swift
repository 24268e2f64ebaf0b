import Synchronization
import Tensors

/// Rounds of one body, as one operation of a graph.
///
/// The body goes from what a round starts with to what it ends with. Its inputs are the index of the
/// round, the *carries*, which are what the round before ended with, the round's *slices* of operands
/// stacked along a leading axis, and the *constants*, which all rounds share. Its outputs are the next
/// carries and then the round's own results, which are stacked.
///
/// *Operands*: initial carries, stacks `[length, …]`, constants. *Results*: final carries, stacks
/// `[length, …]`.
///
/// A class, so that a primitive stays small; equal loops are equal by what they do.
public final class Loop: Sendable {
  /// The order in which the indices are visited; slices and results belong to their index.
  public enum Direction: Hashable, Sendable {
    /// From 0 up.
    case forward
    /// From the last index down to 0.
    case backward
  }

  /// What one round does.
  public let body: Graph
  /// The number of rounds.
  public let length: Int
  /// The order of the indices.
  public let direction: Direction
  /// The positions of the initial carries among the operands.
  public let carries: Range<Int>
  /// The positions of the stacked operands among the operands.
  public let slices: Range<Int>
  /// The positions of the constants among the operands.
  public let constants: Range<Int>

  /// A loop over a body whose first input is the index.
  init(_ body: Graph, length: Int, _ direction: Direction, carryCount: Int, sliceCount: Int) {
    self.body = body
    self.length = length
    self.direction = direction
    carries = 0..<carryCount
    slices = carryCount..<carryCount + sliceCount
    constants = carryCount + sliceCount..<body.inputCount - 1
    precondition(length >= 0 && body.shapes[0] == .scalar, "a body begins with the index")
    precondition(
      carries.allSatisfy { body.outputShapes[$0] == body.shapes[$0 + 1] },
      "a round ends with the carries the next one starts with")
  }

  private let planned = Mutex<Plan?>(nil)

  /// The plan of the body, made when the loop is first run.
  func plan() throws(AutodiffError) -> Plan {
    if let plan = planned.withLock({ $0 }) { return plan }
    let plan = try Plan.make(body)
    planned.withLock { $0 = plan }
    return plan
  }

  /// The positions of all operands.
  var operands: Range<Int> { 0..<constants.upperBound }

  /// The positions of the stacked results among the body's outputs.
  public var stacked: Range<Int> { carries.upperBound..<body.outputs.count }

  /// The body's input for an operand, of which a round sees a slice if it is stacked.
  static func input(of operand: Int) -> Int { operand + 1 }

  /// The index of a round.
  func index(ofRound round: Int) -> Int {
    switch direction {
    case .forward: round
    case .backward: length - 1 - round
    }
  }

  /// The shapes of the results.
  ///
  /// - Throws: `.shapeMismatch` for operands that do not fit; `.tooLarge` for a stack.
  func shapes(_ x: [Shape]) throws(TensorError) -> [Shape] {
    precondition(x.count == operands.count, "a loop has as many operands as its body has inputs")
    for operand in operands {
      let own = body.shapes[Self.input(of: operand)]
      let expected = slices.contains(operand) ? try stackedShape(own) : own
      guard x[operand] == expected else {
        throw .shapeMismatch(operation: "loop", lhs: expected, rhs: x[operand])
      }
    }
    var results = Array(x[carries])
    for output in stacked { results.append(try stackedShape(body.outputShapes[output])) }
    return results
  }

  private func stackedShape(_ shape: Shape) throws(TensorError) -> Shape {
    try Shape.checked([length] + shape.dims)
  }
}

extension Loop: Hashable {
  /// Whether two loops do the same.
  public static func == (a: Loop, b: Loop) -> Bool {
    if a === b { return true }
    return a.length == b.length && a.direction == b.direction && a.carries == b.carries
      && a.slices == b.slices && a.body.shapes == b.body.shapes && a.body.outputs == b.body.outputs
      && a.body.nodes.elementsEqual(b.body.nodes) {
        $0.operands == $1.operands && $0.results == $1.results && $0.primitive == $1.primitive
      }
  }

  /// Hashes what is quick to compare.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(length)
    hasher.combine(direction)
    hasher.combine(operands.count)
    hasher.combine(body.nodes.count)
    hasher.combine(body.outputs)
  }
}

extension Loop: CustomStringConvertible {
  /// The loop in a few words.
  public var description: String { "\(direction) loop of \(length) rounds" }
}
