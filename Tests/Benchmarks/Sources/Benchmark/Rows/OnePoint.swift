import Manifold
import Runtime

extension Rows {
  /// The Jacobian of a small network at one point and its rank, through the Swift API.
  @Sendable
  static func onePoint(_ arrays: Arrays) throws -> Work {
    let net = try arrays.network()
    let point = try arrays("point")
    let evidence = { try rank(Manifold.jacobian(net, at: point)) }
    let compared = try Manifold.jacobian(net, at: point).known("a matrix")
    return .repeating(results(compared, [try evidence()]), call: evidence)
  }

  /// The same in a loop of the language, without what an empty loop takes.
  @Sendable
  static func onePointInLanguage(_ arrays: Arrays) throws -> Work {
    let session = Session()
    session["net"] = Value(try arrays.network())
    session["x0"] = Value(try arrays("point"))
    let results = [
      ("jacobian", try session.tensor("jacobian(net, x0)")),
      ("values", try session.tensor("singular_values jacobian(net, x0)")),
      ("rank", try session.tensor("[rank jacobian(net, x0)]")),
    ]
    return Work(results) { count in
      let full = try Work.seconds {
        _ = try session.evaluate("for k in 1...\(count) { rank jacobian(net, x0) }")
      }
      let empty = try Work.seconds { _ = try session.evaluate("for k in 1...\(count) { x0 }") }
      return full - empty
    }
  }
}
