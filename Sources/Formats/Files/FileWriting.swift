import Glibc
import Tensors

/// The one door through which bytes leave for files.
package enum FileWriting {
  /// Writes a whole file at once or not at all.
  ///
  /// The bytes go to a new file in the same folder, which takes the place of the old one only when
  /// every byte is on the disk; whatever fails, the old file is kept. A pipe or device is written
  /// to directly, for it has nothing to keep.
  ///
  /// - Throws: `.missing`, `.directory`, `.notPermitted`, `.invalidPath`, `.system`, `.interrupted`.
  static func write(_ bytes: [UInt8], to path: String) throws(FormatError.Problem) {
    guard Paths.isValid(path) else { throw .invalidPath }
    if path.utf8.last == UInt8(ascii: "/") { throw .directory(.write) }
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else {
        throw FileReading.problem(errno, path: path, action: .write)
      }
      // A link that leads nowhere yet stays a link, and what it names is made.
      guard let target = Paths.target(of: path) else { throw .invalidPath }
      return try replace(target, with: bytes, mode: nil)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .directory(.write)
    case S_IFREG:
      // Renaming asks for the folder's permission alone; a file marked read-only stays as it is.
      guard access(path, W_OK) == 0 else { throw .notPermitted(.write) }
      // A link stays a link.
      try replace(Paths.resolved(path) ?? path, with: bytes, mode: status.st_mode & 0o7777)
    default:
      let file = try openedDevice(path, status.st_mode & S_IFMT == S_IFIFO ? .pipe : .other)
      defer { close(file) }
      try writeAll(bytes, to: file)
    }
  }

  /// - Throws: `.interrupted` when the writing is to stop.
  static func checkpoint() throws(FormatError.Problem) {
    if Supervision.isStopping { throw .interrupted }
  }

  private enum DeviceKind {
    case pipe
    case other
  }

  /// Opens a device, or a pipe once somebody reads from it.
  private static func openedDevice(
    _ path: String, _ kind: DeviceKind
  ) throws(FormatError.Problem) -> Int32 {
    while true {
      try checkpoint()
      let file = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
      if file >= 0 { return file }
      guard errno == EINTR || kind == .pipe && errno == ENXIO else {
        throw FileReading.problem(errno, path: path, action: .write)
      }
      poll(nil, 0, 20)
    }
  }

  /// Puts a file with these bytes in the place of what the path names, whole or not at all.
  ///
  /// - Parameter mode: the permissions it has; by default those of any new file.
  /// - Throws: `.missing`, `.notPermitted`, `.system`, `.interrupted`.
  package static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32?
  ) throws(FormatError.Problem) {
    let (file, temporary) = try temporaryFile(beside: path, mode: mode ?? 0o666)
    var isOpen = true
    do throws(FormatError.Problem) {
      try writeAll(bytes, to: file)
      if let mode { fchmod(file, mode) }
      guard fsync(file) == 0 else { throw .system(.write, code: errno) }
      isOpen = false
      guard close(file) == 0 else { throw .system(.write, code: errno) }
      guard rename(temporary, path) == 0 else {
        throw FileReading.problem(errno, path: path, action: .write)
      }
    } catch {
      if isOpen { close(file) }
      unlink(temporary)
      throw error
    }
  }

  /// Opens a new file whose name no other file in the folder has.
  private static func temporaryFile(
    beside path: String, mode: mode_t
  ) throws(FormatError.Problem) -> (file: Int32, path: String) {
    let folder = Paths.folder(of: path)
    for attempt in 0..<1000 {
      let temporary = "\(folder)/.mfl-\(getpid())-\(attempt).tmp"
      let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if file >= 0 { return (file, temporary) }
      guard errno == EEXIST else {
        throw FileReading.problem(errno, path: path, action: .write)
      }
    }
    throw .system(.write, code: EEXIST)
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) throws(FormatError.Problem) {
    var start = 0
    while start < bytes.count {
      try checkpoint()
      let end = min(start + (1 << 20), bytes.count)
      let count = bytes[start..<end].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var waiting = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
          poll(&waiting, 1, 20)
          continue
        default: throw .system(.write, code: errno)
        }
      }
      start += count
    }
  }
}
