import Language

/// What `:set` changes.
enum Setting: Equatable {
  /// The significant figures of numbers.
  case digits(Int)
  /// When text is coloured.
  case color(ColorWish)
  /// The columns of a line; nil for those of the terminal.
  case width(Int?)

  /// The names of the settings, and words they may be.
  static let words: [(name: String, values: [String])] = [
    ("digits", []), ("color", ["auto", "always", "never"]), ("width", ["auto"]),
  ]

  /// The widths a line may be set to.
  private static let widths = 20...10_000

  /// Reads what follows `:set`.
  static func read(_ text: String) -> PromptCommand {
    let words = text.split { $0.isWhitespace || $0 == "=" }.map(String.init)
    func misused(_ title: String, _ hint: String?) -> PromptCommand {
      .misused(PromptCommand.Misuse(title: title, hint: hint))
    }
    let value = words.count == 2 ? words[1] : nil
    switch words.first {
    case "digits":
      guard let digits = value.flatMap({ Int($0) }), (1...17).contains(digits) else {
        return misused("digits may be 1 to 17", ":set digits 8")
      }
      return .set(.digits(digits))
    case "color", "colour":
      guard let wish = value.flatMap({ ColorWish(rawValue: $0) }) else {
        return misused("color may be auto, always or never", ":set color never")
      }
      return .set(.color(wish))
    case "width":
      if value == "auto" { return .set(.width(nil)) }
      guard let width = value.flatMap({ Int($0) }), widths.contains(width) else {
        return misused(
          "width may be \(widths.lowerBound) to \(widths.upperBound), or auto", ":set width 80")
      }
      return .set(.width(width))
    case let name?:
      let near = nearest(to: name, among: Setting.words.map(\.name))
      return misused(
        "there is no setting \(name)",
        near.map { "did you mean :set \($0)?" } ?? ":set alone lists what can be set")
    case nil: return .settings
    }
  }
}
