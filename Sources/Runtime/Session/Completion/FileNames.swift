import Glibc

/// The names of files that could complete a path.
enum FileNames {
  /// A file in a folder.
  struct Name: Equatable {
    let text: String
    let kind: Kind

    /// What a list calls it: folders end in a slash.
    var label: String { kind == .folder ? text + "/" : text }
  }

  /// What a name stands for.
  enum Kind {
    case file
    case folder
  }

  /// Which files are wanted.
  enum Filter {
    case all
    /// Programs, and folders that may hold some; all where there is none.
    case programs
  }

  /// The most names that are looked at, so that a huge folder does not hold up a key.
  private static let limit = 20_000

  /// The folder in which a session may look for files of a use; nil where it may have none.
  static func folder(_ access: FileAccess, for use: FileAccess.Use) -> String? {
    switch (access, use) {
    case (.none, _), (.sandbox, .data): nil
    case (.sandbox(let folder), .program), (.folder(let folder), _): folder
    case (.all, _): "."
    }
  }

  /// The last components of the paths that begin like this one, sorted.
  ///
  /// Hidden files are among them only when the name begins with a dot.
  static func completing(_ partial: String, in folder: String, _ filter: Filter) -> [Name] {
    let slash = partial.utf8.lastIndex(of: UInt8(ascii: "/"))
    let prefix = slash.map { String(partial[$0...].dropFirst()) } ?? partial
    let inner = slash.map { String(partial[...$0]) } ?? ""
    let path = SourceFile.path(inner.isEmpty ? "." : inner, in: folder)
    guard !path.utf8.contains(0), let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [Name] = []
    var seen = 0
    while seen < limit, let entry = readdir(stream) {
      seen += 1
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          String(validatingCString: $0)
        }
      }
      guard let name, name != ".", name != "..", name.hasPrefix(prefix),
        prefix.hasPrefix(".") || !name.hasPrefix("."),
        // A name that cannot be typed cannot be completed.
        !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
      else { continue }
      names.append(Name(text: name, kind: kind(entry.pointee.d_type, "\(path)/\(name)")))
    }
    names.sort { $0.text < $1.text }
    switch filter {
    case .all: return names
    case .programs:
      let programs = names.filter { $0.kind == .folder || $0.text.hasSuffix(".mfl") }
      return programs.isEmpty ? names : programs
    }
  }

  private static func kind(_ type: UInt8, _ path: String) -> Kind {
    switch Int(type) {
    case Int(DT_DIR): return .folder
    case Int(DT_REG): return .file
    default:
      // A link, or a file system that does not say.
      var status = stat()
      guard stat(path, &status) == 0 else { return .file }
      return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }
  }

  /// A name as the text of a string.
  static func escaped(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      if "\"\\{".contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// What the text of a string stands for; nil where it holds a value or another escape.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
    var plain: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      switch byte {
      case _ where isEscaped:
        guard "\"\\{}".utf8.contains(byte) else { return nil }
        plain.append(byte)
        isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "{"): return nil
      default: plain.append(byte)
      }
    }
    return isEscaped ? nil : String(decoding: plain, as: UTF8.self)
  }
}

extension Session {
  /// The paths of programs that could stand where a path is being written, outside of any string.
  ///
  /// - Parameter partial: the path as far as it is written; `~/` is the home folder.
  public func completePath(_ partial: String) -> Completions {
    let home = getenv("HOME").map { String(cString: $0) } ?? ""
    let path = partial.hasPrefix("~/") ? home + partial.dropFirst() : partial
    let start = partial.utf8.lastIndex(of: UInt8(ascii: "/")).map { slash in
      partial.utf8.distance(from: partial.utf8.startIndex, to: slash) + 1
    }
    guard let folder = FileNames.folder(configuration.files, for: .program) else {
      return .none(at: partial.utf8.count)
    }
    let names = FileNames.completing(path, in: folder, .programs)
    return Completions(
      start: start ?? 0, candidates: names.map { .init($0.label, label: $0.label) })
  }
}
