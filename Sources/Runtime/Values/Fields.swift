import Autodiff
import Formats
import Geometry
import Language
import Maps
import Tensors

/// A field that every value of a kind has: `A.shape`, `net.layers`.
struct Field {
  let name: String
  let summary: String
  let read: (Machine) throws -> Value
}

extension Value {
  /// The value of `value.name`.
  ///
  /// - Throws: `.noField` with the near and the available names.
  func field(_ name: String, _ machine: Machine, also: [String] = []) throws -> Value {
    switch self {
    case .tuple(let tuple):
      if let value = tuple[name] { return value }
    case .answer(let answer):
      if let value = answer[name] { return value }
      return try answer.value.field(name, machine, also: answer.names)
    case .verdict(let verdict):
      if let evidence = verdict.value.evidence.first(where: { $0.name == name }) {
        return Value(Term(evidence.value))
      }
    case .module(let module):
      if let value = module[name] { return value }
    case .data(let data):
      if let column = data.columns.firstIndex(of: name) {
        return Value(try Term(data.points).column(column))
      }
    case .nothing, .number, .boolean, .string, .tensor, .list, .range, .space, .map, .function:
      break
    }
    if let field = fields.first(where: { $0.name == name }) { return try field.read(machine) }
    let known = also + fieldNames
    throw Problem.noField(
      name, kind: kindPhrase, near: nearest(to: name, among: known), known: known,
      advice: ForeignNames.field(name, of: nil, arguments: nil, machine.vocabulary))
  }

  /// The names that may follow a dot.
  public var fieldNames: [String] {
    let own: [String] =
      switch self {
      case .tuple(let tuple): tuple.names.compactMap { $0 }
      case .answer(let answer): answer.names + answer.value.fieldNames
      case .verdict(let verdict): verdict.value.evidence.map(\.name)
      case .module(let module): module.members.map(\.name)
      case .data(let data): data.columns
      case .nothing, .number, .boolean, .string, .tensor, .list, .range, .space, .map, .function:
        []
      }
    return own + fields.map(\.name)
  }

  /// The fields of the value's kind; one table for reading, completion and errors.
  private var fields: [Field] {
    switch self {
    case .tensor(let box):
      [
        Field(name: "shape", summary: "The extents of the axes.") { _ in
          Value(Term(Tensor(box.value.shape.dims.map(Double.init))))
        },
        Field(name: "count", summary: "The number of elements.") { _ in
          .number(Double(box.value.shape.count))
        },
      ]
    case .map(let map): map.fields
    case .data(let data): data.fields
    case .space(let space):
      [
        Field(name: "dimension", summary: "The number of coordinates.") { _ in
          guard let shape = space.value.shape else { return .nothing }
          return .number(Double(shape.count))
        }
      ]
    case .range(let range):
      [
        Field(name: "start", summary: "The first integer.") { _ in .number(Double(range.start)) },
        Field(name: "end", summary: "One past the last integer.") { _ in
          .number(Double(range.end))
        },
        Field(name: "count", summary: "The number of integers.") { _ in
          .number(Double(range.count))
        },
      ]
    case .list(let list):
      [
        Field(name: "count", summary: "The number of elements.") { _ in
          .number(Double(list.elements.count))
        }
      ]
    case .string(let text):
      [
        Field(name: "count", summary: "The number of characters.") { _ in
          .number(Double(text.value.count))
        }
      ]
    case .verdict(let verdict):
      [
        Field(name: "answer", summary: "yes, no or unknown.") { _ in
          Value(verdict.value.answer.rawValue)
        },
        Field(name: "how", summary: "How the answer is known.") { _ in
          Value(verdict.value.basis.rawValue)
        },
        Field(name: "reason", summary: "Why, in a sentence.") { _ in
          Value(verdict.value.reason)
        },
        Field(name: "witness", summary: "The numbers that decide it.") { _ in
          let evidence = verdict.value.evidence
          return try .tuple(
            of: evidence.map { Value(Term($0.value)) }, names: evidence.map(\.name))
        },
      ]
    case .answer(let answer): answer.value.fields
    case .nothing, .number, .boolean, .tuple, .function, .module: []
    }
  }
}

extension PointData {
  fileprivate var fields: [Field] {
    [
      Field(name: "points", summary: "The points, one per row.") { [points] _ in
        Value(Term(points))
      },
      Field(name: "count", summary: "The number of points.") { [count] _ in
        .number(Double(count))
      },
      Field(name: "dropped", summary: "How many rows missed a number and were left out.") {
        [droppedRows] _ in .number(Double(droppedRows))
      },
      Field(name: "missing", summary: "Where numbers were missing, as (line, column).") {
        [missing] _ in
        try .list(
          of: missing.map {
            try .tuple(
              of: [.number(Double($0.line)), Value($0.column)], names: ["line", "column"])
          })
      },
      Field(name: "columns", summary: "The names of the columns.") { [columns] _ in
        try .list(of: columns.map { Value($0) })
      },
      Field(name: "labels", summary: "The label of each point.") { [labels] _ in
        guard let labels else { return .nothing }
        return try .list(of: labels.map { Value($0) })
      },
      Field(name: "shape", summary: "The extents of the points.") { [points] _ in
        Value(Term(Tensor(points.shape.dims.map(Double.init))))
      },
    ]
  }
}

extension MapValue {
  fileprivate var fields: [Field] {
    let map = map
    let general = [
      Field(name: "name", summary: "What the map is called.") { _ in Value(map.name) },
      Field(name: "domain", summary: "The space the map takes points of.") { _ in
        Value(map.domain)
      },
      Field(name: "codomain", summary: "The space the map gives points of.") { _ in
        Value(map.codomain)
      },
      Field(name: "layers", summary: "The maps it is composed of, in order.") { _ in
        try .list(of: map.layers.map { Value($0) })
      },
      Field(name: "parameters", summary: "Its weights, as one tuple.") { _ in
        let parameters = map.parameters
        return try .tuple(
          of: parameters.map { Value($0.value) }, names: parameters.map(\.name))
      },
      Field(name: "kind", summary: "What is proved of it from its structure.") { _ in
        Value("\(map.kind)")
      },
    ]
    let fixed = (map.layer?.tensors ?? []).filter { $0.role == .fixed }
    // Those of a chain, such as `0.weight`, are fields of its layers.
    let own = (map.parameters + fixed.map { ($0.name, $0.value) }).filter { $0.name.isName }
    let parameters = own.map { parameter in
      Field(name: parameter.name, summary: "A parameter of the map.") { _ in
        Value(parameter.value)
      }
    }
    return general + parameters
  }
}

extension Term {
  /// One column of a matrix.
  func column(_ index: Int) throws -> Term {
    guard rank >= 2 else { return self }
    let taken = try gathered([index], axis: 1)
    return try taken.reshaped(Shape.checked([shape[0]] + shape.dims.dropFirst(2)))
  }
}
