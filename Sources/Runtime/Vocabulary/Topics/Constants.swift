import Maps

extension Vocabulary {
  /// Numbers and spaces with a name.
  static let constants: [Builtin] = [
    Builtin(
      constant: .number(.pi), named: "pi", aliases: ["π"], topic: "constants", result: "number",
      summary: "The ratio of a circle's circumference to its diameter.",
      examples: [.init("show(pi, digits: 17)", "3.141592653589793")], seeAlso: ["inf"]),
    Builtin(
      constant: .number(.infinity), named: "inf", topic: "constants", result: "number",
      summary: "Infinity, larger than every other number.",
      examples: [.init("1 / inf", "0")], seeAlso: ["nan"]),
    Builtin(
      constant: .number(.nan), named: "nan", topic: "constants", result: "number",
      summary: "Not a number: the answer to what has none, equal to nothing.",
      examples: [.init("nan == nan", "false")], seeAlso: ["inf"]),
    Builtin(
      constant: Value(Space.line), named: "R", aliases: ["ℝ"], topic: "constants",
      result: "space", summary: "The real line; R^n is the space of vectors of n numbers.",
      definition: "R^(1, 8, 8) is the space of tensors of that shape.",
      examples: [.init("R^3", "ℝ³")], seeAlso: ["map"]),
  ]
}
