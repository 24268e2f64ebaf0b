import Autodiff
import Language
import Tensors

/// One index between brackets, evaluated.
enum IndexValue {
  /// `:`
  case whole
  /// A range written in the brackets; its bounds may count from the end.
  case bounds(start: Int, end: Int, Closure)
  /// Any other value.
  case value(Value)

  /// Whether a range written in brackets holds its upper bound.
  enum Closure {
    case halfOpen
    case closed
  }
}

/// What an index selects of one axis.
private enum Selection {
  case one(Int)
  case run(Range<Int>)
  case several([Int])

  /// - Throws: `.indexOutOfRange`, or `.indexKind` for what is no index.
  init(_ index: IndexValue, count: Int, axis: Int?) throws {
    func resolve(_ position: Int, within limit: Int) throws -> Int {
      let resolved = position < 0 ? position + count : position
      guard resolved >= 0, resolved <= limit else {
        throw Problem.indexOutOfRange(index: position, count: count, axis: axis)
      }
      return resolved
    }
    switch index {
    case .whole: self = .run(0..<count)
    case .bounds(let start, let end, let closure):
      let low = try resolve(start, within: count)
      switch closure {
      case .halfOpen:
        // The last index taken is the one before the end.
        guard end <= count else {
          throw Problem.indexOutOfRange(index: end - 1, count: count, axis: axis)
        }
        let high = try resolve(end, within: count)
        self = .run(low..<max(low, high))
      case .closed:
        let high = try resolve(end, within: count - 1)
        self = .run(low..<max(low, high + 1))
      }
    case .value(let value):
      switch value.plain {
      case .number(let number):
        guard let position = value.wholeNumber else {
          throw Problem.notWhole(what: "an index", value: number)
        }
        self = .one(try resolve(position, within: count - 1))
      case .range(let range):
        guard range.count > 0 else {
          self = .run(0..<0)
          return
        }
        let low = try resolve(range.start, within: count - 1)
        let high = try resolve(range.end - 1, within: count - 1)
        self = .run(low..<max(low, high + 1))
      case .tensor(let term):
        guard term.value.rank == 1 else {
          if term.value.isTraced { throw AutodiffError.dataDependent(what: "an index") }
          throw Problem.indexKind(found: value.kindPhrase)
        }
        self = .several(
          try term.value.known("an index").elements.map { number in
            guard let position = Value.number(number).wholeNumber else {
              throw Problem.notWhole(what: "an index", value: number)
            }
            return try resolve(position, within: count - 1)
          })
      case .nothing, .boolean, .string, .list, .tuple, .space, .map, .function, .data, .answer,
        .verdict, .module:
        throw Problem.indexKind(found: value.kindPhrase)
      }
    }
  }

  func select(from elements: [Value]) -> [Value] {
    switch self {
    case .one(let index): [elements[index]]
    case .run(let range): Array(elements[range])
    case .several(let indices): indices.map { elements[$0] }
    }
  }

  var isOne: Bool {
    if case .one = self { true } else { false }
  }

  var positions: [Int] {
    switch self {
    case .one(let index): [index]
    case .run(let range): Array(range)
    case .several(let indices): indices
    }
  }
}

extension Value {
  /// The value of `value[indices]`.
  func indexed(by indices: [IndexValue]) throws -> Value {
    switch self {
    case .number:
      throw Problem.notIndexable(kind: kindPhrase, hint: nil)
    case .tensor(let box): return Value(try box.value.indexed(by: indices))
    case .list(let list):
      let selection = try only(indices, count: list.elements.count)
      let selected = selection.select(from: list.elements)
      return selection.isOne ? selected[0] : try .list(of: selected)
    case .tuple(let tuple):
      if let name = nameAlone(indices) {
        if let element = tuple[name] { return element }
        let names = tuple.names.compactMap { $0 }
        throw Problem.noField(
          name, kind: kindPhrase, near: nearest(to: name, among: names), known: names)
      }
      let selection = try only(indices, count: tuple.elements.count)
      let selected = selection.select(from: tuple.elements)
      if selection.isOne { return selected[0] }
      return try .tuple(of: selected, names: selection.positions.map { tuple.names[$0] })
    case .range(let range):
      let selection = try only(indices, count: range.count)
      switch selection {
      case .one(let index): return .number(Double(range.start + index))
      case .run(let run):
        return .range(RangeValue(range.start + run.lowerBound, range.start + run.upperBound))
      case .several(let positions):
        let numbers = positions.map { Double(range.start + $0) }
        return Value(Term(try Tensor(shape: Shape.checked([numbers.count]), elements: numbers)))
      }
    case .string(let text): return try text.value.indexed(by: indices)
    case .data(let data): return try data.indexed(by: indices)
    case .answer(let answer): return try answer.value.indexed(by: indices)
    case .map:
      throw Problem.notIndexable(
        kind: kindPhrase, hint: "its layers are .layers[0], .layers[1] and so on")
    case .function(let callable):
      throw Problem.notIndexable(kind: kindPhrase, hint: "call it: \(callable.name)(…)")
    case .nothing, .boolean, .space, .verdict, .module:
      throw Problem.notIndexable(kind: kindPhrase, hint: nil)
    }
  }

  private func only(_ indices: [IndexValue], count: Int) throws -> Selection {
    try Selection(only(of: indices), count: count, axis: nil)
  }

