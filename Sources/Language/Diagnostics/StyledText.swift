/// Text put together from pieces in the colours of a diagnostic, or in none.
struct StyledText {
  /// What a piece is, which decides its colour.
  enum Style {
    case ordinary
    case strong
    case error
    case frame
    case secondary
    case hint

    fileprivate var escape: String {
      switch self {
      case .ordinary: ""
      case .strong: "\u{1B}[1m"
      case .error: "\u{1B}[1;31m"
      case .frame, .secondary: "\u{1B}[34m"
      case .hint: "\u{1B}[32m"
      }
    }
  }

  private(set) var text = ""
  private let color: DiagnosticRenderer.Color

  init(color: DiagnosticRenderer.Color) {
    self.color = color
  }

  mutating func append(_ piece: String, _ style: Style = .ordinary) {
    switch color {
    case .ansi where style != .ordinary && !piece.isEmpty:
      text += style.escape + piece + "\u{1B}[0m"
    case .ansi, .plain:
      text += piece
    }
  }

  mutating func endLine() {
    // A line of an excerpt may be empty or end in blanks the user typed.
    while text.last == " " { text.removeLast() }
    text += "\n"
  }
}
