import Autodiff
import Geometry
import Maps
import Tensors

/// What an argument must be; checking converts it to the simplest value that says the same.
public enum ParameterKind: Sendable {
  /// Anything.
  case value
  /// A number; a traced number passes as a tensor of rank 0.
  case number
  /// A whole number.
  case integer
  /// A whole number from 0 on.
  case natural
  /// A whole number of a range.
  case whole(ClosedRange<Int>)
  /// `true` or `false`.
  case boolean
  /// A text.
  case string
  /// A number or a tensor; data passes as its points, a range as a vector.
  case tensor
  /// A tensor of rank 1.
  case vector
  /// A tensor of rank 2; leading axes are not allowed.
  case matrix
  /// A matrix with as many rows as columns.
  case squareMatrix
  /// Matrices: a tensor of rank 2 or more.
  case matrices
  /// Square matrices: a tensor of rank 2 or more whose last two axes are equal.
  case squareMatrices
  /// A map between spaces.
  case map
  /// Anything that can be called, maps included.
  case function
  /// A space.
  case space
  /// Data.
  case data
  /// Points of a space: a tensor, or data.
  case points
  /// Elements in order: a list, tuple, range, tensor (its rows) or data (its points).
  case list
  /// One of these words, as a string.
  case choice([String])

  /// What it is called in a signature.
  public var word: String {
    switch self {
    case .value: "value"
    case .number: "number"
    case .integer, .natural, .whole: "integer"
    case .boolean: "boolean"
    case .string: "string"
    case .tensor: "tensor"
    case .vector: "vector"
    case .matrix, .matrices: "matrix"
    case .squareMatrix, .squareMatrices: "square matrix"
    case .map: "map"
    case .function: "function"
    case .space: "space"
    case .data: "data"
    case .points: "points"
    case .list: "list"
    case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: "|")
    }
  }

  /// What it is called in a sentence.
  var phrase: String {
    switch self {
    case .value: "a value"
    case .number: "a number"
    case .integer: "a whole number"
    case .natural: "a whole number from 0 on"
    case .whole(let range):
      "a whole number from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
    case .boolean: "true or false"
    case .string: "a string"
    case .tensor: "a number or a tensor"
    case .vector: "a vector"
    case .matrix: "a matrix"
    case .squareMatrix: "a square matrix"
    case .matrices: "a matrix, or several along leading axes"
    case .squareMatrices: "a square matrix, or several along leading axes"
    case .map: "a map"
    case .function: "a function"
    case .space: "a space such as R^2"
    case .data: "data"
    case .points: "points, one per row"
    case .list: "a list"
    case .choice(let words): "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
    }
  }

  /// What bounds whole numbers beyond what the phrase says; nil for kinds that take any number, or
  /// none.
  var bound: String? {
    switch self {
    case .integer: ", and ±2⁵³ at most"
    case .natural: ", and 2⁵³ at most"
    case .whole: ""
    case .value, .number, .boolean, .string, .tensor, .vector, .matrix, .squareMatrix, .matrices,
      .squareMatrices, .map, .function, .space, .data, .points, .list, .choice:
      nil
    }
  }

  /// The argument in the form the implementation expects, nil when it is not of this kind.
  func accept(_ argument: Value) throws -> Value? {
    let plain = argument.plain
    switch self {
    case .value: return argument
    case .number:
      switch plain {
      case .number: return plain
      case .tensor(let term) where term.value.shape.rank == 0: return plain
      default: return nil
      }
    case .integer: return plain.wholeNumber == nil ? nil : plain
    case .natural: return (plain.wholeNumber ?? -1) < 0 ? nil : plain
    case .whole(let range):
      guard let whole = plain.wholeNumber, range.contains(whole) else { return nil }
      return plain
    case .boolean:
      switch plain {
      case .boolean: return plain
      case .verdict(let verdict):
        switch verdict.value.answer {
        case .yes: return .boolean(true)
        case .no: return .boolean(false)
        case .unknown: throw Problem.undecided(reason: verdict.value.reason)
        }
      default: return nil
      }
    case .string:
      if case .string = plain { return plain }
      return nil
    case .tensor: return try plain.convertedToTerm().map { Value($0) }
    case .vector: return try tensor(plain) { $0.rank == 1 }
    case .matrix: return try tensor(plain) { $0.rank == 2 }
    case .squareMatrix: return try tensor(plain) { $0.rank == 2 && $0[0] == $0[1] }
    case .matrices: return try tensor(plain) { $0.rank >= 2 }
    case .squareMatrices:
      return try tensor(plain) { $0.rank >= 2 && $0[$0.rank - 1] == $0[$0.rank - 2] }
    case .map:
      if case .map = plain { return plain }
      return nil
    case .function: return plain.callableName == nil ? nil : plain
    case .space:
      if case .space = plain { return plain }
      return nil
    case .data:
      if case .data = plain { return plain }
      return nil
    case .points:
      if case .data = plain { return plain }
      return try tensor(plain) { $0.rank >= 1 }
    case .list: return plain.isIterable ? plain : nil
    case .choice(let words):
      guard case .string(let text) = plain, words.contains(text.value) else { return nil }
      return plain
    }
  }

  private func tensor(_ value: Value, where fits: (Shape) -> Bool) throws -> Value? {
    guard let term = try value.convertedToTerm(), fits(term.shape) else { return nil }
    return Value(term)
  }
}
