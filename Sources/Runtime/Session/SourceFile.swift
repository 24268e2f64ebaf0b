import Formats
public import Language

/// Where the files of programs are.
enum SourceFile {
  /// Reads a program.
  ///
  /// - Throws: `FormatError` for a file that is missing, a folder, too long or not text, and when it
  ///   is to stop.
  static func read(
    _ path: String, isStopping: @escaping @Sendable () -> Bool
  ) throws(FormatError) -> Source {
    Source(name: path, text: try TextFile.read(path, isInterrupted: isStopping))
  }

  /// The one path that stands for all spellings of it; the path itself when there is no such file.
  static func canonical(_ path: String) -> String { Paths.resolved(path) ?? path }

  /// A canonical path as a message mentions it: from the working folder where it lies below that.
  static func shown(_ path: String) -> String {
    let folder = canonical(".") + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// The path with every `..` and link resolved, if it then lies below a folder.
  ///
  /// Of a file that is not there the folder it would be in is resolved, or the one around that.
  static func path(_ path: String, within folder: String) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    let root = canonical(folder)
    // A path that ends in a slash names a folder, there or not, and says so to the end.
    let end = path.utf8.last == UInt8(ascii: "/") ? "/" : ""
    var known = path
    while known.count > 1, known.last == "/" { known.removeLast() }
    var rest: [Substring] = []
    while known != "/", known != ".", Paths.resolved(known) == nil {
      guard let name = known.split(separator: "/").last, name != "..", name != "." else {
        return nil
      }
      rest.insert(name, at: 0)
      known = Paths.folder(of: known)
    }
    let resolved = ([canonical(known)] + rest.map(String.init)).joined(separator: "/")
    return resolved.hasPrefix(root == "/" ? "/" : root + "/") ? resolved + end : nil
  }

  /// The path as seen from a folder.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }
}

extension Machine {
  /// The path a program means: relative to its own file, or to the session's folder where the
  /// program is not in a file.
  ///
  /// - Throws: `.importFailed` when the session may not touch the file.
  func path(
    _ given: String, for source: Source, use: FileAccess.Use
  ) throws(Problem) -> String {
    guard let base = files.folder else { throw .importFailed(path: given, .forbidden) }
    let isFile = !source.name.hasPrefix("<")
    let path = SourceFile.path(given, in: isFile ? Paths.folder(of: source.name) : base)
    guard case .sandbox(let folder) = files else { return path }
    guard use == .program else { throw .importFailed(path: given, .forbidden) }
    guard let inside = SourceFile.path(path, within: folder) else {
      throw .importFailed(path: given, .outside)
    }
    return inside
  }
}

extension Session {
  /// Where a program is that the session may run, as it may import it.
  ///
  /// - Throws: that the session may not touch the file.
  public func path(ofProgram given: String) throws(Diagnostic) -> String {
    let result: Result<String, Diagnostic>? = withEngine { engine in
      let source = Source(name: "<prompt>", text: "")
      do throws(Problem) {
        return .success(try engine.machine.path(given, for: source, use: .program))
      } catch {
        return .failure(engine.diagnostic(error, source))
      }
    }
    return try (result ?? .success(given)).get()
  }
}

extension FileAccess {
  /// The folder at which the paths of programs start that are in no file; nil when no file may be
  /// touched.
  public var folder: String? {
    switch self {
    case .none: nil
    case .folder(let folder), .sandbox(let folder): folder
    case .all: "."
    }
  }
}
