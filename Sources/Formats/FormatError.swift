/// Why a file could not be read or written: facts for a diagnostic, without wording.
public struct FormatError: Error, Sendable, Equatable {
  /// The path as it was given.
  public let path: String
  /// What is wrong with it.
  public let problem: Problem

  /// An error from its parts.
  public init(_ path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// What was to be done with the file.
  public enum Action: String, Sendable {
    case read
    case write
  }

  /// The kinds of trouble a file can give.
  ///
  /// Lines, characters and columns of a table count from 1.
  public enum Problem: Error, Sendable, Equatable {
    /// There is no such file; `folder` is its folder when that is missing too.
    case missing(folder: String?)
    /// The path names a folder.
    case directory(Action)
    /// The system does not allow it.
    case notPermitted(Action)
    /// The path is empty, too long or holds a zero byte.
    case invalidPath
    /// More bytes than the limit; `bytes` is the size where it is known.
    case tooLarge(bytes: Int?, limit: Int)
    /// Any other refusal of the system, with its number.
    case system(Action, code: Int32)
    /// The work was interrupted.
    case interrupted
    /// No format has this extension.
    case unknownExtension(String)

    /// The file holds nothing, or nothing but blank lines and comments.
    case empty
    /// A zero byte in what should be text.
    case binary(line: Int)
    /// Bytes that are not UTF-8.
    case notUTF8(line: Int)
    /// Text in UTF-16.
    case utf16
    /// A header and nothing below it.
    case onlyHeader(columns: Int)
    /// Every row misses a number.
    case noCompleteRow(rows: Int, firstLine: Int, column: String)
    /// A row with more or fewer fields than the first one.
    case fieldCount(line: Int, found: Int, expected: Int, reference: Reference)
    /// A quote that is never closed; the place is where it opens.
    case unclosedQuote(line: Int, character: Int)
    /// Text between a closing quote and the next separator.
    case textAfterQuote(line: Int, character: Int)
    /// Text in a column of numbers.
    case notNumber(line: Int, column: Int, name: String, text: String, numbers: Int)
    /// A number written with a decimal comma.
    case decimalComma(line: Int, column: Int, name: String, text: String)
    /// A number beyond the range of float64.
    case numberTooLarge(line: Int, column: Int, name: String, text: String)

    /// The file does not begin as an NPY file does.
    case notNPY
    /// A version of the format that does not exist.
    case unknownVersion(major: Int, minor: Int)
    /// A header that breaks the rules; `offset` is the byte of the file.
    case malformedHeader(offset: Int, expected: String)
    /// Elements that are not numbers.
    case unsupportedElements(String)
    /// A shape no tensor can have.
    case impossibleShape([Int])
    /// Fewer or more bytes than the shape asks for.
    case wrongLength(shape: [Int], expected: Int?, found: Int)
    /// Whoever reads may not hold so much memory.
    case memoryLimit(limit: Int)
    /// The memory for the numbers is not there.
    case outOfMemory(bytes: Int)

    /// A tensor with more than two axes where rows and columns are all there is.
    case tooManyAxes(rank: Int)
    /// A text column where only numbers can be written.
    case textColumn(name: String)
    /// A header whose length is not the number of columns.
    case headerCount(found: Int, columns: Int)
  }

  /// What tells how many fields a row must have.
  public enum Reference: Sendable, Equatable {
    case header(line: Int)
    case firstRow(line: Int)
  }
}
