import Manifold
import Runtime

extension Rows {
  /// The Fibonacci number 27, by its definition.
  @Sendable
  static func fib(_ arrays: Arrays) throws -> Work {
    try program("fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)", call: "fib(27)")
  }

  /// The sum of the numbers to ten million, one by one.
  @Sendable
  static func additions(_ arrays: Arrays) throws -> Work {
    try program(
      "sum_to(n) = { total = 0; for k in 1...n { total = total + k }; total }",
      call: "sum_to(10000000)")
  }

  private static func program(_ definition: String, call: String) throws -> Work {
    let session = Session()
    _ = try session.evaluate(definition)
    return .repeating([("value", try session.tensor("[\(call)]"))]) {
      try session.evaluate(call)
    }
  }
}
