import Language
import Runtime

/// Runs arbitrary text as a program with tight limits: whatever it is, the session must answer, and
/// be able to go on.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPrograms(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  var limits = Limits()
  limits.callDepth = 50
  limits.steps = 2_000
  limits.tensorElements = 1 << 12
  limits.bytes = 64 << 20
  limits.seconds = 5
  let session = Session(.init(mode: .prompt, width: 80, limits: limits, threads: 1))
  if case .failed(let diagnostic, _) = session.run(text, name: "<input>") {
    precondition(!diagnostic.title.isEmpty, "a diagnostic without a title")
    precondition(!DiagnosticRenderer().text(diagnostic).isEmpty, "a diagnostic that shows nothing")
  }
  for name in session.names { _ = session.describe(name) }
  _ = session.complete(text, at: text.utf8.count)
  guard case .finished = session.run("1 + 1", name: "<input>") else {
    preconditionFailure("the session cannot go on")
  }
  return 0
}
