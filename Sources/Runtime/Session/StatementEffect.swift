import Language

/// What a statement that succeeded did to the session.
public struct StatementEffect: Equatable, Sendable {
  /// What it made of `ans`.
  public enum Answer: Equatable, Sendable {
    /// It showed nothing that `ans` would stand for.
    case kept
    /// It showed a value, as it does in a program, too.
    case shown
    /// It announced what a name was bound to, as only a prompt does.
    case announced(String)
  }

  /// What it made of `ans`.
  public let answer: Answer
  /// The names it bound that have a value now.
  public let names: [String]

  package init(answer: Answer, names: [String]) {
    self.answer = answer
    self.names = names
  }
}

extension Engine {
  /// What the statements of the last program did, one after another, as far as they succeeded.
  var namedEffects: [StatementEffect] {
    let slots = Set(effects.flatMap(\.assigned).filter { machine.globals[$0] != nil })
    var names: [Int: String] = [:]
    for (name, slot) in module.slots where slots.contains(slot) { names[slot] = name }
    return effects.map { effect in
      StatementEffect(answer: effect.answer, names: effect.assigned.compactMap { names[$0] })
    }
  }
}

extension Session {
  /// What the statements of the last program did, one after another, as far as they succeeded.
  public var effects: [StatementEffect] { withEngine(\.namedEffects) ?? [] }
}
