import Glibc
import Language

/// What the command knows about the terminal it may be talking to.
enum Terminal {
  /// A standard stream by its number.
  enum Stream: Int32 {
    case input = 0
    case output = 1
    case errors = 2

    /// Whether a person is at the other end.
    var isTerminal: Bool { isatty(rawValue) == 1 }
  }

  /// The columns and lines of the terminal behind standard output; nil where there is none.
  static var size: (width: Int, height: Int)? {
    var size = winsize()
    guard Stream.output.isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    // Terminals that do not know their size say 0.
    return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// Whether the terminal can do more than print lines.
  static var isCapable: Bool {
    let name = environment("TERM")
    return name != nil && name != "dumb"
  }

  /// The value of an environment variable; nil when it is not set or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The folder an XDG variable names, or by default one in the home folder; nil where there is
  /// neither.
  static func folder(_ variable: String, orInHome standard: String) -> String? {
    // The specification has relative paths ignored.
    if let folder = environment(variable), folder.hasPrefix("/") { return folder }
    return environment("HOME").map { "\($0)/\(standard)" }
  }

  /// Whether the prompt is in colour under the user's wish.
  static func textColor(_ wish: ColorWish) -> TextColor {
    switch color(wish, on: .output) {
    case .plain: .plain
    case .ansi: .colored
    }
  }

  /// The colour for a stream under the user's wish; https://no-color.org is heeded.
  static func color(_ wish: ColorWish, on stream: Stream) -> DiagnosticRenderer.Color {
    switch wish {
    case .always: return .ansi
    case .never: return .plain
    case .auto:
      let isWelcome = environment("NO_COLOR") == nil && isCapable
      return isWelcome && stream.isTerminal ? .ansi : .plain
    }
  }
}
