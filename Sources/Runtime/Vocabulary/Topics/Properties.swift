import Autodiff
import Geometry
import Maps
import Tensors

extension Vocabulary {
  /// Decides `subject is property`, of maps and of matrices.
  ///
  /// A plain function has no space and so no properties; a tensor is judged as a matrix.
  static func judge(
    _ context: Context, _ subject: Value, _ name: String, _ qualifier: PropertyQualifier
  ) throws -> Verdict {
    guard let property = Property(rawValue: name) else {
      throw Problem.unknownProperty(name, near: nil, known: Property.allCases.map(\.rawValue))
    }
    // A verdict is about the numbers themselves, which a recording stands in for.
    try Reuse.refuse()
    switch subject.plain {
    case .map(let map):
      switch qualifier {
      case .everywhere: return try Geometry.judge(map.map, property)
      case .at(let point):
        guard let x = try point.convertedToTerm() else {
          throw Problem.operand(symbol: "at", found: point.kindPhrase, wanted: "a point")
        }
        return try Geometry.judge(map.map, property, at: x)
      case .on:
        throw Problem.propertySubject(
          property: name, found: "a map on data", fitting: [],
          hint: "ask `at x0` for one point, or without `on` for the whole space")
      }
    case .number, .tensor:
      guard case .everywhere = qualifier, let matrix = subject.plain.term else { break }
      return try Geometry.judge(matrix.known("a matrix"), property)
    case .nothing, .boolean, .string, .list, .tuple, .range, .space, .function, .data, .answer,
      .verdict, .module:
      break
    }
    throw Problem.propertySubject(
      property: name, found: subject.kindPhrase, fitting: ["maps", "matrices"],
      hint: subject.plain.callableName == nil
        ? nil : "give its parameter a space to make it a map: f(x: R^2) = …")
  }
}
