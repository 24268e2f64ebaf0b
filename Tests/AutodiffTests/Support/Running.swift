import Tensors
import Testing

@testable import Autodiff

extension Graph {
  /// Records a function of inputs of the given shapes, without a point.
  static func recording(
    _ shapes: [Shape], _ function: ([Term]) throws -> [Term]
  ) throws -> Graph {
    let trace = Trace()
    return try trace.finish(try function(shapes.map { trace.input($0, witness: nil) }))
  }

  /// Runs the graph on tensors, node by node and as a plan, which must agree.
  func run(_ inputs: [Tensor]) throws -> [Tensor] {
    let results = try self(inputs.map { Term($0) }).map { try $0.known("a result") }
    let planned = try Plan.make(self)(inputs)
    #expect(planned.count == results.count)
    for (found, expected) in zip(planned, results) {
      #expect(agree(found, expected, 1e-13), "planned \(found), interpreted \(expected)")
    }
    return results
  }

  /// The derivative along tangents by dual numbers on known tensors; nil tangents are zero.
  func dual(_ x: [Tensor], _ v: [Tensor?]) throws -> [Tensor] {
    let (values, tangents) = try pushingForward(
      x.map { Term($0) }, v.map { $0.map { Term($0) } })
    return try zip(values, tangents).map { value, tangent in
      try (tangent ?? .filled(0, value.shape)).known("a tangent")
    }
  }

  /// How often a primitive occurs.
  func count(where matches: (Primitive) -> Bool) -> Int {
    nodes.count { matches($0.primitive) }
  }
}

extension Path {
  /// For each row, whether every condition goes this path's way.
  func holds(forRows points: Term) throws -> [Bool] {
    try Pointwise.Recorded(cached: CachedPath(self), arguments: [points.row(0)])
      .holds(forRows: points)
  }
}

/// What to ask of a function.
enum Ask {
  static let value = Transform.value
  static let jacobian = Transform.jacobian
  static let gradient = Transform.gradient
  static let hessian = Transform.hessian
  static let jvp = Transform.jvp
  static let vjp = Transform.vjp

  /// The n-th derivative of a function of one number.
  static func derivative(_ order: Int) -> Transform {
    (0..<order).reduce(.value) { result, _ in .composed(result, then: .gradient) }
  }
}

/// The answer of a transformed function at a tensor.
func answer(
  _ ask: Transform, at x: Tensor, extra: [Tensor] = [],
  _ function: @escaping @Sendable (Term) throws -> Term
) throws -> Tensor {
  try Pointwise(function).at(Term(x), extra: extra.map { Term($0) }, ask).known("an answer")
}

/// The n-th derivative of a function of one number.
func derivative(
  _ order: Int, at x: Double, _ function: @escaping @Sendable (Term) throws -> Term
) throws -> Double {
  let result = try answer(Ask.derivative(order), at: Tensor(x), function)
  return result[flat: 0]
}
