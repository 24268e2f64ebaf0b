import Glibc
import Language

/// Programs in files.
enum SourceFile {
  /// The longest program that is read, in bytes.
  private static let longest = 16 << 20

  /// Reads a program.
  ///
  /// - Throws: `.importFailed` for a file that is missing, a folder, too long or not text.
  static func read(_ path: String) throws(Problem) -> Source {
    // Opening a pipe nobody writes to must not wait for ever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw unreadable(path, errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw unreadable(path, errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw unreadable(path, EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= longest else {
      throw .importFailed(path: path, .notText)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path, errno) }
      if count == 0 { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw .importFailed(path: path, .notText)
    }
    return Source(name: path, text: text)
  }

  /// The one path that stands for all spellings of it; the path itself when there is no such file.
  static func canonical(_ path: String) -> String {
    guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path as seen from a folder.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  /// The folder of a file.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func unreadable(_ path: String, _ code: CInt) -> Problem {
    .importFailed(path: path, .unreadable(String(cString: strerror(code)).lowercased()))
  }
}

extension FileAccess {
  /// The folder relative paths start at; nil when no file may be touched.
  public var folder: String? {
    switch self {
    case .none: nil
    case .folder(let folder): folder
    case .all: "."
    }
  }
}
