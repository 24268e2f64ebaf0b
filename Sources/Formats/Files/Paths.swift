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

  /// Where a path leads whose last part may be a link to what is not there: the path itself for what
  /// is no link; nil for links in a circle.
  package static func target(of path: String) -> String? {
    var path = path
    // As many as the system follows.
    for _ in 0..<40 {
      guard isValid(path) else { return nil }
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let length = readlink(path, &buffer, buffer.count)
      guard length >= 0 else { return path }
      let next = String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
      path = next.hasPrefix("/") ? next : "\(folder(of: path))/\(next)"
    }
    return nil
  }
}
