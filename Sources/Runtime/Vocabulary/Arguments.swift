public import Autodiff
import Formats
import Language
public import Maps
public import Tensors

/// The arguments of a call of a builtin: matched to its parameters, checked and converted.
///
/// A name that is not a parameter, or a kind other than the declared one, is an error in the entry
/// and not in the program; the readers then throw a `Problem` that says so.
public struct Arguments: Sendable {
  /// The name of the entry that is called.
  let function: String
  private let parameters: [Builtin.Parameter]
  /// One value for each parameter; variadic parameters have none here.
  var values: [Value?]
  /// The place of each value in the call, for diagnostics.
  var positions: [Int?]
  /// The arguments of the variadic parameter.
  public internal(set) var rest: [Value] = []

  /// No arguments yet.
  fileprivate init(of builtin: Builtin) {
    function = builtin.name
    parameters = builtin.parameters
    values = Array(repeating: nil, count: parameters.count)
    positions = Array(repeating: nil, count: parameters.count)
  }

  /// The argument for a parameter, nil when it was left out.
  public subscript(name: String) -> Value? {
    parameters.firstIndex { $0.name == name }.flatMap { values[$0] }
  }

  /// The argument for a parameter that is required or has a default.
  public func value(_ name: String) throws -> Value {
    guard let value = self[name] else { throw mismatch(name) }
    return value
  }

  /// The number given for a parameter.
  public func number(_ name: String) throws -> Double {
    switch try value(name) {
    case .number(let number): return number
    case .tensor(let term): return try known(term.value, name)
    default: throw mismatch(name)
    }
  }

  /// The whole number given for a parameter.
  public func integer(_ name: String) throws -> Int {
    guard let whole = try value(name).wholeNumber else { throw mismatch(name) }
    return whole
  }

  /// The truth value given for a parameter.
  public func boolean(_ name: String) throws -> Bool {
    guard case .boolean(let flag) = try value(name) else { throw mismatch(name) }
    return flag
  }

  /// The text given for a parameter.
  public func string(_ name: String) throws -> String {
    guard case .string(let text) = try value(name) else { throw mismatch(name) }
    return text.value
  }

  /// The number or tensor given for a parameter, as a term, which may be traced.
  public func term(_ name: String) throws -> Term {
    guard let term = try value(name).convertedToTerm() else { throw mismatch(name) }
    return term
  }

  /// The number or tensor given for a parameter; not available while a map is being traced.
  public func tensor(_ name: String) throws -> Tensor {
    try term(name).known("\(name) of \(function)")
  }

  /// The map given for a parameter.
  public func map(_ name: String) throws -> SmoothMap {
    guard case .map(let map) = try value(name) else { throw mismatch(name) }
    return map.map
  }

  /// The space given for a parameter.
  public func space(_ name: String) throws -> Space {
    guard case .space(let space) = try value(name) else { throw mismatch(name) }
    return space.value
  }

  /// The data given for a parameter.
  public func data(_ name: String) throws -> PointData {
    guard case .data(let data) = try value(name) else { throw mismatch(name) }
    return data
  }

  private static let elementLimit = 1 << 24

  /// The elements given for a parameter of kind `list`.
  public func elements(_ name: String) throws -> [Value] {
    try Self.elements(of: value(name))
  }

  /// The elements of a value that has some, unless they are more than a list may have.
  static func elements(of value: Value) throws -> [Value] {
    var elements: [Value] = []
    var iterator = try ValueIterator(value)
    while let element = try iterator.next() {
      guard elements.count < Self.elementLimit else {
        throw Problem.tooManyElements(dims: [elements.count + 1], limit: Self.elementLimit)
      }
      if elements.count & 1023 == 1023 { try Supervision.check() }
      elements.append(element)
    }
    return elements
  }

  /// A problem with one argument: what it must be, beyond its kind.
  ///
  /// `wanted` completes "`name` must be …".
  public func problem(_ name: String, wanted: String) -> Problem {
    let index = parameters.firstIndex { $0.name == name }
    let found =
      self[name].map { value in
        // What is long in full is told by its kind.
        if let rank = value.plain.term?.rank, rank > 0, value.extent > 12 {
          return value.kindPhrase
        }
        let line = ValueText().line(value)
        return line.utf8.count <= 80 ? line : value.kindPhrase
      } ?? "nothing"
    let problem = Problem.argumentValue(
      function: function, parameter: name, wanted: wanted, found: found)
    guard let index, let position = positions[index] else { return problem }
    return .argument(position, problem)
  }

  /// Does something with sizes; a size that is refused is so at the argument that gives it.
  func placing<Result>(
    _ sizes: KeyValuePairs<String, Int>, _ body: () throws -> Result
  ) throws -> Result {
    do { return try body() } catch let error as MapError {
      guard case .badWidth(_, let width) = error,
        let name = sizes.first(where: { $0.value == width })?.key,
        let index = parameters.firstIndex(where: { $0.name == name }),
        let position = positions[index]
      else { throw error }
      throw Problem.argument(position, .map(error))
    }
  }

