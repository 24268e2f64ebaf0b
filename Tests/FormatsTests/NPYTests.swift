import Tensors
import Testing

@testable import Formats

@Suite("Arrays saved by NumPy")
struct NPYTests {
  @Test(
    "every kind of number and both orders are read as the same array",
    arguments: [
      ("float64.npy", []),
      ("float64_fortran.npy", []),
      ("float64_big.npy", []),
      ("float32.npy", [FormatNote.widened(from: .float32)]),
      ("float16.npy", [.widened(from: .float16)]),
    ])
  func kinds(name: String, notes: [FormatNote]) throws {
    let (tensor, found) = try array(name)
    #expect(tensor.shape == [2, 3])
    #expect(tensor.elements == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])
    #expect(found == notes)
  }

  @Test("integers beyond 2^53 are rounded, and the reader says so")
  func integers() throws {
    let (tensor, notes) = try array("int64.npy")
    #expect(tensor.elements == [-1, 2, 9_007_199_254_740_992])
    #expect(notes.map(\.message) == ["1 number of int64 rounded to fit float64"])
  }

  @Test("truth values are 1 and 0, and a number has no axes")
  func small() throws {
    #expect(try array("bool.npy").0.elements == [1, 0])
    #expect(try array("scalar.npy").0.scalar == 2.5)
  }

  @Test("column-major arrays of three axes are turned around")
  func fortran() throws {
    let (tensor, _) = try array("rank3_fortran.npy")
    #expect(tensor.shape == [2, 3, 4])
    #expect(tensor.elements == (0..<24).map(Double.init))
  }

  @Test("the same points from NPY and from CSV are equal to the last bit")
  func swissRoll() throws {
    guard case .table(let table) = try FileFormat.read(resource("swissroll500.csv")) else {
      Issue.record("swissroll500.csv is a table")
      return
    }
    #expect(try table.points() == array("swissroll500.npy").0)
  }

  @Test(
    "what is written is read back equal", arguments: [[], [0], [3], [2, 0], [2, 3], [2, 1, 3]])
  func roundTrip(dims: [Int]) throws {
    let shape = Shape(dims)
    let values = (0..<shape.count).map { Double($0) / 3 - 1e300 * Double($0 % 2) }
    let tensor = try Tensor(shape: shape, elements: values)
    let bytes = try NPYWriter.bytes(tensor)
    #expect(try NPYReader.tensor(bytes, limits: ReadingLimits()).0 == tensor)
    #expect(try NPYHeader(bytes).dataOffset % 64 == 0)
  }

  @Test("versions 2 and 3 differ only in the length of the header's length")
  func versions() throws {
    for version: UInt8 in [2, 3] {
      let header = Array("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n".utf8)
      let bytes =
        NPYHeader.magic + [version, 0, UInt8(header.count), 0, 0, 0] + header
        + [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
      #expect(try NPYReader.tensor(bytes, limits: ReadingLimits()).0.elements == [1])
    }
  }

  @Test(
    "headers that break the rules are refused",
    arguments: [
      (
        "{'descr': '<f8', 'fortran_order': False}",
        .malformedHeader(
          offset: 50, expected: "the keys descr, fortran_order and shape")
      ),
      (
        "{'descr': '<f8', 'fortran_order': 0, 'shape': ()}",
        .malformedHeader(
          offset: 44, expected: "True or False")
      ),
      (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
        .malformedHeader(
          offset: 61, expected: "a whole number")
      ),
      (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        .malformedHeader(offset: 81, expected: "a number that fits in 64 bits")
      ),
      (
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
        .unsupportedElements("Python objects")
      ),
      (
        "{'descr': '<c16', 'fortran_order': False, 'shape': (1,)}",
        .unsupportedElements("complex numbers (<c16)")
      ),
      (
        "{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,)}",
        .unsupportedElements("records with named fields")
      ),
      (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}",
        .wrongLength(shape: [2], expected: 16, found: 0)
      ),
      (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
        .wrongLength(shape: [4_611_686_018_427_387_904, 4], expected: nil, found: 0)
      ),
      (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 9223372036854775807)}",
        .impossibleShape([0, .max])
      ),
    ] as [(String, FormatError.Problem)])
  func malformed(text: String, expected: FormatError.Problem) {
    let header = Array(text.utf8)
    let bytes = NPYHeader.magic + [1, 0, UInt8(header.count), 0] + header
    #expect(throws: expected) { try NPYReader.tensor(bytes, limits: ReadingLimits()) }
  }

  @Test("a file of objects is refused before anything of it is unpickled")
  func objects() throws {
    let path = resource("objects.npy")
    #expect(throws: FormatError(path, .unsupportedElements("Python objects"))) {
      try FileFormat.read(path)
    }
  }

  @Test("a file cut off or changed anywhere is read or refused, never more")
  func mutations() throws {
    let whole = try NPYWriter.bytes(try Tensor(rows: [[1, 2], [3, 4]]))
    var refused = 0
    for length in 0..<whole.count {
      #expect(throws: FormatError.Problem.self) {
        try NPYReader.tensor(Array(whole[..<length]), limits: ReadingLimits())
      }
    }
    for index in 0..<128 {
      for byte: UInt8 in [0, 1, 0x27, 0x28, 0x39, 0x7F, 0xFF] {
        var changed = whole
        changed[index] = byte
        if (try? NPYReader.tensor(changed, limits: ReadingLimits())) == nil { refused += 1 }
      }
    }
    #expect(refused > 300)
  }
}

private func array(_ name: String) throws -> (Tensor, [FormatNote]) {
  switch try FileFormat.read(resource(name)) {
  case .tensor(let tensor, let notes): return (tensor, notes)
  case .table:
    Issue.record("\(name) is an array")
    return (Tensor(0), [])
  }
}
