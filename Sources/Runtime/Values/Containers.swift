import Tensors

/// The elements of a list value.
public final class ListValue: Sendable {
  /// The elements in order.
  public let elements: [Value]
  let depth: Int
  let size: Int
  private let charge: MemoryCharge?

  /// Makes a list.
  ///
  /// - Throws: `.nestedTooDeeply` when its elements are nested to the limit already.
  public init(_ elements: [Value]) throws(Problem) {
    depth = try Nesting.around(elements)
    size = try Nesting.size(of: elements)
    charge = try Memory.charge(elements: elements.count)
    self.elements = elements
  }
}

/// The elements of a tuple value and the names of those that have one.
public final class TupleValue: Sendable {
  /// The elements in order.
  public let elements: [Value]
  /// One name for each element, nil where it has none.
  public let names: [String?]
  let depth: Int
  let size: Int
  private let charge: MemoryCharge?

  /// Makes a tuple; without `names` no element has one.
  ///
  /// - Throws: `.nestedTooDeeply` when its elements are nested to the limit already.
  public init(_ elements: [Value], names: [String?] = []) throws(Problem) {
    depth = try Nesting.around(elements)
    size = try Nesting.size(of: elements)
    charge = try Memory.charge(elements: elements.count)
    self.elements = elements
    self.names = elements.indices.map { $0 < names.count ? names[$0] : nil }
  }

  /// The element with a name.
  public subscript(name: String) -> Value? {
    names.firstIndex(of: name).map { elements[$0] }
  }
}

/// Consecutive integers: `start` up to and not including `end`.
public final class RangeValue: Sendable {
  /// The first integer.
  public let start: Int
  /// One past the last integer, never below `start`.
  public let end: Int
  /// How it was written.
  let notation: Notation

  /// The two ways to write a range.
  enum Notation {
    /// `0..<3`
    case halfOpen
    /// `0...2`
    case closed
  }

  /// Makes a range, which is empty when `end` is not above `start`.
  public convenience init(_ start: Int, _ end: Int) { self.init(start, end, .halfOpen) }

  init(_ start: Int, _ end: Int, _ notation: Notation) {
    self.start = start
    self.end = max(start, end)
    self.notation = notation
  }

  /// The number of integers; bounds lie within ±2⁵³, so it cannot overflow.
  public var count: Int { end - start }
}

extension Value {
  /// Makes a list value, without turning numbers into a tensor.
  public static func list(of elements: [Value]) throws(Problem) -> Value {
    .list(try ListValue(elements))
  }

  /// Makes a tuple value whose elements may have names.
  public static func tuple(of elements: [Value], names: [String?] = []) throws(Problem) -> Value {
    .tuple(try TupleValue(elements, names: names))
  }
}
