import Autodiff
import Language
public import Maps
public import Tensors

/// What a builtin may use of the session that calls it.
public struct Context {
  let machine: Machine
  let site: Site

  /// What has every word of a text in its names or its description, the nearest first.
  func search(_ text: String) -> [Help.Hit] {
    Help(machine.vocabulary).search(text, also: machine.documented())
  }

  /// The name that is the only argument of the call as it is written; nil where that is no name.
  var nameOfArgument: String? {
    let text = site.source.text(in: site.span)
    guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
    let argument = text[text.index(after: open)...].dropLast()
    guard let first = argument.first, first.isLetter || first == "_",
      argument.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    return String(argument)
  }

  /// Calls a function or map.
  public func call(_ function: Value, _ arguments: [Value]) throws -> Value {
    try machine.call(function, GivenArguments(positional: arguments), at: site)
  }

  /// Writes text to the session's output.
  ///
  /// - Throws: where the text would have to be written again by a recording.
  public func write(_ text: String) throws {
    try Reuse.refuse()
    machine.write(text)
  }

  /// Writes a value on lines of its own.
  func write(_ value: Value, _ text: ValueText) throws {
    try Reuse.refuse()
    try machine.write(value, text)
  }

  /// The text of a value, which can be interrupted however long it is.
  ///
  /// - Throws: that the program is to stop.
  func text(
    of value: Value, _ make: @escaping @Sendable (Value) -> String
  ) throws -> String {
    try machine.text(of: value, make)
  }

  /// Whether nobody asked for this run: a map is being defined, or a statement looked at once more.
  var isSilent: Bool { machine.isSilent }

  /// Tells something that is worth knowing and is not a result.
  func note(_ text: String) {
    if !machine.isSilent { machine.notes(text) }
  }

  /// `outer ∘ inner`.
  func composed(outer: Value, inner: Value) throws -> Value {
    try MapAlgebra.composed(outer, after: inner)
  }

  /// Draws random numbers from the session's generator, or puts another in its place.
  public func drawing<Result>(
    _ body: (inout RandomGenerator) throws -> Result
  ) throws -> Result {
    try Reuse.refuse()
    return try body(&machine.random)
  }

  /// Which files may be read and written.
  public var files: FileAccess { machine.files }

  /// The path a program means: relative to its own file, or to the session's folder.
  ///
  /// - Throws: a problem when the session may touch no file.
  public func path(_ given: String) throws -> String {
    try Reuse.refuse()
    return try machine.path(given, for: site.source, use: .data)
  }

  /// What the session may use.
  public var limits: Limits { machine.limits }

  /// The options values are shown with.
  public var text: ValueText { machine.valueText }

  /// Stops the program when it was asked to stop; long work calls it about every millisecond.
  public func poll() throws { try machine.pollSlowly() }

  /// Refuses to make a tensor of more elements than the session allows.
  public func checkElements(_ dims: [Int]) throws {
    var count = 1
    for extent in dims {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 0))
      count = overflow ? Int.max : product
    }
    guard count <= limits.tensorElements else {
      throw Problem.tooManyElements(dims: dims, limit: limits.tensorElements)
    }
  }
}

extension Context {
  /// The map that a function is on a space, by tracing it.
  ///
  /// - Throws: what the function throws at the point traced, or a value that is no point.
  public func tracedMap(_ function: Value, domain: Space) throws -> SmoothMap {
    let name = function.callableName ?? "map"
    let traced = pointwise(function)
    return try machine.silently {
      try SmoothMap.traced(name: name, domain: domain, function: traced)
    }
  }
}
