public import Tensors

/// The formats files are read and written in, chosen by the extension of their names.
public enum FileFormat: String, Sendable, CaseIterable {
  /// Comma-separated text; semicolons and tabs are recognised when reading.
  case csv
  /// Tab-separated text.
  case tsv
  /// Arrays saved by NumPy.
  case npy

  /// The extensions of all formats.
  public static var extensions: [String] { allCases.map(\.rawValue) }

  /// The format of a path.
  ///
  /// - Throws: `.unknownExtension`.
  public init(path: String) throws(FormatError) {
    let name = path.split(separator: "/").last ?? ""
    let dot = name.lastIndex(of: ".")
    let suffix = dot.map { name[$0...].dropFirst().lowercased() } ?? ""
    guard let format = FileFormat(rawValue: suffix) else {
      throw FormatError(path, .unknownExtension(suffix))
    }
    self = format
  }

  /// Reads the file at a path.
  ///
  /// - Throws: `FormatError` with what is wrong with the file, and where.
  public static func read(
    _ path: String, dialect: CSVDialect = CSVDialect(), limits: ReadingLimits = ReadingLimits()
  ) throws(FormatError) -> Loaded {
    try naming(path) { () throws(FormatError.Problem) in
      let format: FileFormat
      do throws(FormatError) { format = try FileFormat(path: path) } catch {
        // A folder has no extension either, and that it is one is the better thing to say.
        try FileReading.check(path)
        throw error.problem
      }
      var held = HeldMemory()
      defer { withExtendedLifetime(held) {} }
      let bytes = try FileReading.bytes(at: path, limits: limits, held: &held)
      return try format.decode(bytes, dialect: dialect, limits: limits)
    }
  }

  /// Writes a tensor to a file that is complete or not there at all.
  ///
  /// *Shapes*: any for `.npy`; at most two axes for text, where a vector is a column.
  ///
  /// - Throws: `FormatError` with the reason; a file that was there before is kept.
  public static func write(
    _ tensor: Tensor, header: [String]? = nil, to path: String
  ) throws(FormatError) {
    let format = try FileFormat(path: path)
    try naming(path) { () throws(FormatError.Problem) in
      switch format {
      case .csv:
        try FileWriting.write(
          CSVWriter.bytes(tensor, header: header, separator: UInt8(ascii: ",")), to: path)
      case .tsv:
        try FileWriting.write(
          CSVWriter.bytes(tensor, header: header, separator: UInt8(ascii: "\t")), to: path)
      case .npy: try FileWriting.write(NPYWriter.bytes(tensor), to: path)
      }
    }
  }

  /// Writes a table to a file that is complete or not there at all.
  ///
  /// - Throws: `FormatError` with the reason, `.textColumn` when a column of text is to go into
  ///   numbers; a file that was there before is kept.
  public static func write(_ table: Table, to path: String) throws(FormatError) {
    let format = try FileFormat(path: path)
    try naming(path) { () throws(FormatError.Problem) in
      switch format {
      case .csv:
        try FileWriting.write(CSVWriter.bytes(table, separator: UInt8(ascii: ",")), to: path)
      case .tsv:
        try FileWriting.write(CSVWriter.bytes(table, separator: UInt8(ascii: "\t")), to: path)
      case .npy: try FileWriting.write(NPYWriter.bytes(numbers(of: table)), to: path)
      }
    }
  }

  private func decode(
    _ bytes: [UInt8], dialect: CSVDialect, limits: ReadingLimits
  ) throws(FormatError.Problem) -> Loaded {
    switch self {
    case .csv:
      return .table(try CSVReader.table(bytes, dialect: dialect, limits: limits))
    case .tsv:
      let tabs = CSVDialect(separator: .tab, header: dialect.header)
      return .table(try CSVReader.table(bytes, dialect: tabs, limits: limits))
    case .npy:
      let (tensor, notes) = try NPYReader.tensor(bytes, limits: limits)
      return .tensor(tensor, notes: notes)
    }
  }

  private static func numbers(of table: Table) throws(FormatError.Problem) -> Tensor {
    for column in table.columns {
      switch column.values {
      case .numbers: continue
      case .text: throw .textColumn(name: column.name)
      }
    }
    do throws(TensorError) { return try table.points() } catch {
      let count = table.rowCount.multipliedReportingOverflow(by: table.columns.count * 8)
      throw .outOfMemory(bytes: count.partialValue)
    }
  }

  private static func naming<R>(
    _ path: String, _ body: () throws(FormatError.Problem) -> R
  ) throws(FormatError) -> R {
    do throws(FormatError.Problem) { return try body() } catch {
      throw FormatError(path, error)
    }
  }
}
