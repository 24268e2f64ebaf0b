import Glibc

/// A block of float64 numbers aligned to a cache line, shared by tensors and copied before a write.
///
/// The block never changes once a tensor that shares it has been handed out, so sharing it between
/// threads is safe; `Tensor.withMutableElements` copies it unless it is uniquely referenced.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let count: Int

  /// The greatest block in bytes: half of physical memory.
  ///
  /// The system grants more than the machine has and ends the process later, so the limit is ours.
  static let byteLimit: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: size)
    guard pages > 0, size > 0, !overflow else { return 1 << 30 }
    return bytes / 2
  }()

  deinit { free(base) }

  /// Makes a block whose elements are not yet set.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  init(count: Int) throws(TensorError) {
    let stride = MemoryLayout<Double>.stride
    guard count >= 0, count <= Storage.byteLimit / stride else {
      throw .tooLarge(dims: [count], limit: Storage.byteLimit / stride)
    }
    let lines = (max(count, 1) * stride + Storage.alignment - 1) / Storage.alignment
    guard let block = aligned_alloc(Storage.alignment, lines * Storage.alignment) else {
      throw .outOfMemory(bytes: lines * Storage.alignment)
    }
    self.base = block.bindMemory(to: Double.self, capacity: max(count, 1))
    self.count = count
  }

  /// Makes a block that holds one value throughout.
  convenience init(count: Int, repeating value: Double) throws(TensorError) {
    try self.init(count: count)
    base.initialize(repeating: value, count: count)
  }

  func copy() throws(TensorError) -> Storage {
    let copy = try Storage(count: count)
    copy.base.initialize(from: base, count: count)
    return copy
  }

  private static let alignment = 64
}
