import Language

/// Where a text first occurs in a source.
func span(of text: String, in source: Source) -> Span? {
  let needle = Array(text.utf8)
  guard !needle.isEmpty, source.bytes.count >= needle.count else { return nil }
  let start = source.bytes.indices.dropLast(needle.count - 1).first {
    source.bytes[$0] == needle[0] && source.bytes[$0..<($0 + needle.count)].elementsEqual(needle)
  }
  return start.map { Span($0, $0 + needle.count) }
}

/// What a text says, or nil where it does not parse.
func program(_ text: String) -> Program? {
  if case .complete(let program) = Parser.parse(Source(name: "test", text: text)) { return program }
  return nil
}

/// The only expression of a text.
func expression(_ text: String) -> Expression? {
  guard let statements = program(text)?.statements, statements.count == 1,
    case .expression(let expression) = statements[0].kind
  else { return nil }
  return expression
}

/// The first problem a text has, whether or not more text would cure it.
func problem(_ text: String) -> Diagnostic? {
  switch Parser.parse(Source(name: "test", text: text)) {
  case .complete: nil
  case .incomplete(_, let diagnostic): diagnostic
  case .invalid(let diagnostics): diagnostics.first
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers in every run.
struct Randomness: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, not including, a bound.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  /// True once in a number of times.
  mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }
}
