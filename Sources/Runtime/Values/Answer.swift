/// A value together with the evidence for it.
///
/// `rank A` shows `2`, behaves as the number 2 in every operation, and has the fields
/// `.tolerance` and `.gap`.
public final class Answer: Sendable {
  /// The value it stands for.
  public let value: Value
  /// The evidence, by name.
  public let fields: [(name: String, value: Value)]
  /// The answer in one line; nil where the value's own line says it.
  public let summary: String?
  /// The answer at length; nil where the value's own display says it.
  public let display: String?
  let depth: Int

  /// Makes an answer.
  ///
  /// - Throws: `.nestedTooDeeply` when its parts are nested to the limit already.
  public init(
    value: Value, fields: [(name: String, value: Value)] = [], summary: String? = nil,
    display: String? = nil
  ) throws(Problem) {
    self.value = value
    self.fields = fields
    self.summary = summary
    self.display = display
    depth = try max(
      Nesting.around(CollectionOfOne(value)), Nesting.around(fields.lazy.map(\.value)))
  }

  /// The evidence with a name.
  public subscript(name: String) -> Value? {
    fields.first { $0.name == name }?.value
  }
}
