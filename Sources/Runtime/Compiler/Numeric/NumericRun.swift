/// The run of a function that computes only with numbers: its stack, and whether it was given up.
///
/// Such code has no effect but its value, so it can be given up anywhere: for an interruption, for too
/// many calls, for a bound that is no whole number. The function is then run from its beginning as any
/// other is, which meets the same trouble and says what it is.
final class NumericRun {
  /// The numbers of the running calls.
  private let slots: UnsafeMutablePointer<Double>
  private let capacity: Int
  private var top = 0
  private let machine: Unmanaged<Machine>
  private var depth = 0
  private var depthLimit = 0
  /// Whether nothing that is computed counts any more.
  private(set) var isGivenUp = false
  /// What a `return` left.
  var returned = 0.0

  init(_ machine: Machine) {
    self.machine = .passUnretained(machine)
    capacity = 1 << 20
    slots = .allocate(capacity: capacity)
  }

  deinit { slots.deallocate() }

  /// Makes ready for a call from outside, at a depth of calls.
  func begin(depthLeft: Int) {
    top = 0
    depth = 0
    depthLimit = depthLeft
    isGivenUp = false
  }

  /// Gives up.
  func giveUp() { isGivenUp = true }

  /// Whether a loop may go on.
  @inline(__always)
  var mayGoOn: Bool {
    if machine._withUnsafeGuaranteedRef({ $0.mustPoll }) { isGivenUp = true }
    return !isGivenUp
  }

  /// Opens the frame of a call; nil when the run is given up.
  @inline(__always)
  func enter(_ count: Int) -> UnsafeMutablePointer<Double>? {
    guard mayGoOn, depth < depthLimit, top + count <= capacity,
      machine._withUnsafeGuaranteedRef({ $0.stackGuard.hasRoom })
    else {
      isGivenUp = true
      return nil
    }
    depth += 1
    let frame = slots + top
    top += count
    return frame
  }

  /// Closes it.
  @inline(__always)
  func leave(_ count: Int) {
    depth -= 1
    top -= count
  }
}
