/// A place in one of the blocks a prepared computation works on.
package struct BlockAddress: Hashable, Sendable {
  /// Which block.
  package var block: Int
  /// How many elements into it.
  package var offset: Int

  /// Makes an address.
  package init(block: Int, offset: Int) {
    self.block = block
    self.offset = offset
  }
}

/// Where the blocks of one run begin, by index.
package typealias BlockBases = UnsafePointer<UnsafeMutablePointer<Double>>

extension BlockBases {
  /// The element at an address.
  @inline(__always)
  package subscript(address: BlockAddress) -> UnsafeMutablePointer<Double> {
    self[address.block] + address.offset
  }
}
