import Glibc

extension UnsafeMutablePointer<Value?> {
  /// Room for so many slots, or for the half, the quarter and so on where the system grants no more;
  /// to be given back by `free`.
  static func granted(_ wanted: Int) -> (slots: Self, capacity: Int) {
    var capacity = min(max(wanted, 1), Int.max / MemoryLayout<Value?>.stride)
    while true {
      if let memory = malloc(capacity * MemoryLayout<Value?>.stride) {
        return (memory.bindMemory(to: Value?.self, capacity: capacity), capacity)
      }
      // Where not even this can be had, nothing can.
      guard capacity > 1 else { preconditionFailure("there is no memory at all") }
      capacity /= 2
    }
  }

  /// Replaces the value of a slot; a number has nothing to be released.
  @inline(__always)
  func put(_ value: Value?, in slot: Int) {
    if case .number? = self[slot] {
      (self + slot).initialize(to: value)
    } else {
      self[slot] = value
    }
  }
}
