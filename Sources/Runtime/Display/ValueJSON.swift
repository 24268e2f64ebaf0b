import Autodiff
import Geometry
import Language
import Maps
import Tensors

/// Values as JSON, for programs that read what a program shows.
///
/// Numbers, booleans, strings, lists and nothing are themselves; everything else is an object whose
/// `type` says what it is. Numbers read back as the same; those that are not finite are the strings
/// `"nan"`, `"inf"` and `"-inf"`.
extension Value {
  /// The value as one line of JSON, without a line break.
  public var json: String {
    var json = JSONText()
    json.append(self)
    return json.text
  }
}

extension JSONText {
  /// Writes a value.
  mutating func append(_ value: Value) {
    switch value {
    case .nothing: appendNull()
    case .number(let number): append(number)
    case .boolean(let flag): append(flag)
    case .string(let text): append(text.value)
    case .tensor(let box):
      typed("tensor") { json in
        json.dims(box.value.shape.dims)
        json.key("elements")
        if let tensor = box.value.witness { json.append(tensor) } else { json.appendNull() }
      }
    case .list(let list): array { json in for element in list.elements { json.append(element) } }
    case .tuple(let tuple):
      typed("tuple") { json in
        json.key("names")
        json.array { json in
          for name in tuple.names {
            if let name { json.append(name) } else { json.appendNull() }
          }
        }
        json.key("elements")
        json.array { json in for element in tuple.elements { json.append(element) } }
      }
    case .range(let range):
      typed("range") { json in
        json.member("start", range.start)
        json.member("end", range.end)
      }
    case .space(let space): typed("space") { json in json.members(of: space.value) }
    case .map(let map):
      typed("map") { json in
        json.members(of: map.map)
        json.key("layers")
        json.array { json in
          for layer in map.map.layers { json.object { json in json.members(of: layer) } }
        }
      }
    case .function(let callable):
      typed("function") { json in
        json.member("name", callable.name)
        json.member("signature", ValueText().line(value))
      }
    case .data(let data):
      typed("data") { json in
        json.dims(data.points.shape.dims)
        json.member("columns", data.columns)
        json.key("points")
        json.append(data.points)
        json.key("labels")
        if let labels = data.labels {
          json.array { json in for label in labels { json.append(label) } }
        } else {
          json.appendNull()
        }
        json.member("dropped", data.droppedRows)
      }
    case .answer(let answer):
      typed("answer") { json in
        json.key("value")
        json.append(answer.value)
        json.key("evidence")
        json.object { json in
          for (name, value) in answer.fields {
            json.key(name)
            json.append(value)
          }
        }
      }
    case .verdict(let verdict): append(verdict.value)
    case .module(let module):
      typed("module") { json in
        json.member("name", module.name)
        json.member("members", module.members.map(\.name))
      }
    }
  }

  private mutating func append(_ verdict: Verdict) {
    typed("verdict") { json in
      json.member("answer", verdict.answer.rawValue)
      json.member("how", verdict.basis.rawValue)
      json.member("reason", verdict.reason)
      json.member("details", verdict.details)
      json.key("witness")
      json.object { json in
        for (name, tensor) in verdict.evidence {
          json.key(name)
          json.append(Value(Term(tensor)))
        }
      }
    }
  }

  private mutating func typed(_ type: String, _ body: (inout JSONText) -> Void) {
    object { json in
      json.member("type", type)
      body(&json)
    }
  }

  private mutating func dims(_ dims: [Int]) {
    key("shape")
    array { json in for extent in dims { json.append(Double(extent)) } }
  }

  private mutating func members(of map: SmoothMap) {
    member("name", map.name)
    member("domain", map.domain.description)
    member("codomain", map.codomain.description)
    member("kind", "\(map.kind)")
    member("parameters", map.parameterCount)
  }

  private mutating func members(of space: Space) {
    member("name", space.description)
    guard let shape = space.shape else {
      key("shape")
      appendNull()
      return
    }
    dims(shape.dims)
  }

  /// Writes the elements of a tensor, nested as its axes are.
  private mutating func append(_ tensor: Tensor) {
    var position = 0
    append(tensor, axis: 0, &position)
  }

  private mutating func append(_ tensor: Tensor, axis: Int, _ position: inout Int) {
    guard axis < tensor.rank else {
      append(tensor[flat: position])
      position += 1
      return
    }
    array { json in
      for _ in 0..<tensor.shape[axis] { json.append(tensor, axis: axis + 1, &position) }
    }
  }
}
