import Glibc

/// The wording of file errors: an id, a title, facts and a hint, as plain strings.
extension FormatError {
  /// What kind of problem it is, for tools and tests: `file.missing`, `csv.fields`.
  public var id: String {
    switch problem {
    case .missing: "file.missing"
    case .directory: "file.directory"
    case .notPermitted: "file.permission"
    case .invalidPath: "file.path"
    case .tooLarge, .outOfMemory: "file.size"
    case .memoryLimit: "limit.bytes"
    case .system: "file.system"
    case .interrupted: "file.interrupted"
    case .unknownExtension: "file.extension"
    case .empty, .onlyHeader, .noCompleteRow: "file.empty"
    case .binary, .notUTF8, .utf16: "file.binary"
    case .fieldCount: "csv.fields"
    case .unclosedQuote, .textAfterQuote: "csv.quote"
    case .notNumber, .decimalComma, .numberTooLarge: "csv.number"
    case .notNPY, .unknownVersion, .malformedHeader: "npy.header"
    case .unsupportedElements: "npy.elements"
    case .impossibleShape, .wrongLength: "npy.shape"
    case .tooManyAxes, .textColumn, .headerCount: "write.shape"
    }
  }

  /// The problem in a few words.
  public var title: String {
    let path = "\"\(path)\""
    switch problem {
    case .missing(nil): return "there is no file \(path)"
    case .missing(let folder?): return "there is no folder \"\(folder)\" for \(path)"
    case .directory: return "\(path) is a folder, not a file"
    case .notPermitted(let action): return "\(path) may not be \(action.participle)"
    case .invalidPath: return "\(path) cannot be the path of a file"
    case .tooLarge: return "\(path) is too large to read"
    case .system(let action, let code):
      return "\(path) could not be \(action.participle): \(String(cString: strerror(code)))"
    case .interrupted: return "work on \(path) was interrupted"
    case .unknownExtension(""): return "\(path) has no extension that tells its format"
    case .unknownExtension(let name): return "no format has the extension .\(name)"
    case .empty: return "\(path) is empty"
    case .binary: return "\(path) is not a text file"
    case .notUTF8: return "\(path) is not in UTF-8"
    case .utf16: return "\(path) is in UTF-16"
    case .onlyHeader: return "\(path) has a header and no rows"
    case .noCompleteRow: return "every row of \(path) misses a number"
    case .fieldCount(let line, let found, let expected, let reference):
      return "line \(line) has \(counted(found, "field")), \(reference.phrase) has \(expected): "
        + (found < expected ? "column \(found + 1) is missing" : "column \(expected + 1) is extra")
    case .unclosedQuote(let line, let character):
      return "a quote opened on line \(line), character \(character) is never closed"
    case .textAfterQuote(let line, let character):
      return "line \(line), character \(character): text goes on after its closing quote"
    case .notNumber(let line, let column, let name, let text, _):
      return "line \(line), column \(column) (\(name)): \(quoted(text)) is not a number"
    case .decimalComma(let line, let column, let name, let text):
      return "line \(line), column \(column) (\(name)): \(quoted(text)) has a decimal comma"
    case .numberTooLarge(let line, let column, let name, let text):
      return "line \(line), column \(column) (\(name)): \(quoted(text)) is beyond float64"
    case .notNPY: return "\(path) is not an NPY file"
    case .unknownVersion(let major, let minor):
      return "\(path) has NPY version \(major).\(minor), which is not known"
    case .malformedHeader: return "the header of \(path) is malformed"
    case .unsupportedElements: return "\(path) does not hold real numbers"
    case .impossibleShape: return "\(path) claims a shape no tensor can have"
    case .wrongLength(_, let expected, let found):
      let short = expected.map { found < $0 } ?? true
      return short ? "\(path) is cut short" : "\(path) goes on after its last number"
    case .outOfMemory: return "there is no memory for the numbers of \(path)"
    case .memoryLimit(let limit):
      return "with \(path) the values of the program would hold more than \(size(limit))"
    case .tooManyAxes(let rank): return "a tensor with \(rank) axes has no rows and columns"
    case .textColumn(let name): return "column \(name) is text, and \(path) holds numbers only"
    case .headerCount(let found, let columns):
      return "the header has \(counted(found, "name")) for \(counted(columns, "column"))"
    }
  }