  /// A problem with a file, at the argument that names it.
  func problem(with error: FormatError) -> Problem {
    let position = values.indices.first { index in
      if case .string(let text) = values[index] { error.path.hasSuffix(text.value) } else { false }
    }.flatMap { positions[$0] }
    return position.map { .argument($0, .format(error)) } ?? .format(error)
  }

  private func known(_ term: Term, _ name: String) throws -> Double {
    guard let scalar = try term.known("\(name) of \(function)").scalar else {
      throw mismatch(name)
    }
    return scalar
  }

  private func mismatch(_ name: String) -> Problem {
    .argumentKind(
      function: function, parameter: name, wanted: "given",
      found: self[name]?.kindPhrase ?? "nothing")
  }
}

extension Builtin {
  /// Matches the arguments of a call to the parameters, checks and converts them.
  func match(_ given: GivenArguments) throws -> Arguments {
    guard constant == nil else {
      throw Problem.notCallable(
        kind: value.kindPhrase, callee: name, argument: "", form: .parentheses)
    }
    var matched = Arguments(of: self)
    try matchPositional(given.positional, into: &matched)
    for (offset, argument) in given.named.enumerated() {
      guard let index = parameters.firstIndex(where: { $0.name == argument.name }),
        parameters[index].passing != .variadic
      else {
        let known = parameters.filter { $0.passing != .variadic }.map(\.name)
        throw Problem.argument(
          given.positional.count + offset,
          .unknownKeyword(
            function: name, keyword: argument.name, near: nearest(to: argument.name, among: known),
            known: known))
      }
      let position = given.positional.count + offset
      guard matched.positions[index] == nil else {
        throw Problem.argument(
          position, .repeatedArgument(function: name, parameter: argument.name))
      }
      matched.values[index] = try check(argument.value, parameters[index], position)
      matched.positions[index] = position
    }
    for (index, parameter) in parameters.enumerated() where matched.positions[index] == nil {
      switch parameter.presence {
      case .required:
        throw Problem.missingArgument(
          function: name, parameter: parameter.name, signature: signature)
      case .defaulted(let value): matched.values[index] = value
      case .optional: break
      }
    }
    return matched
  }

  private func matchPositional(_ given: [Value], into matched: inout Arguments) throws {
    var next = 0
    for (position, value) in given.enumerated() {
      while next < parameters.count, parameters[next].passing != .any { next += 1 }
      if next < parameters.count {
        let index = next
        next += 1
        matched.values[index] = try check(value, parameters[index], position)
        matched.positions[index] = position
      } else if let variadic = parameters.first(where: { $0.passing == .variadic }) {
        matched.rest.append(try check(value, variadic, position))
      } else if let keyword = parameters.first(where: { $0.passing == .keyword }), given.count == 1
      {
        throw Problem.argument(
          position, .keywordOnly(function: name, parameter: keyword.name))
      } else {
        let takes = parameters.count { $0.passing == .any }
        throw Problem.argument(
          position,
          .extraArgument(
            function: name, given: given.count, takes: takes, signature: signature,
            hint: joined(given, takes) ?? named(value)))
      }
    }
  }

  /// Numbers given one by one to a function that takes them as one vector.
  private func joined(_ given: [Value], _ takes: Int) -> String? {
    let texts = given.prefix(5).compactMap { value -> String? in
      if case .number = value.plain { ValueText().line(value.plain) } else { nil }
    }
    guard takes == 1, texts.count == given.count, constant == nil,
      (try? parameters.first?.kind.accept(Value(Term(Tensor([0, 0]))))) != nil
    else { return nil }
    return
      "numbers that belong together are one vector: \(name)([\(texts.joined(separator: ", "))])"
  }

  /// How an argument too many is written that was meant for a parameter given by name.
  private func named(_ value: Value) -> String? {
    let fitting = parameters.first {
      $0.passing == .keyword && (try? $0.kind.accept(value)) != nil
    }
    guard let fitting, case let text = ValueText().line(value), text.utf8.count <= 24 else {
      return nil
    }
    return "it is given by name: \(fitting.name): \(text)"
  }

  private func check(_ value: Value, _ parameter: Parameter, _ position: Int) throws -> Value {
    do {
      if let accepted = try parameter.kind.accept(value) { return accepted }
    } catch {
      throw Problem.argument(position, Problem(error))
    }
    if case .choice(let words) = parameter.kind, case .string(let text) = value.plain {
      throw Problem.argument(
        position,
        .argumentChoice(
          function: name, parameter: parameter.name, words: words, found: ValueText().line(value),
          near: nearest(to: text.value, among: words)))
    }
    if let bound = parameter.kind.bound, case .number(let number) = value.plain {
      let isTooLarge = number.magnitude > 0x1p53 && number.isFinite
      throw Problem.argument(
        position,
        .argumentValue(
          function: name, parameter: parameter.name,
          wanted: parameter.kind.phrase + (isTooLarge ? bound : ""),
          found: NumberText(number, digits: 17).text))
    }
    throw Problem.argument(
      position,
      .argumentKind(
        function: name, parameter: parameter.name, wanted: parameter.kind.phrase,
        found: value.kindPhrase))
  }
}
