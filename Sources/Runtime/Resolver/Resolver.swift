import Language

/// Finds what names mean, before anything runs (language.md §2).
///
/// Only functions, lambdas, comprehensions and modules open a scope. A name that a scope assigns is
/// its own throughout, and starts with the value of the same name around it.
struct Resolver {
  let machine: Machine
  let module: ModuleScope
  /// The names the program assigns at its outermost level.
  let programNames: Set<String>
  /// Those of them that the program binds to functions it writes out.
  let programFunctions: Set<String>

  /// The place of a name in a frame, or nil when nothing has that name.
  ///
  /// - Throws: `.reservedName` when a function mentions `ans`.
  func resolve(_ name: String, in scope: FrameScope) throws(Problem) -> Place? {
    if let place = scope.local(name) { return place }
    if let place = scope.ownPlace(name) { return place }
    if let place = scope.capturedPlace(name) { return place }
    guard let parent = scope.parent else { return global(name) }
    switch try resolve(name, in: parent) {
    case .local(let slot, let fallback):
      return scope.capture(name, from: .local(slot: slot), fallback: fallback)
    case .global(let slot, let fallback):
      // A function made before the program shadows a name keeps the vocabulary's meaning.
      let late: Place.Fallback =
        if case .constant = fallback { fallback } else {
          module.owned[name].map { .global($0) } ?? .none
        }
      return scope.capture(name, from: .global(slot: slot), fallback: late)
    case .ownFunction: return scope.capture(name, from: .ownFunction, fallback: .none)
    case .constant(let value): return .constant(value)
    case .answer: throw .reservedName(name, use: .capture)
    case nil: return nil
    }
  }

  /// The place of a name at the outermost level.
  private func global(_ name: String) -> Place? {
    if name == Resolver.answerName { return .answer }
    let builtin = machine.vocabulary[name]
    if let slot = module.slots[name], programNames.contains(name) || machine.globals[slot] != nil {
      return .global(slot: slot, builtin.map { .constant($0.value) } ?? .none)
    }
    return builtin.map { .constant($0.value) }
  }

  /// The name of the last value shown.
  static let answerName = "ans"

  /// What an unknown name was used as.
  enum Use {
    case callee
    case value
  }

  /// A known name that resembles an unknown one; those of a fitting kind come first.
  func near(_ name: String, in scope: FrameScope, _ use: Use) -> String? {
    let bound = module.names.filter { name in
      programNames.contains(name) || module.slots[name].map { machine.globals[$0] != nil } ?? false
    }
    let known = scope.visibleNames + bound
    let builtin = machine.vocabulary.names
    func isFitting(_ name: String) -> Bool {
      let isCallable =
        programFunctions.contains(name)
        || module.slots[name].flatMap { machine.globals[$0]?.plain.callableName } != nil
        || machine.vocabulary[name]?.value.callableName != nil
      return use == .callee ? isCallable : !isCallable
    }
    return nearest(to: name, among: (known + builtin).filter(isFitting))
      ?? nearest(to: name, among: known) ?? nearestShort(to: name, among: known)
      ?? nearest(to: name, among: builtin)
  }

  /// Gives slots to the names that a scope assigns.
  ///
  /// A name that means something around the scope starts with that value.
  func declareAssigned(_ names: [String], in scope: FrameScope) throws(Problem) {
    for name in names where scope.local(name) == nil {
      guard let parent = scope.parent else { continue }
      switch try resolve(name, in: parent) {
      case .local, .global, .ownFunction:
        if let place = try resolve(name, in: scope) { scope.adopt(name, place: place) }
      case .constant(let value): _ = scope.declare(name, fallback: .constant(value))
      case .answer, nil: _ = scope.declare(name)
      }
    }
  }
}
