import Language

/// Reads arbitrary text: the parser must answer, every place must lie in the source, what it reads
/// must print as text that reads back as the same tree, and must be formatted to what means the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSyntax(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = Source(
    name: "input",
    text: String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
  for entry in [Parser.Entry.script, .prompt] {
    switch Parser.parse(source, as: entry) {
    case .complete(let program): checkPrinting(of: program)
    case .incomplete(let missing, let diagnostic):
      precondition(!missing.isEmpty, "it waits for nothing")
      check(diagnostic, in: source)
    case .invalid(let diagnostics):
      precondition(!diagnostics.isEmpty, "it is refused without a reason")
      for diagnostic in diagnostics { check(diagnostic, in: source) }
    }
  }
  checkFormatting(of: source)
  return 0
}

/// What is read is formatted without a change of its meaning, and what is formatted stays as it is.
private func checkFormatting(of source: Source) {
  guard case .complete = Parser.parse(source) else { return }
  guard case .formatted(let text) = Formatter.format(source) else {
    preconditionFailure("what was read cannot be formatted")
  }
  guard case .formatted(let again) = Formatter.format(Source(name: "formatted", text: text)) else {
    preconditionFailure("what was formatted cannot be formatted:\n\(text)")
  }
  precondition(again == text, "what was formatted is formatted to something else:\n\(text)")
}

/// What is read is printed as text that reads back as the same tree.
private func checkPrinting(of program: Program) {
  let text = Printer.text(of: program)
  guard case .complete(let back) = Parser.parse(Source(name: "printed", text: text)) else {
    preconditionFailure("what was read is printed as what cannot be read:\n\(text)")
  }
  precondition(back.isSame(as: program), "what was read is printed as something else:\n\(text)")
}

/// A diagnostic points into the source, and can be shown.
private func check(_ diagnostic: Diagnostic, in source: Source) {
  precondition(!diagnostic.title.isEmpty, "a diagnostic without a title")
  if let place = diagnostic.primary?.span {
    precondition(
      place.start >= 0 && place.start <= place.end && place.end <= source.bytes.count,
      "a place outside the source")
  }
  precondition(!DiagnosticRenderer().text(diagnostic).isEmpty, "a diagnostic that shows nothing")
}
