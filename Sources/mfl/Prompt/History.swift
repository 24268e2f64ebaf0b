import CReadline
import Glibc

/// What was typed in earlier sessions, in a file that grows entry by entry.
struct History {
  /// How many entries of earlier sessions are recalled.
  private static let recalled: Int32 = 10_000

  private let path: String

  /// Recalls the entries of a file, which is made if there is none; nil when that cannot be done.
  init?(path: String) {
    guard History.makeFolders(above: path) else { return nil }
    let file = open(path, O_CREAT | O_RDONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    close(file)
    self.path = path
    guard read_history(path) == 0 else { return nil }
    if mfl_history_count() > 2 * History.recalled { history_truncate_file(path, History.recalled) }
  }

  /// Adds the newest entry to the file.
  func append() {
    append_history(1, path)
  }

  /// `$XDG_STATE_HOME/mfl/history`, by default `~/.local/state/mfl/history`.
  static var standardPath: String? {
    // The specification has relative paths ignored.
    if let state = Terminal.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/mfl/history"
    }
    return Terminal.environment("HOME").map { $0 + "/.local/state/mfl/history" }
  }

  private static func makeFolders(above path: String) -> Bool {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      end = slash
      if mkdir(String(path[..<end]), 0o700) != 0, errno != EEXIST { return false }
    }
    return true
  }
}
