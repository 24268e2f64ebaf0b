import Tensors

/// The memory a file is read into, charged to whoever reads it for as long as this lives.
struct HeldMemory {
  private var charges: [MemoryCharge] = []
  private var covered = 0

  /// Charges so much more that so many bytes are covered, at least a megabyte at a time.
  ///
  /// - Throws: `.memoryLimit` where the reader may not hold so much.
  mutating func cover(_ bytes: Int) throws(FormatError.Problem) {
    guard bytes > covered else { return }
    let more = max(bytes - covered, min(covered, 1 << 20))
    do throws(TensorError) {
      if let charge = try MemoryCharge.of(more) { charges.append(charge) }
    } catch {
      throw FormatError.Problem(memory: error, bytes: bytes)
    }
    covered += more
  }
}

extension FormatError.Problem {
  /// The problem that memory gives which was asked for to hold so many bytes of a file.
  init(memory error: TensorError, bytes: Int) {
    switch error {
    case .memoryLimit(let limit): self = .memoryLimit(limit: limit)
    case .interrupted: self = .interrupted
    default: self = .outOfMemory(bytes: bytes)
    }
  }
}