  /// The one index of a value that has one axis.
  fileprivate func only(of indices: [IndexValue]) throws(Problem) -> IndexValue {
    guard indices.count == 1 else {
      throw Problem.tooManyIndices(found: indices.count, rank: 1, kind: kindPhrase)
    }
    return indices[0]
  }
}

extension String {
  /// How many characters the text has.
  ///
  /// - Throws: `.interrupted`.
  var characterCount: Int {
    get throws(TensorError) {
      try LongWork.perform(LongWork.cost(utf8.count, 20)) { () throws(TensorError) in count }
    }
  }

  /// The characters that an index selects; one is found from the end it is counted from.
  fileprivate func indexed(by indices: [IndexValue]) throws -> Value {
    let index = try Value(self).only(of: indices)
    if case .value(let value) = index, let position = value.wholeNumber {
      let place = try place(of: position)
      guard let place, place != endIndex else {
        throw Problem.indexOutOfRange(index: position, count: try characterCount, axis: nil)
      }
      return Value(String(self[place]))
    }
    let count = try characterCount
    switch try Selection(index, count: count, axis: nil) {
    case .one(let position):
      return Value(String(self[try place(of: position, among: count)]))
    case .run(let run):
      let start = try place(of: run.lowerBound, among: count)
      return try .charged(String(self[start..<place(of: run.upperBound, among: count)]))
    case .several(let positions):
      let charge = try Memory.charge(LongWork.cost(utf8.count, MemoryLayout<Character>.stride))
      let characters = try LongWork.perform(LongWork.cost(utf8.count, 30)) {
        () throws(TensorError) in Array(self)
      }
      return try withExtendedLifetime(charge) {
        var text = ""
        for (count, position) in positions.enumerated() {
          if count & 1023 == 1023 { try Supervision.check() }
          text.append(characters[position])
          try Size.check(bytes: text.utf8.count)
        }
        return try .charged(text)
      }
    }
  }

  /// Where a character is, found from the nearer end.
  private func place(of position: Int, among count: Int) throws(TensorError) -> Index {
    if position == count { return endIndex }
    return try place(of: position <= count / 2 ? position : position - count) ?? endIndex
  }

  /// Where a character is, counted from the beginning, or from the end if negative; nil beyond.
  private func place(of position: Int) throws(TensorError) -> Index? {
    let steps = Swift.min(Int(clamping: position.magnitude), utf8.count + 1)
    return try LongWork.perform(LongWork.cost(steps, 20)) { () throws(TensorError) in
      position < 0
        ? index(endIndex, offsetBy: -steps, limitedBy: startIndex)
        : index(startIndex, offsetBy: steps, limitedBy: endIndex)
    }
  }
}

/// The name between brackets, as in `points["petal length"]`; nil for any other index.
private func nameAlone(_ indices: [IndexValue]) -> String? {
  guard indices.count == 1, case .value(let value) = indices[0],
    case .string(let name) = value.plain
  else { return nil }
  return name.value
}

extension Term {
  /// The entries that one index per leading axis selects; single indices drop their axis.
  fileprivate func indexed(by indices: [IndexValue]) throws -> Term {
    guard indices.count <= rank else {
      throw Problem.tooManyIndices(found: indices.count, rank: rank, kind: shape.phrase)
    }
    var starts = [Int](repeating: 0, count: rank)
    var ends = shape.dims
    var gathers: [(axis: Int, positions: [Int])] = []
    var kept: [Int] = []
    for axis in 0..<rank {
      guard axis < indices.count else {
        kept.append(shape[axis])
        continue
      }
      let selection = try Selection(
        indices[axis], count: shape[axis], axis: rank > 1 ? axis : nil)
      switch selection {
      case .one(let index):
        starts[axis] = index
        ends[axis] = index + 1
      case .run(let range):
        starts[axis] = range.lowerBound
        ends[axis] = range.upperBound
        kept.append(range.count)
      case .several(let positions):
        gathers.append((axis, positions))
        kept.append(positions.count)
      }
    }
    var part = self
    if starts.contains(where: { $0 != 0 }) || ends != shape.dims {
      part = try sliced(
        starts: starts, ends: ends, steps: [Int](repeating: 1, count: rank))
    }
    for (axis, positions) in gathers { part = try part.gathered(positions, axis: axis) }
    return part.rank == kept.count ? part : try part.reshaped(Shape.checked(kept))
  }
}

extension PointData {
  /// One point, some points as data, or a part of the table of points.
  fileprivate func indexed(by indices: [IndexValue]) throws -> Value {
    if let name = nameAlone(indices) {
      guard let column = columns.firstIndex(of: name) else {
        throw Problem.noField(
          name, kind: "data", near: nearest(to: name, among: columns), known: columns)
      }
      return Value(try Term(points).column(column))
    }
    guard indices.count == 1 else { return Value(try Term(points).indexed(by: indices)) }
    let selection = try Selection(indices[0], count: count, axis: nil)
    if selection.isOne { return Value(try Term(points).row(selection.positions[0])) }
    let rows = selection.positions
    let chosen = try Term(points).gathered(rows, axis: 0).known("points")
    return .data(
      try PointData(
        points: chosen, columns: columns, labels: labels.map { labels in rows.map { labels[$0] } },
        labelName: labelName, origin: origin))
  }
}
