import Synchronization

/// The compiled code of a definition or lambda, shared by all closures made of it.
///
/// The frame of a call holds the parameters first, then the captured values and its other names.
final class FunctionCode: @unchecked Sendable {
  /// Different for every function written, and never used again.
  let number = Counter.next()
  let name: String
  let naming: Naming
  let parameters: [FunctionParameter]
  let documentation: String?
  /// Where a call copies the captured values to; as many as the closure has.
  let captureSlots: [Int]
  let slotCount: Int
  let body: CodeInPlace
  let site: Site
  /// The number of leading parameters without a default.
  let requiredCount: Int

  /// Whether the program gave the function a name.
  enum Naming {
    case named
    case anonymous
  }

  init(
    name: String, naming: Naming, parameters: [FunctionParameter], documentation: String?,
    captureSlots: [Int], slotCount: Int, body: Code, site: Site
  ) {
    self.name = name
    self.naming = naming
    self.parameters = parameters
    self.documentation = documentation
    self.captureSlots = captureSlots
    self.slotCount = slotCount
    self.body = CodeInPlace(body)
    self.site = site
    requiredCount = parameters.prefix { !$0.hasDefault }.count
  }

  /// How the function is called, as in `f(x, k = 2)`; one without a name is told by its text.
  var signature: String {
    guard naming == .named else { return name }
    let parts = parameters.map { $0.hasDefault ? "\($0.name) = \($0.defaultText ?? "…")" : $0.name }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }
}

/// A parameter of a function of the program.
struct FunctionParameter: Sendable {
  let name: String
  let hasDefault: Bool
  /// Its default as it is written, where that is short and the same in every call.
  let defaultText: String?
}

/// Numbers that tell apart what is otherwise told apart by its identity alone.
enum Counter {
  private static let last = Atomic<Int>(0)

  /// A number that was not given before.
  static func next() -> Int { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
