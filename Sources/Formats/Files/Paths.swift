import Glibc

/// What a path says by itself, and where it leads.
package enum Paths {
  /// Whether the system can be asked about a path at all.
  package static func isValid(_ path: String) -> Bool {
    !path.isEmpty && path.utf8.count < Int(PATH_MAX) && !path.utf8.contains(0)
  }

  /// The folder a path lies in, `.` when it names none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The one path that stands for all spellings of it, links followed; nil when nothing is there.
  package static func resolved(_ path: String) -> String? {
    guard isValid(path), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
