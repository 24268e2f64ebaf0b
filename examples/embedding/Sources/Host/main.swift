// A program with mfl inside: a function and a value of its own, limits, errors with their places,
// and a way to stop what runs.

import Dispatch
import Language
import Runtime

var limits = Limits()
limits.steps = 1_000_000
limits.bytes = 256 << 20
limits.seconds = 60
let session = Session(.init(output: { print("  | \($0)", terminator: "") }, limits: limits))

// Values go in and come out.
session["x0"] = try Value([0.3, -0.7])
print("the rank at x0:")
_ = session.run("net = affine(2, 8) |> tanh |> affine(8, 2)\nrank jacobian(net, x0)", name: "<net>")
let gradient = try session.evaluate("grad(x -> x[0]^2 + 3 * x[1], x0)").numbers ?? []
print("a gradient at x0: \(gradient)")
if let width = try session.evaluate("count net.layers").wholeNumber { print("\(width) layers") }

// A function of the host is one more entry of the vocabulary: it is completed, described, and its
// arguments are checked. What it throws becomes a diagnostic at the call.
struct SensorIsOff: Error, CustomStringConvertible {
  let description = "the sensor is off"
}
session.define("sensor", [.required("channel", .natural)], "Reads a sensor.") {
  context, arguments in
  let channel = try arguments.integer("channel")
  guard channel < 4 else { throw SensorIsOff() }
  return .number(20 + Double(channel) / 2)
}
print("a function of the host:")
_ = session.run("[sensor k for k in 0..<4]", name: "<sensor>")
print("completed:", session.complete("sen", at: 3).candidates.map(\.text).joined(separator: ", "))

// It may call the session again.
session.define("twice", [.required("code", .string)], "Evaluates code two times.") { _, arguments in
  let code = try arguments.string("code")
  _ = try session.evaluate(code)
  return try session.evaluate(code)
}
_ = session.run("n = 1; twice \"n = n + 1; n\"", name: "<twice>")

// Errors are values: what, where, why, and what to try.
func show(_ outcome: Session.Outcome) {
  guard case .failed(let diagnostic, let stage) = outcome else { return print("it ran") }
  print("\(stage): \(diagnostic.id): \(diagnostic.title)")
  if let place = diagnostic.primary {
    print(
      "  at “\(place.source.text(in: place.span))”, bytes \(place.span.start)..<\(place.span.end)")
  }
  for fact in diagnostic.facts { print("  \(fact)") }
  if let hint = diagnostic.hint { print("  try: \(hint)") }
}
print("errors:")
show(session.run("sensor 9", name: "<errors>"))
show(session.run("sensor \"one\"", name: "<errors>"))
show(session.run("affine(2, 8) |> affine(4, 2)", name: "<errors>"))
show(session.run("(1 +", name: "<errors>"))
print(DiagnosticRenderer().text(session.failure(of: "rnk [1, 2; 2, 4]")), terminator: "")

// What runs too long meets its limits by itself; what was bound before stays bound.
print("stopped:")
show(session.run("n = 100; while true { n = n + 1 }", name: "<endless>"))
print("n is \(session["n"]?.wholeNumber ?? -1)")

// Any thread can stop it, too; here once the program says that it has begun.
let begun = DispatchSemaphore(value: 0)
let patient = Session()
patient.define("begin", [], "Says that the program has begun.") { _, _ in
  begun.signal()
  return .nothing
}
DispatchQueue.global().async {
  begun.wait()
  patient.interrupt()
}
let outcome = patient.run("n = 1\n{ begin(); while true { n = n + 1 } }", name: "<patient>")
// It may be within the call yet, or in the loop.
if case .failed(let diagnostic, .interrupted) = outcome { print(diagnostic.title) }
print("n is \(patient["n"]?.wholeNumber ?? -1)")

extension Session {
  /// The diagnostic of a program that fails.
  func failure(of text: String) -> Diagnostic {
    do throws(Diagnostic) {
      _ = try evaluate(text)
      return Diagnostic("none", "it does not fail")
    } catch {
      return error
    }
  }
}
