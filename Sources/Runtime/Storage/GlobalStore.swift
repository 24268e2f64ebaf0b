import Glibc
import Synchronization

/// A slot of the outermost level, kept by whoever may still read it; without them it is used again.
final class GlobalSlot: Sendable {
  let index: Int
  private let released: ReleasedSlots

  fileprivate init(index: Int, _ released: ReleasedSlots) {
    self.index = index
    self.released = released
  }

  deinit { released.add(index) }
}

/// The slots nobody keeps any more: the last reference may be dropped on whatever thread.
private final class ReleasedSlots: Sendable {
  private let slots = Mutex<[Int]>([])

  func add(_ slot: Int) { slots.withLock { $0.append(slot) } }

  /// Those there are, which are not given again.
  func take() -> [Int] {
    slots.withLock { slots in
      defer { slots = [] }
      return slots
    }
  }
}

/// The values of the names at the outermost level of programs and imported files.
final class GlobalStore {
  private let slots: UnsafeMutablePointer<Value?>
  /// How many slots have ever been used, and are therefore initialised.
  private(set) var count = 0
  /// More names than any program needs; the memory is touched only as names are added.
  let capacity: Int
  private let released = ReleasedSlots()
  /// Those of them that can be used again.
  private var free: [Int] = []

  init() { (slots, capacity) = UnsafeMutablePointer<Value?>.granted(1 << 20) }

  deinit {
    slots.deinitialize(count: count)
    Glibc.free(slots)
  }

  /// Adds an empty slot; nil when there are too many.
  func add() -> GlobalSlot? {
    if let slot = free.popLast() { return GlobalSlot(index: slot, released) }
    guard count < capacity else { return nil }
    (slots + count).initialize(to: nil)
    count += 1
    return GlobalSlot(index: count - 1, released)
  }

  /// Drops the values that nobody can read any more.
  func reclaim() {
    while true {
      // Values that are dropped may be the last to keep other slots.
      let taken = released.take()
      if taken.isEmpty { return }
      for slot in taken {
        self[slot] = nil
        free.append(slot)
      }
    }
  }

  /// Drops all values, which may refer to the store in turn.
  func clear() {
    for slot in 0..<count { self[slot] = nil }
  }

  subscript(slot: Int) -> Value? {
    @inline(__always) get { slots[slot] }
    @inline(__always) set { slots.put(newValue, in: slot) }
  }

  /// The number in a slot, if it holds one.
  @inline(__always)
  func number(_ slot: Int) -> Double? {
    if case .number(let number)? = slots[slot] { number } else { nil }
  }
}
