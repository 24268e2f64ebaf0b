public import Autodiff
public import Geometry
public import Maps
import Tensors

/// Anything a program can hold, pass and show (language.md §1).
///
/// Values are immutable. Every payload is one word, so a value is copied by at most one retain:
/// payloads that are larger live in a box or in a final class.
public enum Value: Sendable {
  /// The value of what has none: a `print`, a binding, an empty block.
  case nothing
  /// A float64 number.
  case number(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A text.
  case string(Box<String>)
  /// A tensor of rank 1 or more, or a traced number; a known number is always `.number`.
  case tensor(Box<Term>)
  /// Values in brackets that are not all numbers or equally shaped tensors.
  case list(ListValue)
  /// Values in parentheses, possibly with names.
  case tuple(TupleValue)
  /// Consecutive integers.
  case range(RangeValue)
  /// The domain or codomain of maps.
  case space(Box<Space>)
  /// A function between spaces.
  case map(MapValue)
  /// Everything else that can be called.
  case function(Callable)
  /// Points, one per row, with what is known about them.
  case data(PointData)
  /// A result of the vocabulary that carries its evidence.
  case answer(Answer)
  /// What `f is property` answers.
  case verdict(Box<Verdict>)
  /// What `import … as name` binds.
  case module(Module)
}

/// An immutable value on the heap, so that whoever holds it holds one word.
public final class Box<Wrapped: Sendable>: Sendable {
  /// The value.
  public let value: Wrapped
  /// What the value is charged with, where somebody counts.
  private let charge: MemoryCharge?

  /// Puts a value into a box.
  public init(_ value: Wrapped) {
    self.value = value
    charge = nil
  }

  init(_ value: Wrapped, _ charge: MemoryCharge?) {
    self.value = value
    self.charge = charge
  }
}

extension Value {
  /// Makes a string value.
  public init(_ text: String) { self = .string(Box(text)) }

  /// Makes a string value whose bytes count.
  ///
  /// - Throws: that the values alive would hold too many bytes.
  static func charged(_ text: String) throws(Problem) -> Value {
    // Up to 15 bytes are stored in place.
    let count = text.utf8.count
    return .string(Box(text, count > 15 ? try Memory.charge(count + 32) : nil))
  }

  /// Makes a space value.
  public init(_ space: Space) { self = .space(Box(space)) }

  /// Makes the value of a map that the vocabulary built.
  public init(_ map: SmoothMap, options: Builtin? = nil) {
    self = .map(MapValue(map, options: options))
  }

  /// Makes the value of a term: a number where the term is a known number, else a tensor.
  public init(_ term: Term) {
    if term.shape.rank == 0, let scalar = term.concrete?.scalar {
      self = .number(scalar)
    } else {
      self = .tensor(Box(term))
    }
  }

  /// The value itself, or the value that an answer stands for.
  ///
  /// An answer behaves in every operation as the value it answers with.
  public var plain: Value {
    var value = self
    while case .answer(let answer) = value { value = answer.value }
    return value
  }

  /// How many values the value holds in all, itself included.
  fileprivate var size: Int {
    switch self {
    case .list(let list): list.size
    case .tuple(let tuple): tuple.size
    case .nothing, .number, .boolean, .string, .tensor, .range, .space, .map, .function, .data,
      .answer, .verdict, .module:
      1
    }
  }

  /// How many numbers and values there are to write when it is shown, about.
  var extent: Int {
    switch self {
    case .string(let text): text.value.utf8.count / 64
    case .tensor(let term): term.value.shape.count
    case .answer(let answer): answer.value.extent
    case .data(let data): data.points.count
    case .list, .tuple, .nothing, .number, .boolean, .range, .space, .map, .function, .verdict,
      .module:
      size
    }
  }

  /// How many containers and closures are nested in one another inside the value.
  var depth: Int {
    switch self {
    case .list(let list): list.depth
    case .tuple(let tuple): tuple.depth
    case .function(let callable): callable.depth
    case .map(let map): map.depth
    case .answer(let answer): answer.depth
    case .nothing, .number, .boolean, .string, .tensor, .range, .space, .data, .verdict, .module:
      0
    }
  }
}

/// What values other than tensors are charged with.
enum Memory {
  /// A charge of so many bytes; nil where nobody counts.
  static func charge(_ bytes: Int) throws(Problem) -> MemoryCharge? {
    do throws(TensorError) { return try MemoryCharge.of(bytes) } catch { throw .tensor(error) }
  }

  /// A charge of texts.
  static func charge(texts: [String]) throws(Problem) -> MemoryCharge? {
    // Up to 15 bytes are stored in place.
    let further = texts.reduce(0) { $1.utf8.count > 15 ? $0 + $1.utf8.count + 32 : $0 }
    return try charge(64 + texts.count * MemoryLayout<String>.stride + further)
  }

  /// A charge of the elements of a container.
  static func charge(elements count: Int) throws(Problem) -> MemoryCharge? {
    try charge(64 + count * MemoryLayout<Value>.stride)
  }
}

/// How large values may become that grow element by element.
enum Size {
  /// The most elements of a list.
  static let elements = 1 << 24
  /// The most bytes of a string.
  static let bytes = 1 << 26

  /// The most integers of a range that is used as a vector.
  static let integers = 1 << 27

  static func check(integers count: Int) throws(Problem) {
    guard count <= integers else { throw .tooManyElements(dims: [count], limit: integers) }
  }

  /// Checks a list that grows: its elements, and now and then the bytes it will be charged with.
  static func check(growing count: Int) throws(Problem) {
    try check(elements: count)
    if count & 4095 == 0 { _ = try Memory.charge(elements: count) }
  }

  /// Checks that the machine has the memory which a list takes that doubles its room.
  static func checkRoom(toDouble count: Int) throws(Problem) {
    guard count >= 1 << 20, let available = MachineMemory.available else { return }
    guard 2 * count * MemoryLayout<Value>.stride <= available - MachineMemory.reserve / 2 else {
      throw .outOfMemory(MachineMemory.total)
    }
  }

  static func check(elements count: Int) throws(Problem) {
    guard count <= elements else { throw .tooLong(what: "a list", unit: "elements", elements) }
  }

  static func check(bytes count: Int) throws(Problem) {
    guard count <= bytes else { throw .tooLong(what: "a string", unit: "bytes", bytes) }
  }
}

/// The deepest nesting of values that is allowed.
///
/// Releasing a value releases what it holds by recursion, out of reach of every other check.
enum Nesting {
  static let limit = 1_000

  /// The depth of a container of `elements`.
  static func around(_ elements: some Sequence<Value>) throws(Problem) -> Int {
    var deepest = 0
    for element in elements { deepest = max(deepest, element.depth) }
    guard deepest < limit else { throw .nestedTooDeeply(limit: limit) }
    return deepest + 1
  }

  /// The most values a container may hold in all, counting one that is shared each time it is met.
  static let sizeLimit = 1 << 24

  /// The number of values in a container of `elements`, containers within included.
  static func size(of elements: some Sequence<Value>) throws(Problem) -> Int {
    var total = 1
    for element in elements {
      total += element.size
      guard total <= sizeLimit else {
        throw .tooManyElements(dims: [total], limit: sizeLimit)
      }
    }
    return total
  }
}
