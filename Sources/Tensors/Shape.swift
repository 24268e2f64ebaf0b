/// The extents of a tensor's axes, outermost first; `[]` is the shape of a number.
///
/// A valid shape has no negative extent, and the product of its non-zero extents is at most
/// `Shape.elementLimit`, so element counts, strides and byte counts of a valid shape never overflow.
public struct Shape: Hashable, Sendable {
  /// The extents, outermost first.
  public let dims: [Int]

  /// The number of elements: the product of the extents, 1 for a scalar.
  public let count: Int

  /// The shape of a single number.
  public static let scalar = Shape([])

  /// The greatest number of elements a tensor may have: half of what the process may
  /// hold.
  public static let elementLimit = Storage.byteLimit / MemoryLayout<Double>.stride

  /// The greatest number of axes, far beyond use; it keeps work per axis bounded.
  public static let rankLimit = 64

  /// Makes a shape the caller knows to be valid; anything from outside goes through `checked(_:)`.
  public init(_ dims: [Int]) {
    guard case .valid(let count) = Shape.validity(of: dims) else {
      preconditionFailure("invalid shape \(dims)")
    }
    self.dims = dims
    self.count = count
  }

  /// Makes a shape of extents that may come from anywhere.
  ///
  /// - Throws: `.tooManyAxes`; `.negativeExtent`; `.tooLarge` when the element count overflows or exceeds
  ///   `elementLimit`.
  public static func checked(_ dims: [Int]) throws(TensorError) -> Shape {
    switch validity(of: dims) {
    case .valid: return Shape(dims)
    case .tooManyAxes: throw .tooManyAxes(rank: dims.count, limit: rankLimit)
    case .negative(let axis): throw .negativeExtent(axis: axis, extent: dims[axis])
    case .tooLarge: throw .tooLarge(dims: dims, limit: elementLimit)
    }
  }

  private enum Validity {
    case valid(count: Int)
    case tooManyAxes
    case negative(axis: Int)
    case tooLarge
  }

  private static func validity(of dims: [Int]) -> Validity {
    if dims.count > rankLimit { return .tooManyAxes }
    if let axis = dims.firstIndex(where: { $0 < 0 }) { return .negative(axis: axis) }
    var product = 1
    var isEmpty = false
    for extent in dims {
      if extent == 0 {
        isEmpty = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow || next > elementLimit { return .tooLarge }
      product = next
    }
    return .valid(count: isEmpty ? 0 : product)
  }

  /// The number of axes.
  public var rank: Int { dims.count }

  /// The distance in elements between neighbours along each axis, row-major.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    var stride = 1
    for axis in dims.indices.reversed() {
      strides[axis] = stride
      stride *= Swift.max(dims[axis], 1)
    }
    return strides
  }
}

/// A shape is a sequence of extents and not a collection, whose `count` would have to be the rank.
extension Shape: Sequence {
  /// The axes, outermost first.
  public var indices: Range<Int> { dims.indices }

  /// The extent of one axis.
  public subscript(axis: Int) -> Int { dims[axis] }

  /// The extent of the outermost axis, nil for a scalar.
  public var first: Int? { dims.first }

  /// The extent of the innermost axis, nil for a scalar.
  public var last: Int? { dims.last }

  /// Visits the extents, outermost first.
  public func makeIterator() -> IndexingIterator<[Int]> { dims.makeIterator() }
}

extension Shape: ExpressibleByArrayLiteral {
  /// Makes a shape of literal extents.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// The extents in brackets, as in `[2, 3]`.
  public var description: String { dims.description }
}
