import Tensors
import Testing

@testable import Formats

@Suite("Reading tables")
struct CSVReaderTests {
  @Test(
    "a table is read the same however it is written down",
    arguments: [
      "a,b\n1,2\n3,4\n",
      "a,b\r\n1,2\r\n3,4",
      "a,b\r1,2\r3,4\r",
      "\u{FEFF}a,b\n1,2\n3,4\n",
      "a;b\n1;2\n3;4\n",
      "a\tb\n1\t2\n3\t4\n",
      "\"a\",\"b\"\n\"1\",\"2\"\n3,4\n",
      " a , b \n 1, 2\n\n3 ,4\n   \n\n",
      "# made by hand\n#\n\na,b\n1,2\n3,4\n",
      "a,b,\n1,2,\n3,4,\n",
      "a,b\n+1,2.0\n3e0,.4e1\n",
    ])
  func spellings(text: String) throws {
    let table = try read(text)
    #expect(table.columns == [numbers("a", [1, 3]), numbers("b", [2, 4])])
    #expect(table.names == .given)
    #expect(table.missing.isEmpty)
  }

  @Test("quotes protect separators, line ends and doubled quotes")
  func quotes() throws {
    let table = try read("name,x\n\"Ada, \"\"the\"\"\nfirst\",1\n5\" pipe,2\n\"\",3\n")
    #expect(
      table.columns == [
        text("name", ["Ada, \"the\"\nfirst", "5\" pipe", ""]), numbers("x", [1, 2, 3]),
      ])
  }

  @Test(
    "names come first when the first row is not like the rows below it",
    arguments: [
      ("1,2\n3,4\n", Table.Names.numbered, 2),
      ("a,b\n1,2\n", .given, 1),
      ("5.1,setosa\n4.9,setosa\n", .numbered, 2),
      ("x,2019\n1,2\n", .given, 1),
      ("city,zip\nRome,Lazio\n", .given, 1),
      ("NA,2\n3,4\n5,6\n", .numbered, 2),
      (",a\n0,1\n", .given, 1),
    ])
  func headers(text: String, names: Table.Names, rows: Int) throws {
    let table = try read(text)
    #expect(table.names == names)
    #expect(table.rowCount == rows)
  }

  @Test("columns without a name are numbered from 0")
  func numbered() throws {
    #expect(try read("1,2\n3,4\n").columns.map(\.name) == ["x0", "x1"])
    #expect(try read(",b\n1,2\n").columns.map(\.name) == ["x0", "b"])
  }

  @Test("whether names come first can be said")
  func headerSaid() throws {
    let numbers = try read("1,2\n3,4\n", CSVDialect(header: .present))
    #expect(numbers.columns.map(\.name) == ["1", "2"])
    let words = try read("a\nb\n", CSVDialect(header: .absent))
    #expect(words.columns == [text("x0", ["a", "b"])])
  }

  @Test(
    "a row that misses a number is left out and named", arguments: ["", "NA", "NaN", "?", "null"])
  func missing(word: String) throws {
    let table = try read("a,b\n1,2\n\n3,\(word)\n5,6\n")
    #expect(table.columns == [numbers("a", [1, 5]), numbers("b", [2, 6])])
    #expect(table.missing == [Table.Missing(line: 4, column: "b")])
    #expect(table.droppedRows == 1)
    #expect(
      Loaded.table(table).notes.map(\.message) == [
        "1 of 3 rows left out for a missing number, the first on line 4 in column b"
      ])
  }

  @Test("text that is empty is text, not a missing number")
  func emptyText() throws {
    #expect(try read("a,b\n1,x\n2,\n").columns[1] == text("b", ["x", ""]))
  }

  @Test(
    "numbers are read to the last bit",
    arguments: [
      "0.1", "5.5463570000000004", "1e-05", "1E22", "-1e23", "123456789012345678", "4.9e-324",
      "1.7976931348623157e308", "0.000000000000000000123456789012345", "2.2250738585072011e-308",
      "9007199254740993", "-0", "00012.500", "1e-400", "8.41e21", "9.5367431640625e-7",
    ])
  func numberBits(text: String) throws {
    let table = try read("a\n\(text)\n1\n")
    let expected = try #require(Double(text))
    #expect(table.columns == [numbers("a", [expected, 1])])
  }

  @Test("infinities are numbers; hexadecimal is not")
  func infinities() throws {
    let table = try read("a\n1\ninf\n-Infinity\n")
    #expect(table.columns == [numbers("a", [1, .infinity, -.infinity])])
    #expect(
      problem("a\n1\n2\n0x10\n")
        == .notNumber(
          line: 4, column: 1, name: "a", text: "0x10", numbers: 2))
  }

  @Test(
    "what is wrong with a table is told with its line and column",
    arguments: [
      ("", .empty),
      ("\n\n# nothing\n", .empty),
      ("a,b\n", .onlyHeader(columns: 2)),
      (
        "a,b\n1,2\n3\n",
        .fieldCount(
          line: 3, found: 1, expected: 2, reference: .header(line: 1))
      ),
      (
        "\n1,2\n1,2,3\n",
        .fieldCount(
          line: 3, found: 3, expected: 2, reference: .firstRow(line: 2))
      ),
      (
        "a,b\n1,2\n3,x\n5,6\n",
        .notNumber(
          line: 3, column: 2, name: "b", text: "x", numbers: 2)
      ),
      ("a\n\"1\n2\n", .unclosedQuote(line: 2, character: 1)),
      ("a,b\n1,\"2\" 3\n", .textAfterQuote(line: 2, character: 7)),
      ("a;b\n1,5;2\n2,5;3\n", .decimalComma(line: 2, column: 1, name: "a", text: "1,5")),
      ("a,b\n1,1e999\n2,3\n", .numberTooLarge(line: 2, column: 2, name: "b", text: "1e999")),
      ("a,b\n1,NA\nNA,2\n", .noCompleteRow(rows: 2, firstLine: 2, column: "b")),
      ("a,b\n1,2\n3,\u{0}\n", .binary(line: 3)),
    ] as [(String, FormatError.Problem)])
  func troubles(text: String, expected: FormatError.Problem) {
    #expect(problem(text) == expected)
  }

  @Test("bytes that are not UTF-8 are named by their line")
  func notUTF8() {
    let latin = Array("a,b\n1,caf".utf8) + [0xE9, 0x0A]
    #expect(problem(latin) == .notUTF8(line: 2))
    #expect(problem([0xFF, 0xFE, 0x61, 0x00]) == .utf16)
  }

  @Test("reading stops when it is interrupted")
  func interrupted() {
    let text = String(repeating: "1,2\n", count: 10_000)
    let limits = ReadingLimits(isInterrupted: { true })
    #expect(throws: FormatError.Problem.interrupted) {
      try CSVReader.table(Array(text.utf8), dialect: CSVDialect(), limits: limits)
    }
  }

  @Test("measured data is read whole: iris has 150 flowers of three species")
  func iris() throws {
    guard case .table(let table) = try FileFormat.read(resource("iris.csv")) else {
      Issue.record("iris.csv is a table")
      return
    }
    #expect(table.rowCount == 150)
    #expect(
      table.numericNames == ["sepal_length", "sepal_width", "petal_length", "petal_width"])
    let points = try table.points()
    #expect(points.shape == [150, 4])
    #expect(Array(points.elements[596..<600]) == [5.9, 3.0, 5.1, 1.8])
    guard case .text(let species) = table.columns[4].values else {
      Issue.record("species is text")
      return
    }
    #expect(Set(species) == ["setosa", "versicolor", "virginica"])
  }
}

private func numbers(_ name: String, _ values: [Double]) -> Table.Column {
  Table.Column(name: name, values: .numbers(values))
}

private func text(_ name: String, _ values: [String]) -> Table.Column {
  Table.Column(name: name, values: .text(values))
}

private func read(_ text: String, _ dialect: CSVDialect = CSVDialect()) throws -> Table {
  try CSVReader.table(Array(text.utf8), dialect: dialect, limits: ReadingLimits())
}

private func problem(_ text: String) -> FormatError.Problem? { problem(Array(text.utf8)) }

private func problem(_ bytes: [UInt8]) -> FormatError.Problem? {
  do throws(FormatError.Problem) {
    _ = try CSVReader.table(bytes, dialect: CSVDialect(), limits: ReadingLimits())
    return nil
  } catch {
    return error
  }
}
