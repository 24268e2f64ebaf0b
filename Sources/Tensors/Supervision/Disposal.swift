/// What takes so long to free that nobody should wait for it, such as the tree of a long program.
///
/// Whoever makes it keeps it here too, so that no reference elsewhere is the last one.
package final class Disposal {
  /// Something that is kept, of whatever type.
  private class Kept {}

  private final class KeptValue<Value>: Kept {
    private let value: Value

    init(_ value: Value) { self.value = value }
  }

  /// One reference on its way to the thread that gives it up.
  private struct Reference: @unchecked Sendable {
    let kept: Unmanaged<Kept>
  }

  private var references: [Reference] = []

  /// Nothing kept.
  package init() {}

  deinit { empty() }

  /// Keeps something until `empty`.
  package func keep<Value>(_ value: Value) {
    references.append(Reference(kept: .passRetained(KeptValue(value))))
  }

  /// Frees on a helper thread what was kept, once nothing else refers to it.
  package func empty() {
    guard !references.isEmpty else { return }
    let references = references
    self.references = []
    LongWork.leaveBehind { for reference in references { reference.kept.release() } }
  }
}
