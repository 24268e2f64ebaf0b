import Manifold
import Runtime

extension Rows {
  /// The Jacobian and rank, at one point, of an expression that was never seen before.
  ///
  /// Every call runs a program text that is new, with a function, a factor and weights of its own;
  /// only binding the weights is not timed.
  @Sendable
  static func neverSeen(_ arrays: Arrays) throws -> Work {
    let session = Session()
    session["x0"] = Value(try arrays("point"))
    let names = ["weight0", "bias0", "weight1", "bias1"]
    var stacks: [Term] = []
    for name in names { stacks.append(try arrays(name)) }
    let count = stacks[0].shape[0]
    var index = 0

    func bindWeights() throws {
      for (name, stack) in zip(names, stacks) {
        session[name] = Value(try stack.row(index % count))
      }
    }
    func definition() -> String {
      let factor = 1 + Double(index) / 1000
      return "f\(index)(x: R^2) = \(factor) * (weight1 * tanh(weight0 * x + bias0) + bias1)"
    }

    try bindWeights()
    _ = try session.evaluate("\(definition()); J = jacobian(f\(index), x0)")
    var found: [(name: String, value: Tensor)] = []
    for (name, expression) in [
      ("jacobian", "J"), ("values", "singular_values J"), ("rank", "[rank J]"),
    ] {
      found.append((name, try session.tensor(expression)))
    }
    return Work(found) { count in
      var total = 0.0
      for _ in 0..<count {
        index += 1
        try bindWeights()
        let text = "\(definition()); rank jacobian(f\(index), x0)"
        total += try Work.seconds { _ = try session.evaluate(text) }
        session["f\(index)"] = nil
      }
      return total
    }
  }
}
