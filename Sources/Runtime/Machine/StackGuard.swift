import CStack

/// How far the stack of the current thread may still grow.
struct StackGuard {
  /// What is kept for the code that runs between two checks, kernels included, and for the frames
  /// below the place where the guard was made.
  private static let reserve = 256 << 10

  private let lowest: UInt

  /// A guard for the thread it is made on, near the foot of a stack of `size` bytes.
  init(stackSize size: Int) {
    lowest = UInt(mfl_frame_address()) &- UInt(max(size - StackGuard.reserve, 0))
  }

  /// Whether the reserve is untouched.
  @inline(__always)
  var hasRoom: Bool { UInt(mfl_frame_address()) > lowest }
}
