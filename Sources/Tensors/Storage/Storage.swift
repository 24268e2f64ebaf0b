import Glibc
import Synchronization

/// A block of float64 numbers aligned to a cache line, shared by tensors and copied before a write.
///
/// The block never changes once a tensor that shares it has been handed out, so sharing it between
/// threads is safe; `Tensor.withMutableElements` copies it unless it is uniquely referenced.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let count: Int

  /// The greatest number of bytes in one block, and in all large blocks together: half of physical
  /// memory.
  ///
  /// The system grants more than the machine has and ends the process later, so the limit is ours.
  static let byteLimit: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: size)
    guard pages > 0, size > 0, !overflow else { return 1 << 30 }
    return bytes / 2
  }()

  /// The bytes of all large blocks that are alive; small ones are too many and too small to count.
  private static let liveBytes = Atomic<Int>(0)
  private static let countedFrom = 1 << 16

  deinit {
    free(base)
    if byteCount >= Storage.countedFrom {
      Storage.liveBytes.wrappingSubtract(byteCount, ordering: .relaxed)
    }
  }

  private var byteCount: Int { count * MemoryLayout<Double>.stride }

  /// Whether a block is subject to the limit on all blocks together.
  enum Claim {
    /// It is refused when they would become too large.
    case limited
    /// It copies what is in memory already.
    case granted
  }

  /// Counts the bytes of a new block, unless all blocks together would become too large.
  private static func reserve(_ bytes: Int, _ claim: Claim) -> Bool {
    guard bytes >= countedFrom else { return true }
    let total = liveBytes.wrappingAdd(bytes, ordering: .relaxed).newValue
    if total <= byteLimit || claim == .granted { return true }
    liveBytes.wrappingSubtract(bytes, ordering: .relaxed)
    return false
  }

  /// Makes a block whose elements are not yet set.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  init(count: Int, _ claim: Claim = .limited) throws(TensorError) {
    let stride = MemoryLayout<Double>.stride
    guard count >= 0, count <= Storage.byteLimit / stride else {
      throw .tooLarge(dims: [count], limit: Storage.byteLimit / stride)
    }
    guard Storage.reserve(count * stride, claim) else { throw .outOfMemory(bytes: count * stride) }
    let lines = (max(count, 1) * stride + Storage.alignment - 1) / Storage.alignment
    guard let block = aligned_alloc(Storage.alignment, lines * Storage.alignment) else {
      if count * stride >= Storage.countedFrom {
        Storage.liveBytes.wrappingSubtract(count * stride, ordering: .relaxed)
      }
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
