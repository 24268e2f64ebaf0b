import Formats
import Glibc

/// What was typed in earlier conversations, in a file that grows entry by entry.
///
/// The file is the one readline and bash write: a line `#` with the time, then the entry, which may
/// have several lines. Conversations that go on at the same time share it: an entry is one write to
/// its end under a lock, and a file that is cut takes the old one's place under the same lock, so
/// that no entry of anyone is lost.
struct HistoryFile {
  /// How many entries of earlier conversations are recalled.
  static let recalledCount = 10_000
  /// The most bytes that are read of a file.
  private static let readLimit = 32 << 20

  /// Where it is, links followed.
  let path: String

  /// The file at a path, which is made if there is none.
  ///
  /// - Throws: why it cannot be kept.
  init(path: String) throws(HistoryProblem) {
    try HistoryFile.makeFolders(above: path)
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard file >= 0 else { throw HistoryProblem(path: path, code: errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw HistoryProblem(path: path, code: EINVAL)
    }
    self.path = Paths.resolved(path) ?? path
  }

  /// The entries to recall, the oldest first; a file grown far beyond them is cut.
  func recalled() -> [String] {
    withFile { file, isLocked in
      let entries = HistoryText.entries(in: HistoryFile.end(of: file, HistoryFile.readLimit))
      let kept = Array(entries.suffix(HistoryFile.recalledCount))
      if isLocked, entries.count > 2 * HistoryFile.recalledCount { replace(with: kept) }
      return kept
    } ?? []
  }

  /// Adds an entry to the file, unless it is the newest there.
  func append(_ entry: String) {
    guard !entry.isEmpty else { return }
    let record = HistoryText.record(of: entry, time: time(nil))
    _ = withFile { file, _ in
      let newest = HistoryFile.end(of: file, record.count + 64)
      guard HistoryText.newest(in: newest) != HistoryText.newest(in: record) else { return }
      // A conversation that was killed may have left half a line.
      let isWhole = newest.isEmpty || newest.last == UInt8(ascii: "\n")
      let bytes = isWhole ? record : [UInt8(ascii: "\n")] + record
      _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }
  }

  /// Does something with the file, which nobody else changes meanwhile.
  ///
  /// Where the lock is not to be had in a fifth of a second, `isLocked` is false; an append is safe
  /// all the same, for it is one write.
  private func withFile<Result>(_ body: (_ file: Int32, _ isLocked: Bool) -> Result) -> Result? {
    for _ in 0..<50 {
      let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard file >= 0 else { return nil }
      defer { close(file) }
      let isLocked = HistoryFile.lock(file)
      // Whoever held the lock may have put another file in the place of this one.
      if HistoryFile.isSame(file, as: path) { return body(file, isLocked) }
    }
    return nil
  }

  private static func lock(_ file: Int32) -> Bool {
    for _ in 0..<40 {
      if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(5_000)
    }
    return false
  }

  private static func isSame(_ file: Int32, as path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(file, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// The last bytes of a file.
  private static func end(of file: Int32, _ limit: Int) -> [UInt8] {
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size > 0 else { return [] }
    let start = max(Int(status.st_size) - limit, 0)
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) - start)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        pread(file, buffer.baseAddress?.advanced(by: count), buffer.count - count, start + count)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      count += got
    }
    return Array(bytes[..<count])
  }

  /// Puts a file with these entries in the place of the old one; what fails leaves the old one.
  private func replace(with entries: [String]) {
    let now = time(nil)
    let bytes = entries.flatMap { HistoryText.record(of: $0, time: now) }
    try? FileWriting.replace(path, with: bytes, mode: 0o600)
  }

  /// `$XDG_STATE_HOME/mfl/history`, by default `~/.local/state/mfl/history`.
  static var standardPath: String? {
    Terminal.folder("XDG_STATE_HOME", orInHome: ".local/state").map { $0 + "/mfl/history" }
  }

  private static func makeFolders(above path: String) throws(HistoryProblem) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      end = slash
      let folder = String(path[..<end])
      guard mkdir(folder, 0o700) != 0 else { continue }
      let code = errno
      if code != EEXIST, access(folder, X_OK) != 0 {
        throw HistoryProblem(path: path, code: code)
      }
    }
  }
}

/// Why there is no history.
struct HistoryProblem: Error {
  let path: String
  let code: CInt

  /// What is said about it.
  var message: String {
    let reason = code == EINVAL ? "it is no ordinary file" : String(cString: strerror(code))
    return "what is typed here is not kept: \(path): \(reason.lowercased())"
  }
}
