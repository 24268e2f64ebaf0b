/// A value together with the evidence for it.
///
/// `rank A` shows `2`, behaves as the number 2 in every operation, and has the fields
/// `.tolerance` and `.gap`.
public final class Answer: Sendable {
  /// The value it stands for.
  public let value: Value
  /// The evidence, by name.
  public var fields: [(name: String, value: Value)] {
    evidence() + readers.map { ($0.name, $0.read()) }
  }
  private let evidence: @Sendable () -> [(name: String, value: Value)]
  private let readers: [Reader]
  /// The answer in one line; nil where the value's own line says it.
  public let summary: String?
  /// The answer at length; nil where the value's own display says it.
  public let display: String?
  let depth: Int

  /// A field that is worked out when it is read.
  struct Reader: Sendable {
    let name: String
    let read: @Sendable () -> Value
  }

  /// Makes an answer.
  ///
  /// - Throws: `.nestedTooDeeply` when its parts are nested to the limit already.
  public init(
    value: Value, fields: [(name: String, value: Value)] = [], summary: String? = nil,
    display: String? = nil
  ) throws(Problem) {
    self.value = value
    evidence = { fields }
    readers = []
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
    readers = []
    summary = nil
    display = nil
    depth = try Nesting.around(CollectionOfOne(value))
  }

  /// Makes an answer some of whose fields are large, and worked out only when they are read.
  ///
  /// Such a field holds at most a list of tuples of tensors.
  init(
    value: Value, fields: [(name: String, value: Value)], reading readers: [Reader],
    summary: String?, display: String?
  ) throws(Problem) {
    self.value = value
    evidence = { fields }
    self.readers = readers
    self.summary = summary
    self.display = display
    depth = try Nesting.around([value] + fields.map(\.value)) + 2
  }

  /// The evidence with a name.
  public subscript(name: String) -> Value? {
    if let reader = readers.first(where: { $0.name == name }) { return reader.read() }
    return evidence().first { $0.name == name }?.value
  }

  /// The names of the fields.
  var names: [String] { evidence().map(\.name) + readers.map(\.name) }
}