  /// Facts that help, one sentence each.
  public var facts: [String] {
    switch problem {
    case .missing(let folder):
      return folder == nil ? ["paths are looked up from \(workingFolder)"] : []
    case .tooLarge(let bytes, let limit):
      let known = bytes.map { "it has \(size($0)); " } ?? ""
      return ["\(known)the limit is \(size(limit))"]
    case .outOfMemory(let bytes): return ["they need \(size(bytes))"]
    case .unknownExtension:
      return ["known: " + FileFormat.extensions.map { ".\($0)" }.joined(separator: ", ")]
    case .binary(let line): return ["there is a zero byte on line \(line)"]
    case .notUTF8(let line): return ["the first bytes that are not UTF-8 are on line \(line)"]
    case .onlyHeader(let columns): return ["its one row is read as \(counted(columns, "name"))"]
    case .noCompleteRow(let rows, let line, let column):
      return ["\(counted(rows, "row")) read; the first gap is on line \(line) in column \(column)"]
    case .notNumber(_, _, let name, _, let numbers):
      return ["the column \(name) has \(counted(numbers, "number"))"]
    case .malformedHeader(let offset, let expected):
      return ["at byte \(offset) it should have \(expected)"]
    case .unsupportedElements(let description): return ["its elements are \(description)"]
    case .impossibleShape(let dims): return ["the shape is \(dims)"]
    case .wrongLength(let dims, let expected?, let found):
      return ["the shape \(dims) needs \(size(expected)), the file has \(size(found)) of numbers"]
    case .wrongLength(let dims, nil, let found):
      return ["the shape \(dims) needs more than can be counted, the file has \(size(found))"]
    case .directory, .notPermitted, .invalidPath, .system, .interrupted, .empty, .utf16,
      .fieldCount, .unclosedQuote, .textAfterQuote, .decimalComma, .numberTooLarge, .notNPY,
      .unknownVersion, .memoryLimit, .tooManyAxes, .textColumn, .headerCount:
      return []
    }
  }

  /// The one thing to try.
  public var hint: String? {
    switch problem {
    case .notUTF8: return conversion(from: "latin1")
    case .utf16: return conversion(from: "utf-16")
    case .notNumber: return "write NA where a number is missing"
    case .decimalComma(_, _, _, let text):
      return "write " + String(text.map { $0 == "," ? "." : $0 })
    case .unsupportedElements: return "save it from NumPy with array.astype(float)"
    case .tooManyAxes: return "a name that ends in .npy takes any tensor"
    case .textColumn: return "a name that ends in .csv takes text too"
    case .missing, .directory, .notPermitted, .invalidPath, .tooLarge, .system, .interrupted,
      .unknownExtension, .empty, .binary, .onlyHeader, .noCompleteRow, .fieldCount, .unclosedQuote,
      .textAfterQuote,
      .numberTooLarge, .notNPY, .unknownVersion, .malformedHeader, .impossibleShape,
      .wrongLength, .outOfMemory, .memoryLimit,
      .headerCount:
      return nil
    }
  }

  /// The command that converts the text, from its file or on its way to standard input.
  private func conversion(from encoding: String) -> String {
    path.hasPrefix("<")
      ? "convert it on the way: … | iconv -f \(encoding) -t utf-8 | mfl"
      : "iconv -f \(encoding) -t utf-8 \(path) > converted"
  }

  private var workingFolder: String {
    guard let buffer = getcwd(nil, 0) else { return "the working folder" }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  private func size(_ bytes: Int) -> String {
    var unit = 0
    var scaled = Double(bytes)
    let units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"]
    while scaled >= 1000, unit + 1 < units.count {
      scaled /= 1000
      unit += 1
    }
    if unit == 0 { return counted(bytes, "byte") }
    return "\((scaled * 10).rounded() / 10) \(units[unit])"
  }
}

extension FormatError.Action {
  fileprivate var participle: String {
    switch self {
    case .read: "read"
    case .write: "written"
    }
  }
}

extension FormatError.Reference {
  fileprivate var phrase: String {
    switch self {
    case .header(let line): line == 1 ? "the header" : "the header (line \(line))"
    case .firstRow(let line): "the first row (line \(line))"
    }
  }
}

/// `1 field`, `3 fields`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Text from a file, quoted and cut to a length that fits a message.
private func quoted(_ text: String) -> String {
  let limit = 40
  let line = text.prefix(limit).map { $0.isNewline ? "⏎" : String($0) }.joined()
  return "\"\(line)\(text.count > limit ? "…" : "")\""
}
