import Language

/// The names at the outermost level of a session or of one imported file, whose slots it owns
/// together with the functions that mention them.
final class ModuleScope {
  /// The global slot of each name; a slot may be empty.
  private(set) var slots: [String: Int] = [:]
  /// What keeps the slots.
  private(set) var owned: [String: GlobalSlot] = [:]
  /// The names in the order in which they were first bound.
  private(set) var names: [String] = []

  /// The slot of a name, made if need be; nil when there are too many.
  func declare(_ name: String, in globals: GlobalStore) -> Int? {
    if let slot = slots[name] { return slot }
    guard let own = globals.add() else { return nil }
    let slot = own.index
    owned[name] = own
    slots[name] = slot
    names.append(name)
    return slot
  }

  /// The names that have a value, with their values.
  func members(in globals: GlobalStore) -> [(name: String, value: Value)] {
    names.compactMap { name in
      slots[name].flatMap { globals[$0] }.map { (name, $0) }
    }
  }
}

/// The names of one frame: of a function, or of a program's outermost level.
///
/// A comprehension opens a block of names within the frame it runs in.
final class FrameScope {
  /// The frame the function is made in; nil for a program.
  let parent: FrameScope?
  /// What the innermost enclosing thing is called, for diagnostics.
  let name: String
  private(set) var slotCount = 0
  /// What a new function copies, in order, and the slots of its frame that receive it.
  private(set) var captures: [(source: CaptureSource, slot: Int)] = []
  private let selfName: String?
  private var blocks: [[String: Place]] = [[:]]
  private var captured: [String: Place] = [:]
  /// Loops around the code being compiled, within this frame.
  var loopDepth = 0
  /// Whether code of the frame compiled so far has blocks inside expressions, from which control
  /// may leave by unwinding.
  var mayUnwind = false

  init(parent: FrameScope?, name: String, selfName: String? = nil) {
    self.parent = parent
    self.name = name
    self.selfName = selfName
  }

  /// A slot without a name.
  func addSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  /// Gives a name a slot in the innermost block.
  func declare(_ name: String, fallback: Place.Fallback = .none) -> Int {
    let slot = addSlot()
    blocks[blocks.count - 1][name] = .local(slot: slot, fallback)
    return slot
  }

  /// Makes an existing capture the place of a local name that starts with the captured value.
  func adopt(_ name: String, place: Place) { blocks[blocks.count - 1][name] = place }

  func openBlock() { blocks.append([:]) }

  func closeBlock() { blocks.removeLast() }

  /// Whether a name is known within the frame itself.
  func local(_ name: String) -> Place? {
    for block in blocks.reversed() {
      if let place = block[name] { return place }
    }
    return nil
  }

  /// The place of the function's own name.
  func ownPlace(_ name: String) -> Place? {
    name == selfName ? .ownFunction : nil
  }

  /// The place of a name captured already.
  func capturedPlace(_ name: String) -> Place? { captured[name] }

  /// Captures a value of the frame around.
  func capture(_ name: String, from source: CaptureSource, fallback: Place.Fallback) -> Place {
    let slot = addSlot()
    captures.append((source, slot))
    let place = Place.local(slot: slot, fallback)
    captured[name] = place
    return place
  }

  /// Every name visible in the frame and around it.
  var visibleNames: [String] {
    blocks.flatMap(\.keys) + (selfName.map { [$0] } ?? []) + (parent?.visibleNames ?? [])
  }
}
