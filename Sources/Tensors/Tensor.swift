/// A dense array of float64 numbers of any rank, row-major.
///
/// Tensors are values: copies share storage until one of them is written to.
public struct Tensor: Sendable {
  /// The extents of the axes.
  public let shape: Shape

  private(set) var storage: Storage

  /// Makes a tensor of a block that has as many elements as the shape.
  init(shape: Shape, storage: Storage) {
    precondition(shape.count == storage.count, "a storage block must fit its shape")
    self.shape = shape
    self.storage = storage
  }

  /// Makes a tensor of elements in row-major order.
  ///
  /// - Throws: `.elementCount` when they are not as many as the shape has.
  public init(shape: Shape, elements: [Double]) throws(TensorError) {
    guard shape.count == elements.count else {
      throw .elementCount(shape: shape, found: elements.count)
    }
    self.init(shape: shape, storage: try Storage(copying: elements))
  }

  /// Makes a tensor that holds one value throughout.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory` before anything is allocated.
  public init(repeating value: Double, shape: Shape) throws(TensorError) {
    self.init(
      shape: shape, storage: try Storage(count: shape.count, repeating: value))
  }

  /// Makes a matrix of rows of equal length.
  ///
  /// - Throws: `.raggedRows` naming the first row whose length differs from row 0.
  public init(rows: [[Double]]) throws(TensorError) {
    let width = rows.first?.count ?? 0
    if let row = rows.firstIndex(where: { $0.count != width }) {
      throw .raggedRows(row: row, found: rows[row].count, expected: width)
    }
    let shape = try Shape.checked([rows.count, width])
    self.init(shape: shape, storage: try Storage(copying: rows.flatMap { $0 }))
  }

  /// Makes a tensor of rank 0.
  public init(_ scalar: Double) {
    self.init(shape: .scalar, storage: Storage(inMemory: [scalar]))
  }

  /// Makes a tensor of rank 1.
  public init(_ vector: [Double]) {
    self.init(shape: Shape([vector.count]), storage: Storage(inMemory: vector))
  }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The value of a tensor of rank 0.
  public var scalar: Double? { rank == 0 ? self[flat: 0] : nil }

  /// The identity of the block of memory, equal for tensors that share it.
  public var storageID: ObjectIdentifier { ObjectIdentifier(storage) }

  /// Gives the tensor a block of its own, so that it may be written to.
  mutating func makeUnique() throws(TensorError) {
    if !isKnownUniquelyReferenced(&storage) { storage = try storage.copy() }
  }
}
