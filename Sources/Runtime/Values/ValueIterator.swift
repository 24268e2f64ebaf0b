import Autodiff
import Tensors

extension Value {
  /// Whether `for` can go through the value.
  var isIterable: Bool {
    switch self {
    case .list, .tuple, .range, .data, .string: true
    case .tensor(let term): term.value.rank >= 1
    case .answer(let answer): answer.value.isIterable
    case .nothing, .number, .boolean, .space, .map, .function, .verdict, .module: false
    }
  }
}

/// Goes through the elements of a value: of a list or tuple, the integers of a range, the rows of
/// a tensor, the points of data, the characters of a string.
struct ValueIterator {
  private enum Elements {
    case values([Value])
    case integers(start: Int)
    case numbers([Double])
    case rows(Term)
    case characters
  }

  private let elements: Elements
  /// What is left of the text whose characters the elements are.
  private var characters = "".makeIterator()
  private var index = 0
  /// The number of elements.
  let count: Int

  /// - Throws: `.notIterable` when the value has no elements to go through.
  init(_ value: Value) throws {
    switch value.plain {
    case .list(let list):
      elements = .values(list.elements)
      count = list.elements.count
    case .tuple(let tuple):
      elements = .values(tuple.elements)
      count = tuple.elements.count
    case .range(let range):
      elements = .integers(start: range.start)
      count = range.count
    case .string(let text):
      let string = text.value
      characters = string.makeIterator()
      elements = .characters
      count = try string.characterCount
    case .data(let data):
      elements = data.points.rank == 1 ? .numbers(data.points.elements) : .rows(Term(data.points))
      count = data.count
    case .tensor(let term) where term.value.rank >= 1:
      if term.value.rank == 1, let known = term.value.concrete {
        elements = .numbers(
          try LongWork.perform(LongWork.cost(known.count, 3)) {
            () throws(TensorError) in known.elements
          })
      } else {
        elements = .rows(term.value)
      }
      count = term.value.shape[0]
    case .nothing, .number, .boolean, .tensor, .space, .map, .function, .answer, .verdict,
      .module:
      throw Problem.notIterable(kind: value.kindPhrase)
    }
  }

  /// The next element, nil after the last.
  mutating func next() throws -> Value? {
    guard index < count else { return nil }
    defer { index += 1 }
    switch elements {
    case .values(let values): return values[index]
    case .integers(let start): return .number(Double(start + index))
    case .numbers(let numbers): return .number(numbers[index])
    case .rows(let term): return Value(try term.row(index))
    case .characters: return characters.next().map { Value(String($0)) }
    }
  }
}

extension Value {
  /// The elements that `a, b = value` binds.
  func destructured(into names: Int, in place: Problem.BindingPlace) throws -> [Value] {
    guard isIterable else { throw Problem.destructuring(names: names, values: 1, in: place) }
    var iterator = try ValueIterator(self)
    guard iterator.count == names else {
      throw Problem.destructuring(names: names, values: iterator.count, in: place)
    }
    var elements: [Value] = []
    while let element = try iterator.next() { elements.append(element) }
    return elements
  }
}
