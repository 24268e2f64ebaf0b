/// The names an imported file binds.
public final class Module: Sendable {
  /// What the importing program calls it.
  public let name: String
  /// Its names and their values, in order of definition.
  public let members: [(name: String, value: Value)]

  init(name: String, members: [(name: String, value: Value)]) {
    self.name = name
    self.members = members
  }

  /// The value of a name.
  public subscript(name: String) -> Value? {
    members.first { $0.name == name }?.value
  }
}
