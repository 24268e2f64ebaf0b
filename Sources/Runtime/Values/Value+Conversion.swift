public import Autodiff
import Tensors

extension Value {
  /// The number or tensor the value is, without any conversion.
  var term: Term? {
    switch self {
    case .number(let number): Term(number)
    case .tensor(let box): box.value
    case .nothing, .boolean, .string, .list, .tuple, .range, .space, .map, .function, .data,
      .answer, .verdict, .module:
      nil
    }
  }

  /// The value as a number or tensor: data as its points, a range as a vector.
  ///
  /// Nil when the value says no such thing.
  public func convertedToTerm() throws -> Term? {
    switch self {
    case .number(let number): return Term(number)
    case .tensor(let box): return box.value
    case .data(let data): return Term(data.points)
    case .answer(let answer): return try answer.value.convertedToTerm()
    case .range(let range):
      try Size.check(integers: range.count)
      let integers = range.start..<range.end
      return Term(
        try LongWork.perform(LongWork.cost(range.count, 6)) { () throws(TensorError) in
          try Tensor(shape: Shape.checked([integers.count]), elements: integers.map(Double.init))
        })
    case .list(let list) where list.elements.isEmpty: return Term(Tensor([]))
    case .list(let list):
      try list.checkRows()
      return nil
    case .nothing, .boolean, .string, .tuple, .space, .map, .function, .verdict, .module:
      return nil
    }
  }

  /// The whole number the value is, within ±2⁵³; nil for everything else.
  public var wholeNumber: Int? {
    switch self {
    case .number(let number):
      guard number.magnitude <= 9_007_199_254_740_992 else { return nil }
      return Int(exactly: number)
    case .answer(let answer): return answer.value.wholeNumber
    case .nothing, .boolean, .string, .tensor, .list, .tuple, .range, .space, .map, .function,
      .data, .verdict, .module:
      return nil
    }
  }
}

extension Value {
  /// The value of `[a, b, c]`: a tensor when all elements are numbers or equally shaped tensors.
  static func bracketed(_ elements: [Value]) throws -> Value {
    if let numbers = try numbers(elements) {
      return Value(Term(try Tensor(shape: Shape.checked([numbers.count]), elements: numbers)))
    }
    guard let terms = try equallyShaped(elements) else { return .list(try ListValue(elements)) }
    return Value(try stacked(terms))
  }

  /// The value of `[a, b; c, d]`: rows of numbers, or blocks side by side and rows below each other.
  ///
  /// *Shapes*: blocks of one row of blocks agree in height, rows of blocks in width; a vector is a
  /// row of numbers.
  static func rows(_ rows: [[Value]]) throws -> Value {
    var parts: [Term] = []
    for (index, row) in rows.enumerated() {
      let blocks = try row.map { element in
        guard let term = element.plain.term, term.rank <= 2 else {
          throw Problem.operand(symbol: ";", found: element.kindPhrase, wanted: "rows of numbers")
        }
        return term
      }
      let part = try joined(blocks)
      let width = part.shape[1]
      if let first = parts.first, first.shape[1] != width {
        throw Problem.raggedRows(row: index, found: width, expected: first.shape[1])
      }
      parts.append(part)
    }
    return Value(try Term.concatenate(parts, axis: 0))
  }

  /// Blocks side by side, as a matrix.
  private static func joined(_ blocks: [Term]) throws -> Term {
    if blocks.allSatisfy({ $0.rank == 0 }) {
      let row = try stacked(blocks)
      return try row.reshaped(Shape.checked([1, row.shape[0]]))
    }
    let matrices = try blocks.map { block in
      switch block.rank {
      case 0: try block.reshaped(Shape([1, 1]))
      case 1: try block.reshaped(Shape([1, block.shape[0]]))
      default: block
      }
    }
    guard let height = matrices.first?.shape[0], matrices.allSatisfy({ $0.shape[0] == height })
    else {
      throw Problem.blockHeights(matrices.map { $0.shape[0] })
    }
    return matrices.count == 1 ? matrices[0] : try Term.concatenate(matrices, axis: 1)
  }

  private static func stacked(_ terms: [Term]) throws -> Term {
    var tensors: [Tensor] = []
    tensors.reserveCapacity(terms.count)
    for (index, term) in terms.enumerated() {
      if index & 4095 == 4095 { try Supervision.check() }
      guard let tensor = term.concrete else { return try Term.stack(terms) }
      tensors.append(tensor)
    }
    return Term(try Tensor.stack(tensors))
  }

  /// The numbers, if all elements are numbers.
  private static func numbers(_ elements: [Value]) throws -> [Double]? {
    var numbers: [Double] = []
    for (index, element) in elements.enumerated() {
      if index & 65535 == 65535 { try Supervision.check() }
      guard case .number(let number) = element else { return nil }
      if index == 0 { numbers.reserveCapacity(elements.count) }
      numbers.append(number)
    }
    return numbers
  }

  /// The elements as tensors, if all are tensors or numbers of one shape.
  private static func equallyShaped(_ elements: [Value]) throws -> [Term]? {
    var terms: [Term] = []
    for (index, element) in elements.enumerated() {
      if index & 4095 == 4095 { try Supervision.check() }
      guard let term = element.plain.term, term.shape == terms.first?.shape ?? term.shape else {
        return nil
      }
      terms.append(term)
    }
    return terms
  }
}

extension ListValue {
  /// A list of rows of different lengths was meant as a matrix.
  ///
  /// - Throws: `.raggedRows` naming the first row whose length differs from row 0.
  fileprivate func checkRows() throws(Problem) {
    let lengths = elements.map { element -> Int? in
      guard case .tensor(let box) = element.plain, box.value.rank == 1 else { return nil }
      return box.value.shape[0]
    }
    guard let first = lengths.first, let expected = first, !lengths.contains(nil) else { return }
    for (row, length) in lengths.enumerated() {
      guard let length, length != expected else { continue }
      throw .raggedRows(row: row, found: length, expected: expected)
    }
  }
}
