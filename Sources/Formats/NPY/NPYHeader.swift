/// The header of an NPY file: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
///
/// *Source*: NumPy Enhancement Proposal 1, and `numpy.lib.format` for versions 2 and 3.
struct NPYHeader: Equatable {
  var type: NumberType
  var order: ByteOrder
  var layout: Layout
  var dims: [Int]
  /// The byte of the file at which the numbers begin.
  var dataOffset: Int

  enum ByteOrder {
    case little
    case big
  }

  enum Layout {
    case rowMajor
    case columnMajor
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The greatest number of axes NumPy itself allows.
  private static let axisLimit = 64

  /// Reads the header of a file.
  ///
  /// - Throws: `.empty`, `.notNPY`, `.unknownVersion`, `.malformedHeader`, `.unsupportedElements`,
  ///   `.impossibleShape`.
  init(_ bytes: [UInt8]) throws(FormatError.Problem) {
    if bytes.isEmpty { throw .empty }
    guard bytes.starts(with: NPYHeader.magic) else { throw .notNPY }
    guard bytes.count >= 10 else {
      throw .malformedHeader(offset: bytes.count, expected: "a version and a length")
    }
    let version = (major: Int(bytes[6]), minor: Int(bytes[7]))
    guard (1...3).contains(version.major), version.minor == 0 else {
      throw .unknownVersion(major: version.major, minor: version.minor)
    }
    let lengthSize = version.major == 1 ? 2 : 4
    let start = 8 + lengthSize
    guard bytes.count >= start else {
      throw .malformedHeader(offset: bytes.count, expected: "a length of 4 bytes")
    }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else {
      throw .malformedHeader(
        offset: bytes.count, expected: "a header of \(counted(length, "byte"))")
    }
    var dictionary = NPYDictionary(Array(bytes[start..<start + length]), offset: start)
    try dictionary.read()
    (type, order) = try NPYHeader.elements(dictionary.descr)
    layout = dictionary.isFortranOrder ? .columnMajor : .rowMajor
    dims = dictionary.shape
    dataOffset = start + length
    if dims.count > NPYHeader.axisLimit { throw .impossibleShape(dims) }
  }

  /// The kind and byte order a `descr` stands for.
  private static func elements(
    _ descr: String
  ) throws(FormatError.Problem) -> (NumberType, ByteOrder) {
    let mark = descr.first
    let name = mark.map { "<>|=".contains($0) } == true ? String(descr.dropFirst()) : descr
    if let type = NumberType(rawValue: name) { return (type, mark == ">" ? .big : .little) }
    switch name.first {
    case "O": throw .unsupportedElements("Python objects")
    case "S", "U", "a": throw .unsupportedElements("text (\(descr))")
    case "c": throw .unsupportedElements("complex numbers (\(descr))")
    case "M", "m": throw .unsupportedElements("dates (\(descr))")
    case "[", "V": throw .unsupportedElements("records (\(descr))")
    default: throw .unsupportedElements("of the unknown kind \(descr)")
    }
  }
}

/// A Python dictionary with exactly the keys of an NPY header.
private struct NPYDictionary {
  var descr = ""
  var isFortranOrder = false
  var shape: [Int] = []

  private let bytes: [UInt8]
  private let start: Int
  private var offset = 0

  init(_ bytes: [UInt8], offset: Int) {
    self.bytes = bytes
    start = offset
  }

  mutating func read() throws(FormatError.Problem) {
    var keys: Set<String> = []
    try expect("{")
    while !accept("}") {
      if !keys.isEmpty {
        try expect(",")
        if accept("}") { break }
      }
      let key = try string()
      guard keys.insert(key).inserted else { throw malformed("each key once") }
      try expect(":")
      switch key {
      case "descr": descr = try description()
      case "fortran_order": isFortranOrder = try truth()
      case "shape": shape = try tuple()
      default: throw malformed("the keys descr, fortran_order and shape")
      }
    }
    guard keys.count == 3 else { throw malformed("the keys descr, fortran_order and shape") }
    skipBlanks()
    guard offset == bytes.count else { throw malformed("nothing after the closing brace") }
  }

  /// A string; a list, which describes records, is given back as the bracket it begins with.
  private mutating func description() throws(FormatError.Problem) -> String {
    skipBlanks()
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "[") {
      throw .unsupportedElements("records with named fields")
    }
    return try string()
  }

  private mutating func string() throws(FormatError.Problem) -> String {
    skipBlanks()
    guard offset < bytes.count, "'\"".utf8.contains(bytes[offset]) else {
      throw malformed("a quoted string")
    }
    let quote = bytes[offset]
    guard let end = bytes[(offset + 1)...].firstIndex(of: quote) else {
      throw malformed("a closing quote")
    }
    defer { offset = end + 1 }
    return String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
  }

  private mutating func truth() throws(FormatError.Problem) -> Bool {
    if accept("True") { return true }
    if accept("False") { return false }
    throw malformed("True or False")
  }

  private mutating func tuple() throws(FormatError.Problem) -> [Int] {
    var dims: [Int] = []
    try expect("(")
    while !accept(")") {
      if !dims.isEmpty {
        try expect(",")
        if accept(")") { return dims }
      }
      dims.append(try integer())
    }
    return dims
  }

  private mutating func integer() throws(FormatError.Problem) -> Int {
    skipBlanks()
    let first = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
      offset += 1
    }
    let digits = String(decoding: bytes[first..<offset], as: UTF8.self)
    // Python 2 wrote long integers as 3L.
    _ = accept("L")
    guard !digits.isEmpty else { throw malformed("a whole number") }
    guard let value = Int(digits) else { throw malformed("a number that fits in 64 bits") }
    return value
  }

  private mutating func expect(_ token: String) throws(FormatError.Problem) {
    guard accept(token) else { throw malformed("'\(token)'") }
  }

  private mutating func accept(_ token: String) -> Bool {
    skipBlanks()
    guard bytes[offset...].starts(with: token.utf8) else { return false }
    offset += token.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, " \n\t\0".utf8.contains(bytes[offset]) { offset += 1 }
  }

  private func malformed(_ expected: String) -> FormatError.Problem {
    .malformedHeader(offset: start + offset, expected: expected)
  }
}
