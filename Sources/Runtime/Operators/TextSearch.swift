import Tensors

/// Whether a text occurs in another, character by character as `==` compares texts.
///
/// The search of Knuth, Morris and Pratt (1977) never goes back in the text, so it takes as long as
/// the two texts together and holds the part alone.
enum TextSearch {
  /// Whether `part` is a run of the characters of `text`; the empty text is in every text.
  ///
  /// - Throws: `.interrupted`; `.memoryLimit` where the part needs more than is left.
  static func contains(_ text: String, _ part: String) throws -> Bool {
    if part.utf8.isEmpty { return true }
    let perElement = MemoryLayout<Int>.stride + MemoryLayout<Character>.stride
    let charge = try Memory.charge(LongWork.cost(part.utf8.count, perElement))
    let length = text.utf8.count + part.utf8.count
    return try withExtendedLifetime(charge) {
      try LongWork.perform(LongWork.cost(length, 20)) { () throws(TensorError) -> Bool in
        // Of ASCII without carriage returns every byte is a character.
        if try isPlainASCII(text), try isPlainASCII(part) {
          return try occurs(Array(part.utf8), in: text.utf8)
        }
        return try occurs(Array(part), in: text)
      }
    }
  }

  private static func isPlainASCII(_ text: String) throws(TensorError) -> Bool {
    for (index, byte) in text.utf8.enumerated() {
      if index & 65535 == 65535 { try Supervision.check() }
      if byte >= 0x80 || byte == UInt8(ascii: "\r") { return false }
    }
    return true
  }

  private static func occurs<Element: Equatable>(
    _ part: [Element], in text: some Sequence<Element>
  ) throws(TensorError) -> Bool {
    let borders = try borders(of: part)
    var (matched, steps) = (0, 0)
    for element in text {
      steps += 1
      if steps & 65535 == 0 { try Supervision.check() }
      while matched > 0, part[matched] != element { matched = borders[matched - 1] }
      if part[matched] == element { matched += 1 }
      if matched == part.count { return true }
    }
    return false
  }

  /// For every beginning of the part, how much of it is its end and its beginning, too.
  private static func borders<Element: Equatable>(
    of part: [Element]
  ) throws(TensorError) -> [Int] {
    var borders = [Int](repeating: 0, count: part.count)
    var matched = 0
    for index in part.indices.dropFirst() {
      if index & 65535 == 65535 { try Supervision.check() }
      while matched > 0, part[matched] != part[index] { matched = borders[matched - 1] }
      if part[matched] == part[index] { matched += 1 }
      borders[index] = matched
    }
    return borders
  }
}

/// Texts in their order.
enum TextSorting {
  /// The texts in ascending order.
  ///
  /// - Throws: `.interrupted`.
  static func sorted(_ texts: [String]) throws(TensorError) -> [String] {
    let longest = texts.lazy.map(\.utf8.count).max() ?? 0
    let rounds = Int.bitWidth - texts.count.leadingZeroBitCount
    return try LongWork.perform(LongWork.cost(texts.count, rounds, 50 + longest / 4)) {
      () throws(TensorError) in texts.sorted()
    }
  }
}
