import Autodiff
import Tensors

/// A graph whose decisions, which side of a corner or a jump a number lies on, are those taken at a point.
///
/// |x| is −x everywhere when it was frozen at a negative x. So each side of a corner has a formula that goes
/// on beyond it, and the formulas of both sides can be asked at one place.
struct FrozenGraph {
  let graph: Graph
  let captures: [Tensor]

  /// For each node that decides something, what it decided.
  typealias Decisions = [Int: Tensor]

  private static let nodeLimit = 2000

  /// Answers nil for graphs with loops, with other decisions than those known here, or none at all.
  init?(_ graph: Graph, _ captures: [Tensor]) {
    guard graph.nodes.count <= Self.nodeLimit else { return nil }
    for node in graph.nodes {
      switch node.primitive {
      case .argmax, .argsort, .takeAlong, .loop, .stopGradient, .corner: return nil
      default: continue
      }
    }
    self.graph = graph
    self.captures = captures
  }

  /// The first output at a point and the decisions on the way, or those given in their place; nil where
  /// a number is not finite.
  func run(
    _ x: Tensor, _ given: Decisions? = nil
  ) throws -> (value: Tensor, decisions: Decisions)? {
    var values = [x] + captures
    var decisions: Decisions = [:]
    var jitter = Jitter.none
    guard values.count == graph.inputCount else { return nil }
    for (index, node) in graph.nodes.enumerated() {
      let operands = node.operands.map { values[$0.index] }
      guard let kind = Decision(node.primitive) else {
        guard let results = try node.primitive.results(operands, &jitter),
          results.count == node.results.count
        else { return nil }
        values += results
        continue
      }
      let decision = try given?[index] ?? kind.taken(operands)
      decisions[index] = decision
      values.append(try kind.value(operands, decision))
    }
    guard let output = graph.outputs.first, values[output.index].firstNonFinite == nil else {
      return nil
    }
    return (values[output.index], decisions)
  }

  /// An operation that depends on a side.
  private enum Decision {
    /// The result itself is the decision.
    case constant(Primitive)
    case magnitude
    case greater
    case lesser
    /// Which element along an axis is the greatest.
    case greatest(axis: Int)

    init?(_ primitive: Primitive) {
      switch primitive {
      case .map(.abs): self = .magnitude
      case .map(.sign), .map(.floor), .map(.ceil), .map(.round), .combine(.less),
        .combine(.lessOrEqual), .combine(.equal), .combine(.notEqual):
        self = .constant(primitive)
      case .combine(.maximum): self = .greater
      case .combine(.minimum): self = .lesser
      case .maximum(let axis): self = .greatest(axis: axis)
      default: return nil
      }
    }

    func taken(_ x: [Tensor]) throws -> Tensor {
      var jitter = Jitter.none
      switch self {
      case .constant(let primitive):
        return try primitive.results(x, &jitter)?.first ?? x[0]
      case .magnitude:
        return try Tensor(shape: x[0].shape, elements: x[0].elements.map { $0 < 0 ? -1 : 1 })
      case .greater: return try Tensor.combine(.less, x[0], x[1])
      case .lesser: return try Tensor.combine(.less, x[1], x[0])
      case .greatest(let axis): return try Self.first(x[0], along: axis)
      }
    }

    func value(_ x: [Tensor], _ decision: Tensor) throws -> Tensor {
      switch self {
      case .constant: decision
      case .magnitude: try Tensor.combine(.multiply, x[0], decision)
      case .greater, .lesser: try Tensor.select(decision, x[1], x[0])
      case .greatest(let axis):
        // The others may be infinite, and so must not be multiplied.
        try Tensor.select(decision, x[0], Tensor(repeating: 0, shape: x[0].shape)).sum(axes: [axis])
      }
    }

    /// 1 at the first greatest element along an axis, else 0.
    private static func first(_ x: Tensor, along axis: Int) throws -> Tensor {
      let places = try x.argmax(axis: axis).elements
      let inner = x.shape.dims[(axis + 1)...].reduce(1, *)
      let extent = x.shape[axis]
      let elements = (0..<x.count).map { flat -> Double in
        let (outer, rest) = (flat / (extent * inner), flat % (extent * inner))
        return places[outer * inner + rest % inner] == Double(rest / inner) ? 1 : 0
      }
      return try Tensor(shape: x.shape, elements: elements)
    }
  }
}
