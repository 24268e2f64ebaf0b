extension Tensor {
  /// Makes a tensor whose elements a closure sets, every one of them, in row-major order.
  ///
  /// - Throws: `.tooLarge`, `.outOfMemory`, or what the closure throws.
  public init(
    shape: Shape, initializingWith body: (UnsafeMutableBufferPointer<Double>) throws -> Void
  ) throws {
    let storage = try Storage(count: shape.count)
    try body(UnsafeMutableBufferPointer(start: storage.base, count: shape.count))
    self.init(shape: shape, storage: storage)
  }

  /// A tensor whose elements are not yet set, for a caller that sets them all through `base`.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  package static func uninitialized(_ shape: Shape) throws(TensorError) -> Tensor {
    Tensor(shape: shape, storage: try Storage(count: shape.count))
  }

  /// Memory for many values at once, whose elements are not yet set: no tensor of a program's.
  ///
  /// - Throws: memory errors.
  package static func scratch(_ count: Int) throws(TensorError) -> Tensor {
    Tensor(shape: try Shape.checked([count]), storage: try Storage(count: count, .scratch))
  }

  /// The first element; valid while the tensor lives, and written to only by who made it.
  package var base: UnsafeMutablePointer<Double> { storage.base }

  /// The elements in row-major order.
  public var elements: [Double] { withElements { Array($0) } }

  /// One element by its row-major position.
  public subscript(flat i: Int) -> Double {
    precondition(i >= 0 && i < count, "flat index out of range")
    return withElements { $0[i] }
  }

  /// Calls a closure with the elements in row-major order.
  public func withElements<R, E: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(E) -> R
  ) throws(E) -> R {
    let storage = storage
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
  }

  /// Calls a closure with the elements in row-major order, to be changed in place.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory` when shared storage cannot be copied, or what the
  ///   closure throws.
  public mutating func withMutableElements<R>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> R
  ) throws -> R {
    try makeUnique()
    let storage = storage
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }

  /// Sets every element to a function of its row-major position.
  mutating func fill(_ value: (Int) -> Double) throws(TensorError) {
    try makeUnique()
    let storage = storage
    for start in stride(from: 0, to: storage.count, by: Storage.pause) {
      if start > 0 { try Supervision.check() }
      for i in start..<Swift.min(start + Storage.pause, storage.count) {
        storage.base[i] = value(i)
      }
    }
  }

  /// Whether no element is infinite or NaN.
  public var isFinite: Bool { firstNonFinite == nil }

  /// The row-major position of the first element that is infinite or NaN.
  public var firstNonFinite: Int? {
    withElements { x in
      x.baseAddress.flatMap { SmallSVD.firstNotFinite($0, count: x.count) }
    }
  }
}

extension Tensor: Equatable {
  /// Whether two tensors have the same shape and equal elements, NaN being unequal to itself.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    guard a.shape == b.shape else { return false }
    return a.withElements { x in b.withElements { y in x.elementsEqual(y) } }
  }
}

extension Storage {
  /// Copies an array.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  convenience init(
    copying elements: [Double], _ claim: Claim = .limited
  ) throws(TensorError) {
    try self.init(count: elements.count, claim)
    fill(elements)
  }

  /// Copies an array that is in memory already, so that a second block of its size is granted.
  convenience init(inMemory elements: [Double]) {
    // Only for the few numbers a literal or a shape has: without room for those nothing can go on.
    do { try self.init(copying: elements, .granted) } catch {
      fatalError("out of memory for \(elements.count) numbers")
    }
  }

  private func fill(_ elements: [Double]) {
    elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.initialize(from: start, count: source.count) }
    }
  }
}
