public import Tensors

/// What functions with equal graphs have in common, as a list of words.
///
/// It says where a function was written and what it captured, tensors by their shapes alone: two
/// functions with one signature differ at most in the elements of the tensors they captured.
public struct Signature: Hashable, Sendable {
  private(set) var words: [UInt64] = []

  /// A signature that says nothing yet.
  public init() {}

  /// Whether it has become too long to look anything up by.
  public var isTooLong: Bool { words.count > 1 << 16 }

  /// Adds a word.
  public mutating func append(_ word: UInt64) { words.append(word) }

  /// Adds all words of another signature, and how many they are.
  public mutating func append(_ other: Signature) {
    append(other.words.count)
    words += other.words
  }

  /// Adds a whole number.
  public mutating func append(_ number: Int) {
    words.append(UInt64(bitPattern: Int64(number)))
  }

  /// Adds a number, bit for bit.
  public mutating func append(_ number: Double) { words.append(number.bitPattern) }

  /// Adds a shape.
  public mutating func append(_ shape: Shape) {
    append(shape.rank)
    for extent in shape.dims { append(extent) }
  }

  /// Adds a text, byte by byte.
  public mutating func append(_ text: String) {
    append(text.utf8.count)
    var (word, filled) = (UInt64(0), 0)
    for byte in text.utf8 {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled.isMultiple(of: 8) { words.append(word) }
    }
    words.append(word)
  }
}
