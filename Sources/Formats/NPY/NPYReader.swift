import Tensors

/// Reads arrays NumPy has saved, widening every kind of number to float64.
enum NPYReader {
  /// The numbers of a file, and what was done to them on the way.
  ///
  /// - Throws: the problems of `NPYHeader`, and `.wrongLength`, `.impossibleShape`, `.outOfMemory`,
  ///   `.interrupted`.
  static func tensor(
    _ bytes: [UInt8], limits: ReadingLimits
  ) throws(FormatError.Problem) -> (Tensor, [FormatNote]) {
    let header = try NPYHeader(bytes)
    try checkLength(of: header, in: bytes)
    var rounded = 0
    let stored = try decode(header, bytes, limits: limits, rounded: &rounded)

    var notes: [FormatNote] = []
    switch header.type {
    case .float16, .float32: notes.append(.widened(from: header.type))
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float64: break
    }
    if rounded > 0 { notes.append(.rounded(count: rounded, from: header.type)) }
    return (try inRowMajorOrder(stored, header), notes)
  }

  /// Compares the bytes there are with the bytes the shape needs, before anything is allocated.
  private static func checkLength(
    of header: NPYHeader, in bytes: [UInt8]
  ) throws(FormatError.Problem) {
    let found = bytes.count - header.dataOffset
    var expected: Int? = header.dims.contains(0) ? 0 : header.type.byteCount
    for extent in header.dims {
      guard let size = expected else { break }
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      expected = overflow ? nil : product
    }
    guard expected == found else {
      throw .wrongLength(shape: header.dims, expected: expected, found: found)
    }
  }

  private static func decode(
    _ header: NPYHeader, _ bytes: [UInt8], limits: ReadingLimits, rounded: inout Int
  ) throws(FormatError.Problem) -> Tensor {
    let dims = header.layout == .rowMajor ? header.dims : header.dims.reversed()
    do {
      var total = 0
      let tensor = try Tensor(shape: Shape.checked(dims)) { elements in
        let data = bytes[header.dataOffset...]
        try data.withUnsafeBytes { source in
          total = try NumberDecoder(header.type, header.order).decode(source, into: elements) {
            try limits.checkpoint()
          }
        }
      }
      rounded = total
      return tensor
    } catch let problem as FormatError.Problem {
      throw problem
    } catch TensorError.memoryLimit(let limit) {
      throw .memoryLimit(limit: limit)
    } catch TensorError.outOfMemory(let needed) {
      throw .outOfMemory(bytes: needed)
    } catch {
      throw .impossibleShape(header.dims)
    }
  }

  private static func inRowMajorOrder(
    _ stored: Tensor, _ header: NPYHeader
  ) throws(FormatError.Problem) -> Tensor {
    guard header.layout == .columnMajor, stored.rank > 1 else { return stored }
    do throws(TensorError) {
      return try stored.permuted(Array((0..<stored.rank).reversed()))
    } catch {
      throw FormatError.Problem(
        memory: error, bytes: stored.count * MemoryLayout<Double>.stride)
    }
  }
}
