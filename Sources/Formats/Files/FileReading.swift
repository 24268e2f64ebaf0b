import Glibc

/// The one door through which bytes of files enter.
enum FileReading {
  /// Reads a whole file.
  ///
  /// Pipes and devices are read until they end, so a shell's `<(…)` works; waiting for them can be
  /// interrupted, and one that never ends stops at the limit.
  ///
  /// - Throws: `.missing`, `.directory`, `.notPermitted`, `.tooLarge`, `.interrupted`, `.system`.
  static func bytes(
    at path: String, limits: ReadingLimits
  ) throws(FormatError.Problem) -> [UInt8] {
    var held = HeldMemory()
    return try bytes(at: path, limits: limits, held: &held)
  }

  /// Reads a whole file into memory that is charged to the reader for as long as `held` lives.
  ///
  /// - Throws: as above; `.memoryLimit`.
  static func bytes(
    at path: String, limits: ReadingLimits, held: inout HeldMemory
  ) throws(FormatError.Problem) -> [UInt8] {
    let (file, size) = try openFile(path)
    defer { close(file) }
    if let size, size > limits.bytes { throw .tooLarge(bytes: size, limit: limits.bytes) }
    return try drain(file, size: size, limits: limits, held: &held)
  }

  /// Reads standard input up to its end.
  ///
  /// - Throws: `.tooLarge`, `.interrupted`, `.system`.
  static func standardInput(limits: ReadingLimits) throws(FormatError.Problem) -> [UInt8] {
    var held = HeldMemory()
    return try drain(STDIN_FILENO, size: nil, limits: limits, held: &held)
  }

  /// Finds out whether a file could be read, without reading it.
  ///
  /// - Throws: `.missing`, `.directory`, `.notPermitted`, `.system`.
  static func check(_ path: String) throws(FormatError.Problem) {
    close(try openFile(path).file)
  }

  /// Opens a file and tells its size, where it has one.
  private static func openFile(
    _ path: String
  ) throws(FormatError.Problem) -> (file: Int32, size: Int?) {
    guard Paths.isValid(path) else { throw .invalidPath }
    // Without O_NONBLOCK, opening a pipe nobody writes to would wait forever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw problem(errno, path: path, action: .read) }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      let code = errno
      close(file)
      throw .system(.read, code: code)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      close(file)
      throw .directory(.read)
    case S_IFREG: return (file, Int(status.st_size))
    default: return (file, nil)
    }
  }

  /// Reads up to the end of a file, or of a pipe or device, which has no size.
  private static func drain(
    _ file: Int32, size: Int?, limits: ReadingLimits, held: inout HeldMemory
  ) throws(FormatError.Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    try held.cover(size ?? 0)
    bytes.reserveCapacity(size ?? 0)
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      try limits.checkpoint()
      // A pipe whose writer has not come yet would read as empty.
      if size == nil, !hasNews(file) { continue }
      let count = Glibc.read(file, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        switch errno {
        case EINTR, EAGAIN: continue
        default: throw .system(.read, code: errno)
        }
      }
      if count > limits.bytes - bytes.count { throw .tooLarge(bytes: nil, limit: limits.bytes) }
      try held.cover(bytes.count + count)
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  /// Waits a moment for bytes, the end, or an error.
  private static func hasNews(_ file: Int32) -> Bool {
    var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 20) != 0 && waiting.revents != 0
  }

  /// The facts behind an error number of the system.
  static func problem(
    _ code: Int32, path: String, action: FormatError.Action
  ) -> FormatError.Problem {
    switch code {
    case ENOENT, ENOTDIR:
      let folder = Paths.folder(of: path)
      return .missing(folder: access(folder, F_OK) == 0 ? nil : folder)
    case EACCES, EPERM, EROFS: return .notPermitted(action)
    case EISDIR: return .directory(action)
    case ENAMETOOLONG, ELOOP: return .invalidPath
    default: return .system(action, code: code)
    }
  }
}
