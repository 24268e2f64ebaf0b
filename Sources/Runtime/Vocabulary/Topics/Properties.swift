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
    case .map(let map): return try judge(map.map, property, qualifier)
    case .number, .tensor:
      guard let matrix = subject.plain.term else { break }
      guard case .everywhere = qualifier else {
        guard matrix.rank == 2 else { throw GeometryError.notMatrix(property, matrix.shape) }
        return try judge(.linear(matrix), property, qualifier)
      }
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
  private static func judge(
    _ map: SmoothMap, _ property: Property, _ qualifier: PropertyQualifier
  ) throws -> Verdict {
    switch qualifier {
    case .everywhere: return try Geometry.judge(map, property)
    case .at(let point):
      guard let x = try point.convertedToTerm() else {
        throw Problem.operand(symbol: "at", found: point.kindPhrase, wanted: "a point")
      }
      return try Geometry.judge(map, property, at: x)
    case .on(let data):
      guard let points = try data.convertedToTerm() else {
        throw Problem.operand(
          symbol: "on", found: data.kindPhrase, wanted: "data, or points one per row")
      }
      return try Geometry.judge(map, property, on: points)
    }
  }
}
