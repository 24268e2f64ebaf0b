import Glibc
import Synchronization

/// A block of float64 numbers aligned to a cache line, shared by tensors and copied before a write.
///
/// The block never changes once a tensor that shares it has been handed out, so sharing it between
/// threads is safe; `Tensor.withMutableElements` copies it unless it is uniquely referenced.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let count: Int

  /// The greatest number of bytes in one block, and in all large blocks together: half of what the
  /// process may have.
  ///
  /// The system grants more than the machine has and ends the process later, so the limit is ours.
  static let byteLimit = MachineMemory.total / 2

  /// The bytes of all large blocks that are alive; small ones are too many and too small to count.
  private static let liveBytes = Atomic<Int>(0)
  private static let countedFrom = 1 << 16
  /// From how many bytes on a block is refused when the machine has less than that left.
  private static let askedFrom = 1 << 26

  /// What the block is charged to; nil where nobody counts.
  private let account: MemoryAccount?

  deinit {
    free(base)
    account?.release(byteCount)
    if byteCount >= Storage.countedFrom {
      Storage.liveBytes.wrappingSubtract(byteCount, ordering: .relaxed)
    }
  }

  private var byteCount: Int { count * MemoryLayout<Double>.stride }

  /// Whether a block is subject to the limit on all blocks together.
  enum Claim {
    /// It is refused when they would become too large.
    case limited
    /// The same, but it is no tensor, so that the limit on elements does not matter.
    case scratch
    /// It copies what is in memory already.
    case granted
  }

  /// Counts the bytes of a new block, unless all blocks together would become too large.
  private static func reserve(_ bytes: Int, _ claim: Claim) -> Bool {
    guard bytes >= countedFrom else { return true }
    let total = liveBytes.wrappingAdd(bytes, ordering: .relaxed).newValue
    if total <= byteLimit && isLeft(bytes) || claim == .granted { return true }
    liveBytes.wrappingSubtract(bytes, ordering: .relaxed)
    return false
  }

  /// Whether the machine has room for a new block of so many bytes.
  private static func isLeft(_ bytes: Int) -> Bool {
    guard bytes >= askedFrom, let available = MachineMemory.available else { return true }
    return bytes <= available - MachineMemory.reserve
  }

  /// Makes a block whose elements are not yet set.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  init(count: Int, _ claim: Claim = .limited) throws(TensorError) {
    let stride = MemoryLayout<Double>.stride
    guard count >= 0, count <= Storage.byteLimit / stride else {
      throw .tooLarge(dims: [count], limit: Storage.byteLimit / stride)
    }
    let supervision = Supervision.current
    if let supervision, claim == .limited, count > supervision.elementLimit {
      throw .tooLarge(dims: [count], limit: supervision.elementLimit)
    }
    if let account = supervision?.memory {
      if claim == .granted {
        account.chargeRegardless(count * stride)
      } else if !account.charge(count * stride) {
        throw .memoryLimit(limit: account.limit)
      }
    }
    account = supervision?.memory
    guard Storage.reserve(count * stride, claim) else {
      account?.release(count * stride)
      throw .outOfMemory(bytes: count * stride)
    }
    let lines = (max(count, 1) * stride + Storage.alignment - 1) / Storage.alignment
    guard let block = aligned_alloc(Storage.alignment, lines * Storage.alignment) else {
      if count * stride >= Storage.countedFrom {
        Storage.liveBytes.wrappingSubtract(count * stride, ordering: .relaxed)
      }
      account?.release(count * stride)
      throw .outOfMemory(bytes: lines * Storage.alignment)
    }
    self.base = block.bindMemory(to: Double.self, capacity: max(count, 1))
    self.count = count
  }

  /// Makes a block that holds one value throughout.
  convenience init(count: Int, repeating value: Double) throws(TensorError) {
    try self.init(count: count)
    try fill(with: value)
  }

  /// Sets every element, a stretch at a time.
  ///
  /// - Throws: `.interrupted`.
  func fill(with value: Double) throws(TensorError) {
    for start in Swift.stride(from: 0, to: count, by: Storage.pause) {
      if start > 0 { try Supervision.check() }
      (base + start).initialize(repeating: value, count: min(Storage.pause, count - start))
    }
  }

  /// The elements after which long copying may be interrupted.
  static let pause = 1 << 20

  func copy() throws(TensorError) -> Storage {
    let copy = try Storage(count: count)
    for start in Swift.stride(from: 0, to: count, by: Storage.pause) {
      if start > 0 { try Supervision.check() }
      (copy.base + start).initialize(
        from: base + start, count: min(Storage.pause, count - start))
    }
    return copy
  }

  private static let alignment = 64
}
