import Autodiff
import Maps
import Tensors

/// A tensor within a value that has an element which is not finite.
struct NonFinitePart {
  let tensor: Tensor
  /// How a program gets at the element, after the value's own name: `[3, 0]`, `.points[2, 1]`.
  let path: String
  let number: Double

  fileprivate init?(_ tensor: Tensor?, _ path: String) {
    guard let tensor, let position = tensor.firstNonFinite else { return nil }
    self.tensor = tensor
    number = tensor[flat: position]
    let index = tensor.shape.index(of: position)
    self.path =
      path + (index.isEmpty ? "" : "[\(index.map(String.init).joined(separator: ", "))]")
  }
}

extension Value {
  /// The first part of the value that is not finite; functions are not looked into.
  var nonFinitePart: NonFinitePart? { nonFinitePart("") }

  private func nonFinitePart(_ path: String) -> NonFinitePart? {
    switch self {
    case .number(let number):
      return number.isFinite ? nil : NonFinitePart(Tensor(number), path)
    case .tensor(let box):
      return box.value.isTraced ? nil : NonFinitePart(box.value.concrete, path)
    case .list(let list):
      return list.elements.indices.lazy.compactMap {
        list.elements[$0].nonFinitePart("\(path)[\($0)]")
      }.first
    case .tuple(let tuple):
      return tuple.elements.indices.lazy.compactMap { index in
        tuple.elements[index].nonFinitePart(
          path + (tuple.names[index].map { ".\($0)" } ?? "[\(index)]"))
      }.first
    case .data(let data): return NonFinitePart(data.points, path + ".points")
    case .answer(let answer): return answer.value.nonFinitePart(path)
    case .map(let map):
      return map.map.parameters.lazy.compactMap { parameter in
        parameter.value.isTraced
          ? nil : NonFinitePart(parameter.value.concrete, "\(path).\(parameter.name)")
      }.first
    case .module(let module):
      return module.members.lazy.compactMap { $0.value.nonFinitePart("\(path).\($0.name)") }.first
    case .nothing, .boolean, .string, .range, .space, .function, .verdict: return nil
    }
  }

  /// The tensors the value is, or holds as its elements.
  fileprivate var operands: [Tensor] {
    switch plain {
    case .number(let number): [Tensor(number)]
    case .tensor(let box): box.value.isTraced ? [] : box.value.concrete.map { [$0] } ?? []
    case .data(let data): [data.points]
    case .list, .tuple: nonFinitePart.map { [$0.tensor] } ?? []
    case .nothing, .boolean, .string, .range, .space, .map, .function, .answer, .verdict, .module:
      []
    }
  }

  fileprivate var isCallable: Bool {
    switch plain {
    case .function, .map: true
    case .nothing, .number, .boolean, .string, .tensor, .list, .tuple, .range, .space, .data,
      .answer, .verdict, .module:
      false
    }
  }
}

extension FiniteCheck {
  /// Notes a value that a statement gave.
  func noteGiven(_ value: Value) {
    if reached == nil, let part = value.nonFinitePart { noteGiven(part.tensor) }
  }

  /// Calls a function of the vocabulary and notes what it gave; what it writes counts as given.
  func noting(
    _ builtin: Builtin, _ arguments: GivenArguments, _ call: () throws -> Value
  ) throws -> Value {
    let values = arguments.positional + arguments.named.map(\.value)
    // What calls functions of the program, or is made of no numbers, is not the one to blame.
    let isBlamed = values.contains { !$0.operands.isEmpty } && !values.contains(where: \.isCallable)
    let value = try noting(
      builtin.name, isBlamed ? .whole : .parts, { values.flatMap(\.operands) },
      gives: { (value: Value) in value.nonFinitePart.map { [$0.tensor] } ?? [] }, call)
    if case .nothing = value { values.forEach(noteGiven) }
    return value
  }
}

extension Shape {
  /// The position along each axis of an element, from its position among all.
  func index(of position: Int) -> [Int] {
    var rest = position
    var index: [Int] = []
    for extent in dims.reversed() {
      index.append(rest % extent)
      rest /= extent
    }
    return index.reversed()
  }
}
