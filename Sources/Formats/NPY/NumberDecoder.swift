/// Turns the bytes of stored numbers into float64.
struct NumberDecoder {
  private let type: NumberType
  private let order: NPYHeader.ByteOrder

  init(_ type: NumberType, _ order: NPYHeader.ByteOrder) {
    self.type = type
    self.order = order
  }

  /// Decodes as many numbers as the target has room for; the source must hold as many.
  ///
  /// Answers how many integers float64 could not hold exactly. Calls `checkpoint` every million
  /// numbers.
  func decode(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Double>,
    checkpoint: () throws -> Void
  ) throws -> Int {
    precondition(source.count >= target.count * type.byteCount, "the source is too short")
    var rounded = 0
    var start = 0
    while start < target.count {
      try checkpoint()
      let range = start..<min(start + (1 << 20), target.count)
      rounded += decode(source, into: target, range)
      start = range.upperBound
    }
    return rounded
  }

  private func decode(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Double>,
    _ range: Range<Int>
  ) -> Int {
    switch type {
    case .bool: each(range, source, UInt8.self, target) { $0 == 0 ? 0 : 1 }
    case .int8: each(range, source, Int8.self, target) { Double($0) }
    case .uint8: each(range, source, UInt8.self, target) { Double($0) }
    case .int16: each(range, source, Int16.self, target) { Double($0) }
    case .uint16: each(range, source, UInt16.self, target) { Double($0) }
    case .int32: each(range, source, Int32.self, target) { Double($0) }
    case .uint32: each(range, source, UInt32.self, target) { Double($0) }
    case .float16: each(range, source, UInt16.self, target) { Double(Float16(bitPattern: $0)) }
    case .float32: each(range, source, UInt32.self, target) { Double(Float(bitPattern: $0)) }
    case .float64: each(range, source, UInt64.self, target) { Double(bitPattern: $0) }
    case .int64: return counting(range, source, Int64.self, target)
    case .uint64: return counting(range, source, UInt64.self, target)
    }
    return 0
  }

  @inline(__always)
  private func each<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ range: Range<Int>, _ source: UnsafeRawBufferPointer, _: Stored.Type,
    _ target: UnsafeMutableBufferPointer<Double>, _ value: (Stored) -> Double
  ) {
    for i in range { target[i] = value(load(i, source)) }
  }

  @inline(__always)
  private func counting<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ range: Range<Int>, _ source: UnsafeRawBufferPointer, _: Stored.Type,
    _ target: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    var rounded = 0
    for i in range {
      let stored: Stored = load(i, source)
      target[i] = Double(stored)
      if Stored(exactly: target[i]) != stored { rounded += 1 }
    }
    return rounded
  }

  @inline(__always)
  private func load<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ i: Int, _ source: UnsafeRawBufferPointer
  ) -> Stored {
    let stored = source.loadUnaligned(
      fromByteOffset: i * MemoryLayout<Stored>.size, as: Stored.self)
    switch order {
    case .little: return Stored(littleEndian: stored)
    case .big: return Stored(bigEndian: stored)
    }
  }
}
