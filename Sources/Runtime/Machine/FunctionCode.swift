/// The compiled code of a definition or lambda, shared by all closures made of it.
///
/// The frame of a call holds the parameters first, then the captured values, then the function
/// itself if its body mentions it, then its other names.
final class FunctionCode: @unchecked Sendable {
  let name: String
  let parameters: [FunctionParameter]
  let documentation: String?
  /// Where a call copies the captured values to; as many as the closure has.
  let captureSlots: [Int]
  /// Where a call puts the closure itself.
  let selfSlot: Int?
  let slotCount: Int
  let body: Code
  let site: Site
  /// The number of leading parameters without a default.
  let requiredCount: Int

  init(
    name: String, parameters: [FunctionParameter], documentation: String?, captureSlots: [Int],
    selfSlot: Int?, slotCount: Int, body: @escaping Code, site: Site
  ) {
    self.name = name
    self.parameters = parameters
    self.documentation = documentation
    self.captureSlots = captureSlots
    self.selfSlot = selfSlot
    self.slotCount = slotCount
    self.body = body
    self.site = site
    requiredCount = parameters.prefix { !$0.hasDefault }.count
  }

  /// How the function is called: `f(x, k: …)`.
  var signature: String {
    "\(name)(\(parameters.map { $0.hasDefault ? "\($0.name) = …" : $0.name }.joined(separator: ", ")))"
  }
}

/// A parameter of a function of the program.
struct FunctionParameter: Sendable {
  let name: String
  let hasDefault: Bool
}
