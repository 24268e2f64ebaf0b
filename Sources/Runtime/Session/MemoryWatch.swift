import Tensors

/// Notices that the process takes the last memory of the machine, from the thread that waits for it.
///
/// The limits on tensors, lists and strings bound each of them. What a program holds in all is seen
/// by the system alone, which ends the process, or begins to swap, when there is too much of it.
struct MemoryWatch {
  /// What the process held when there was still room.
  private var before: Int?

  /// How much more it may take once there is none: what others need is not its fault.
  private static let growth = 64 << 20

  /// Whether the process has gone on growing though the machine has only its reserve left.
  mutating func isRunningOut() -> Bool {
    guard let resident = MachineMemory.resident, let available = MachineMemory.available else {
      return false
    }
    guard let before, available < MachineMemory.reserve else {
      self.before = resident
      return false
    }
    return resident - before > MemoryWatch.growth
  }
}
