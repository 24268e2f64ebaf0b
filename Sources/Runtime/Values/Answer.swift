/// A value together with the evidence for it.
///
/// `rank A` shows `2`, behaves as the number 2 in every operation, and has the fields
/// `.tolerance` and `.gap`.
public final class Answer: Sendable {
  /// The value it stands for.
  public let value: Value
  /// The evidence, by name.
  public var fields: [(name: String, value: Value)] { evidence() }
  private let evidence: @Sendable () -> [(name: String, value: Value)]
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
    evidence = { fields }
    self.summary = summary
    self.display = display
    depth = try max(
      Nesting.around(CollectionOfOne(value)), Nesting.around(fields.lazy.map(\.value)))
  }

  /// Makes an answer whose evidence is numbers and tensors, put together when somebody asks for it.
  init(
    value: Value, evidence: @escaping @Sendable () -> [(name: String, value: Value)]
  ) throws(Problem) {
    self.value = value
    self.evidence = evidence
    summary = nil
    display = nil
    depth = try Nesting.around(CollectionOfOne(value))
  }

  /// The evidence with a name.
  public subscript(name: String) -> Value? {
    fields.first { $0.name == name }?.value
  }
}
