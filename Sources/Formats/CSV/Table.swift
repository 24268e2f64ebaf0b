public import Tensors

/// A table of named columns, each all numbers or all text.
public struct Table: Sendable, Equatable {
  /// The columns from left to right, equally long.
  public let columns: [Column]
  /// The numbers that were missing; their rows are not in the table.
  public let missing: [Missing]
  /// How many rows were left out because they missed a number.
  public let droppedRows: Int
  /// Where the names of the columns come from.
  public let names: Names

  /// A table from its parts; the columns must be equally long.
  public init(
    columns: [Column], missing: [Missing] = [], droppedRows: Int = 0, names: Names = .given
  ) {
    precondition(
      columns.allSatisfy { $0.values.count == columns[0].values.count },
      "the columns of a table are equally long")
    self.columns = columns
    self.missing = missing
    self.droppedRows = droppedRows
    self.names = names
  }

  /// The number of rows.
  public var rowCount: Int { columns.first?.values.count ?? 0 }

  /// The names of the columns of numbers, from left to right.
  public var numericNames: [String] {
    columns.compactMap { column in
      switch column.values {
      case .numbers: column.name
      case .text: nil
      }
    }
  }

  /// The columns of numbers as a matrix, one row per row of the table.
  ///
  /// *Shapes*: [rows, columns of numbers]
  ///
  /// - Throws: `TensorError` when there is no memory for it.
  public func points() throws(TensorError) -> Tensor {
    let columns = columns.compactMap { column in
      switch column.values {
      case .numbers(let numbers): numbers
      case .text: nil
      }
    }
    let shape = try Shape.checked([rowCount, columns.count])
    var elements = [Double](repeating: 0, count: shape.count)
    for (j, column) in columns.enumerated() {
      for (i, number) in column.enumerated() { elements[i * columns.count + j] = number }
    }
    return try Tensor(shape: shape, elements: elements)
  }

  /// A named column.
  public struct Column: Sendable, Equatable {
    /// Its name: from the header, or `x0`, `x1`, … by position.
    public let name: String
    /// Its values from top to bottom.
    public let values: Values

    /// A column from its parts.
    public init(name: String, values: Values) {
      self.name = name
      self.values = values
    }
  }

  /// The values of a column.
  public enum Values: Sendable, Equatable {
    case numbers([Double])
    case text([String])

    /// How many there are.
    public var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .text(let text): text.count
      }
    }
  }

  /// A number that is not there.
  public struct Missing: Sendable, Equatable {
    /// The line of the file, from 1.
    public let line: Int
    /// The name of the column.
    public let column: String

    /// A missing number from its place.
    public init(line: Int, column: String) {
      self.line = line
      self.column = column
    }
  }

  /// Where the names of columns come from.
  public enum Names: Sendable, Equatable {
    /// The file's first row, or whoever made the table.
    case given
    /// The columns are numbered.
    case numbered
  }
}
