import Autodiff
import Formats
import Language
import Tensors

extension Vocabulary {
  /// Reading and writing files.
  static let files: [Builtin] = [
    Builtin(
      "read", topic: topic, parameters: [.required("path", .string)], result: "data or tensor",
      summary: "Reads a file of numbers; the extension chooses the format.",
      definition: """
        .csv and .tsv give data: the columns of numbers as points, a column of text as labels.
        Header and separator are recognised. Rows that miss a number are left out and counted
        (.dropped, .missing). .npy gives a tensor. Paths are relative to the program's folder.
        """,
      examples: [
        .init(
          "write([1, 2; 3, 4], \"/tmp/mfl-example.csv\"); read(\"/tmp/mfl-example.csv\").points",
          "[1, 2;\n 3, 4]")
      ],
      seeAlso: ["write"]
    ) { context, arguments in
      let path = try arguments.string("path")
      let resolved = try context.path(path)
      let contents = try LongWork.perform(.max) { () throws(TensorError) in
        try FileContents.read(resolved, origin: path)
      }.get()
      for note in contents.notes { context.note("\(path): \(note.message)") }
      switch contents.kind {
      case .tensor(let tensor): return Value(Term(tensor))
      case .data(let data): return .data(data)
      }
    },
    Builtin(
      "write", topic: topic,
      parameters: [.required("value", .points), .required("path", .string)], result: "nothing",
      summary: "Writes a tensor or data to a file; the extension chooses the format.",
      definition: """
        .npy holds any tensor; .csv and .tsv a vector or matrix, and the names and labels of data.
        The file is complete or not there at all: a failure leaves what was there before.
        """,
      examples: [
        .init(
          "write([1, 2; 3, 4], \"/tmp/mfl-example.npy\"); read \"/tmp/mfl-example.npy\"",
          "[1, 2;\n 3, 4]")
      ],
      seeAlso: ["read"]
    ) { context, arguments in
      let path = try context.path(arguments.string("path"))
      // A statement that runs again to be looked at writes nothing a second time.
      guard !context.isSilent else { return .nothing }
      if case .data(let data) = try arguments.value("value") {
        try FileFormat.write(try data.table(), to: path)
      } else {
        try FileFormat.write(try arguments.tensor("value"), to: path)
      }
      return .nothing
    },
  ]

  private static let topic = "files"
}

/// What a file held, as values are made of it.
private struct FileContents: Sendable {
  let kind: Kind
  let notes: [FormatNote]

  enum Kind {
    case tensor(Tensor)
    case data(PointData)
  }

  /// Reads a file, on whatever thread, which can be asked to stop.
  static func read(
    _ path: String, origin: String
  ) throws(TensorError) -> Result<FileContents, any Error> {
    let limits = ReadingLimits { Supervision.isStopping }
    return Result { try FileContents(FileFormat.read(path, limits: limits), origin: origin) }
  }

  private init(_ loaded: Loaded, origin: String) throws {
    notes = loaded.notes
    kind =
      switch loaded {
      case .tensor(let tensor, _): .tensor(tensor)
      case .table(let table): .data(try PointData(table, origin: origin))
      }
  }
}

extension PointData {
  /// The data of a table: its numbers are the points, its first column of text the labels.
  fileprivate convenience init(_ table: Table, origin: String) throws {
    let labels = table.columns.lazy.compactMap { column -> (String, [String])? in
      if case .text(let words) = column.values { (column.name, words) } else { nil }
    }.first
    try self.init(
      points: table.points(), columns: table.names == .given ? table.numericNames : [],
      labels: labels?.1, labelName: labels?.0, origin: origin, missing: table.missing,
      droppedRows: table.droppedRows)
  }

  /// The data as a table with a column of labels at the end.
  fileprivate func table() throws -> Table {
    guard points.rank == 2 else {
      throw Problem.dataMismatch(what: "axes", found: points.rank, expected: 2)
    }
    var columns: [Table.Column] = []
    let width = points.shape[1]
    for j in 0..<width {
      let numbers = try (0..<count).map { row in
        if row % 4096 == 4095 { try Supervision.check() }
        return points[flat: row * width + j]
      }
      let name = self.columns.isEmpty ? "x\(j)" : self.columns[j]
      columns.append(Table.Column(name: name, values: .numbers(numbers)))
    }
    if let labels {
      columns.append(Table.Column(name: labelName ?? "label", values: .text(labels)))
    }
    return Table(columns: columns)
  }
}
