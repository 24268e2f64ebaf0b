import Tensors

/// Writes tensors as NPY version 1: float64, little-endian, row-major.
enum NPYWriter {
  /// The bytes of the file.
  ///
  /// - Throws: `.interrupted`.
  static func bytes(_ tensor: Tensor) throws(FormatError.Problem) -> [UInt8] {
    let dims = tensor.shape.dims.map { "\($0), " }.joined()
    var header = Array("{'descr': '<f8', 'fortran_order': False, 'shape': (\(dims)), }".utf8)
    // The numbers begin at a multiple of 64 bytes, for those who map the file into memory.
    let fixed = NPYHeader.magic.count + 4
    let padding = 63 - (fixed + header.count) % 64
    header += Array(repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]

    var bytes = NPYHeader.magic + [1, 0, UInt8(header.count & 0xFF), UInt8(header.count >> 8)]
    bytes.reserveCapacity(fixed + header.count + tensor.count * MemoryLayout<Double>.size)
    bytes += header
    try tensor.withElements { elements throws(FormatError.Problem) in
      for (index, element) in elements.enumerated() {
        if index % 65536 == 65535 { try FileWriting.checkpoint() }
        withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }
}
