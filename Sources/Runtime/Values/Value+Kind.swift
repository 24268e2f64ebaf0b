import Autodiff
import Maps
import Tensors

extension Value {
  /// What kind of thing the value is, with an article and its size: `a vector of 3 numbers`.
  var kindPhrase: String {
    switch self {
    case .nothing: "nothing"
    case .number: "a number"
    case .boolean(let flag): flag ? "true" : "false"
    case .string: "a string"
    case .tensor(let term): term.value.shape.phrase
    case .list(let list): "a list of \(counted(list.elements.count, "value"))"
    case .tuple(let tuple): "a tuple of \(counted(tuple.elements.count, "value"))"
    case .range(let range): "a range of \(counted(range.count, "integer"))"
    case .space(let space): "the space \(space.value)"
    case .map(let map): "the \(map.map.phrase) : \(map.map.spaces)"
    case .function(let callable): "the function \(callable.name)"
    case .data(let data): "data of \(counted(data.count, "point"))"
    case .answer(let answer): answer.value.kindPhrase
    case .verdict: "a verdict"
    case .module(let module): "the module \(module.name)"
    }
  }

  /// The kind of the value in one or two words, for tables and completion.
  public var kindWord: String {
    switch self {
    case .nothing: "nothing"
    case .number: "number"
    case .boolean: "boolean"
    case .string: "string"
    case .tensor(let term): ["number", "vector", "matrix"].at(term.value.shape.rank) ?? "tensor"
    case .list: "list"
    case .tuple: "tuple"
    case .range: "range"
    case .space: "space"
    case .map: "map"
    case .function: "function"
    case .data: "data"
    case .answer(let answer): answer.value.kindWord
    case .verdict: "verdict"
    case .module: "module"
    }
  }
}

extension SmoothMap {
  /// The map as a sentence mentions it after "the": `map bend`, or `chain` for one without a name.
  var phrase: String { name == "chain" ? "chain" : "map \(name)" }
}

extension Shape {
  /// The shape in words: `a vector of 3 numbers`, `a 2×3 matrix`.
  var phrase: String {
    switch rank {
    case 0: "a number"
    case 1: "a vector of \(counted(self[0], "number"))"
    case 2: withArticle("\(self[0])×\(self[1]) matrix")
    default: withArticle("\(dims.map(String.init).joined(separator: "×")) tensor")
    }
  }
}

/// A phrase that begins with a number, after its article: `an 8×2 matrix`, `a 2×3 matrix`.
func withArticle(_ phrase: String) -> String {
  let number = phrase.prefix(while: \.isNumber)
  // Eight, eighty and so on, and eleven and eighteen with any groups of three digits after them.
  let isEleven = (number.hasPrefix("11") || number.hasPrefix("18")) && number.count % 3 == 2
  return number.hasPrefix("8") || isEleven ? "an \(phrase)" : "a \(phrase)"
}

/// A number with its digits in groups of three, as in `268,435,456`.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var groups = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { groups += "," }
    groups.append(digit)
  }
  return number < 0 ? "-" + groups : groups
}

/// A number of things with its digits in groups, as in `10,000 steps`.
func grouped(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(grouped(number)) \(plural(noun))"
}

/// A size in memory: `2 GiB`, `100 MiB`, and `1,000,000 bytes` where no unit counts it evenly.
func byteText(_ bytes: Int) -> String {
  let units = ["KiB", "MiB", "GiB", "TiB"]
  var (number, unit) = (bytes, -1)
  while number > 0, number % 1024 == 0, unit < units.count - 1 {
    (number, unit) = (number / 1024, unit + 1)
  }
  return unit < 0 ? grouped(bytes, "byte") : "\(grouped(number)) \(units[unit])"
}

/// A number of things in words: `1 entry`, `2 entries`.
func counted(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(plural(noun))"
}

private func plural(_ noun: String) -> String {
  if noun == "index" { return "indices" }
  if noun.hasSuffix("y") { return "\(noun.dropLast())ies" }
  return "\(noun)\(noun.hasSuffix("x") ? "es" : "s")"
}

extension Array {
  /// The element at an index, nil outside.
  func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
