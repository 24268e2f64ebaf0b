import Glibc

/// The slots of one function call: a window into the frame stack.
///
/// Compiled code receives the frame as an argument, so reading a slot is one load. A slot that has
/// no value yet is nil.
struct Frame {
  fileprivate let slots: UnsafeMutablePointer<Value?>
  /// The function that runs in the frame, which whoever called it keeps alive; nil at the outermost
  /// level of a program.
  let running: Unmanaged<Closure>?

  /// The function that runs in the frame, by which it calls itself.
  @inline(__always)
  var function: Closure? { running?.takeUnretainedValue() }

  /// Puts a value into a slot that is empty.
  @inline(__always)
  func fill(_ slot: Int, with value: consuming Value) { (slots + slot).initialize(to: value) }

  /// Puts values into slots.
  @inline(never)
  func fill(_ slots: [Int], with values: [Value?]) {
    for (slot, value) in zip(slots, values) { self[slot] = value }
  }

  /// The number in a slot, if it holds one.
  @inline(__always)
  func number(_ slot: Int) -> Double? {
    if case .number(let number)? = slots[slot] { number } else { nil }
  }

  subscript(slot: Int) -> Value? {
    @inline(__always) get { slots[slot] }
    @inline(__always) nonmutating set { slots.put(newValue, in: slot) }
  }
}

/// The one contiguous stack that holds the slots of every running call.
///
/// Its address never changes, so frames stay valid while calls nest; memory the program never
/// reaches is never touched. Slots above `top` are always nil.
final class FrameStack {
  private let slots: UnsafeMutablePointer<Value?>
  /// How many slots there are.
  let capacity: Int
  /// How many slots have ever been used, and are therefore initialised.
  private var initialized = 0
  private var top = 0

  /// A stack of so many slots, or of as many as the system grants.
  init(capacity: Int) { (slots, self.capacity) = UnsafeMutablePointer<Value?>.granted(capacity) }

  deinit {
    slots.deinitialize(count: initialized)
    free(slots)
  }

  /// Opens a frame of `count` empty slots; nil when the stack is full.
  @inline(__always)
  func push(_ count: Int, running closure: Closure?) -> Frame? {
    let end = top + count
    if end > initialized {
      guard end <= capacity else { return nil }
      (slots + initialized).initialize(repeating: nil, count: end - initialized)
      initialized = end
    }
    let frame = Frame(slots: slots + top, running: closure.map { .passUnretained($0) })
    top = end
    return frame
  }

  /// Closes the innermost frame, which has `count` slots.
  @inline(__always)
  func pop(_ count: Int) {
    for slot in top - count..<top { slots[slot] = nil }
    top -= count
  }
}
