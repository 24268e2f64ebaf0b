import Foundation
import Tensors
import Testing

@testable import Formats

@Suite("Files")
struct FilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("paths that cannot be read say why")
  func unreadable() throws {
    #expect(reading(folder.file("none.csv")) == .missing(folder: nil))
    let missing = folder.file("no/where.csv")
    #expect(reading(missing) == .missing(folder: folder.file("no")))
    #expect(reading(folder.path) == .directory(.read))
    #expect(reading("") == .invalidPath)
    #expect(reading("a\u{0}b.csv") == .invalidPath)
    #expect(reading(String(repeating: "x", count: 5000) + ".csv") == .invalidPath)
    #expect(reading(try folder.file("empty.csv", holding: "")) == .empty)
    #expect(reading(try folder.file("empty.npy", holding: "")) == .empty)
    #expect(reading(try folder.file("text.npy", holding: "a,b\n1,2\n")) == .notNPY)
    #expect(reading(try folder.file("a.xlsx", holding: "PK")) == .unknownExtension("xlsx"))
    #expect(reading(try folder.file("plain", holding: "1")) == .unknownExtension(""))
  }

  @Test("a file over the limit is refused by its size alone")
  func tooLarge() throws {
    let path = try folder.file("big.csv", holding: "1,2\n3,4\n")
    #expect(throws: FormatError(path, .tooLarge(bytes: 8, limit: 7))) {
      try FileFormat.read(path, limits: ReadingLimits(bytes: 7))
    }
  }

  @Test("a device without an end stops at the limit")
  func endless() {
    #expect(throws: FormatError.Problem.tooLarge(bytes: nil, limit: 1 << 20)) {
      try FileReading.bytes(at: "/dev/zero", limits: ReadingLimits(bytes: 1 << 20))
    }
  }

  @Test("a pipe is read up to its end, though its writer comes late")
  func latePipe() throws {
    let path = folder.file("late.csv")
    try #require(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      try? Data("a,b\n1,2\n".utf8).write(to: URL(fileURLWithPath: path))
    }
    guard case .table(let table) = try FileFormat.read(path) else {
      Issue.record("no table")
      return
    }
    #expect(table.rowCount == 1)
  }

  @Test("a text over the limit is refused, and one whose reading is interrupted says so")
  func texts() throws {
    #expect(throws: FormatError("/dev/zero", .tooLarge(bytes: nil, limit: 16 << 20))) {
      try TextFile.read("/dev/zero")
    }
    let path = try folder.file("a.mfl", holding: "1 + 1\n")
    #expect(try TextFile.read(path) == "1 + 1\n")
    #expect(throws: FormatError(path, .interrupted)) {
      try TextFile.read(path, isInterrupted: { true })
    }
  }

  @Test("tables are written and read back equal")
  func tables() throws {
    let table = Table(columns: [
      Table.Column(name: "x, y", values: .numbers([0.1, 1e300, -2])),
      Table.Column(name: "#", values: .text(["a \"b\"", " c", ""])),
    ])
    for name in ["t.csv", "t.tsv"] {
      try FileFormat.write(table, to: folder.file(name))
      guard case .table(let read) = try FileFormat.read(folder.file(name)) else {
        Issue.record("\(name) is a table")
        return
      }
      #expect(read == table)
    }
  }

  @Test("tensors are written with numbers in their shortest form")
  func tensors() throws {
    let path = folder.file("a.csv")
    try FileFormat.write(
      try Tensor(rows: [[1, 0.1], [1e-5, 1.0 / 3]]), header: ["a", "b"], to: path)
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "a,b\n1,0.1\n1e-05,0.3333333333333333\n")
    try FileFormat.write(Tensor([1, 2]), to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "1\n2\n")
  }

  @Test("what does not fit into a format is refused and leaves the old file as it was")
  func refused() throws {
    let path = try folder.file("old.csv", holding: "kept\n")
    let cube = try Tensor(repeating: 0, shape: [2, 2, 2])
    #expect(throws: FormatError(path, .tooManyAxes(rank: 3))) {
      try FileFormat.write(cube, to: path)
    }
    #expect(throws: FormatError(path, .headerCount(found: 1, columns: 2))) {
      try FileFormat.write(Tensor(rows: [[1, 2]]), header: ["a"], to: path)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "kept\n")
    let words = Table(columns: [Table.Column(name: "w", values: .text(["a"]))])
    #expect(throws: FormatError(folder.file("w.npy"), .textColumn(name: "w"))) {
      try FileFormat.write(words, to: folder.file("w.npy"))
    }
    #expect(try folder.names == ["old.csv"])
  }

  @Test("paths that cannot be written say why, and leave nothing behind")
  func unwritable() throws {
    let one = Tensor(1)
    let missing = folder.file("no/a.csv")
    #expect(throws: FormatError(missing, .missing(folder: folder.file("no")))) {
      try FileFormat.write(one, to: missing)
    }
    let inTheWay = folder.file("folder.csv")
    try FileManager.default.createDirectory(atPath: inTheWay, withIntermediateDirectories: false)
    #expect(throws: FormatError(inTheWay, .directory(.write))) {
      try FileFormat.write(one, to: inTheWay)
    }
    #expect(try folder.names == ["folder.csv"])
  }

  @Test("a link that leads nowhere stays a link, and the file it names is made")
  func danglingLink() throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.file("far"), withIntermediateDirectories: false)
    try manager.createSymbolicLink(
      atPath: folder.file("near.csv"), withDestinationPath: "far/next.csv")
    try manager.createSymbolicLink(
      atPath: folder.file("far/next.csv"), withDestinationPath: folder.file("far/end.csv"))
    try FileFormat.write(Tensor([1, 2]), to: folder.file("near.csv"))
    #expect(try String(contentsOfFile: folder.file("far/end.csv"), encoding: .utf8) == "1\n2\n")
    #expect(
      try manager.destinationOfSymbolicLink(atPath: folder.file("near.csv")) == "far/next.csv")
    #expect(try folder.names == ["far", "near.csv"])
    for (link, target) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
      try manager.createSymbolicLink(atPath: folder.file(link), withDestinationPath: target)
    }
    #expect(throws: FormatError(folder.file("a.csv"), .invalidPath)) {
      try FileFormat.write(Tensor(1), to: folder.file("a.csv"))
    }
  }

  @Test("memory that a file is read into counts")
  func memory() throws {
    let table = try folder.file(
      "t.csv", holding: String(repeating: "0.5,1.5,a text of twenty bytes\n", count: 10_000))
    let array = folder.file("t.npy")
    try FileFormat.write(try Tensor(repeating: 1, shape: [50_000]), to: array)
    for (path, enough) in [(table, 4 << 20), (array, 1 << 20)] {
      for limit in [1 << 16, 350_000] {
        let supervision = Supervision(memory: MemoryAccount(limit: limit))
        #expect(throws: FormatError(path, .memoryLimit(limit: limit))) {
          try supervision.perform { _ = try FileFormat.read(path) }
        }
      }
      let account = MemoryAccount(limit: enough)
      try Supervision(memory: account).perform { _ = try FileFormat.read(path) }
      #expect(account.bytes == 0)
    }
  }

  @Test("a file marked read-only is kept", .enabled(if: geteuid() != 0))
  func readOnly() throws {
    let path = try folder.file("kept.csv", holding: "kept\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(throws: FormatError(path, .notPermitted(.write))) {
      try FileFormat.write(Tensor(1), to: path)
    }
  }

  @Test("a link stays a link, and a file keeps its permissions")
  func links() throws {
    let target = try folder.file("target.csv", holding: "old\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
    let link = folder.file("link.csv")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try FileFormat.write(Tensor(7), to: link)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "7\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: target)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
  }

  @Test("every problem is worded as a title, facts and a hint")
  func wording() {
    let unknown = FormatError("a.xyz", .unknownExtension("xyz"))
    #expect(unknown.title == "no format has the extension .xyz")
    #expect(unknown.facts == ["known: .csv, .tsv, .npy"])
    let ragged = FormatError(
      "a.csv", .fieldCount(line: 7, found: 3, expected: 5, reference: .header(line: 1)))
    #expect(ragged.title == "line 7 has 3 fields, the header has 5: column 4 is missing")
    let word = FormatError(
      "a.csv", .notNumber(line: 3, column: 2, name: "b", text: "x", numbers: 9))
    #expect(word.title == "line 3, column 2 (b): \"x\" is not a number")
    #expect(word.hint == "write NA where a number is missing")
    let large = FormatError("a.csv", .tooLarge(bytes: 2_500_000_000, limit: 1000))
    #expect(large.facts == ["it has 2.5 GB; the limit is 1.0 KB"])
  }

  private func reading(_ path: String) -> FormatError.Problem? {
    do throws(FormatError) {
      _ = try FileFormat.read(path)
      return nil
    } catch {
      return error.problem
    }
  }
}
