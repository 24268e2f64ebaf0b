import Language

/// Where a cursor stands in a text that may not be complete: in code, in a string, in a comment.
struct CursorContext {
  /// What the cursor stands in.
  enum Place: Equatable {
    /// Code, which begins at the offset: 0, or after the brace of an interpolation.
    case code(start: Int)
    /// A string whose text begins at the offset, just past its opening quote.
    case string(start: Int)
    case comment
  }

  let place: Place

  /// The place at the end of a text.
  ///
  /// The lexer cannot tell, as it takes a string that is not closed as a whole.
  init(endOf bytes: ArraySlice<UInt8>) {
    var levels: [Level] = [.code(start: bytes.startIndex, braces: 0)]
    var isInComment = false
    var offset = bytes.startIndex
    while offset < bytes.endIndex {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\n") {
        // Strings end with their line, and so does all that is within them.
        isInComment = false
        levels.removeLast(levels.count - 1)
        continue
      }
      if isInComment { continue }
      switch levels.removeLast() {
      case .string(let start):
        switch byte {
        case UInt8(ascii: "\""): break
        case UInt8(ascii: "{"):
          levels += [.string(start: start), .code(start: offset, braces: 0)]
        case UInt8(ascii: "\\"):
          offset = min(offset + 1, bytes.endIndex)
          levels.append(.string(start: start))
        default: levels.append(.string(start: start))
        }
      case .code(let start, var braces):
        switch byte {
        case UInt8(ascii: "}") where braces == 0 && !levels.isEmpty: continue
        case UInt8(ascii: "{"): braces += 1
        case UInt8(ascii: "}"): braces = max(braces - 1, 0)
        case UInt8(ascii: "#"): isInComment = true
        default: break
        }
        levels.append(.code(start: start, braces: braces))
        if byte == UInt8(ascii: "\"") { levels.append(.string(start: offset)) }
      }
    }
    switch levels.last {
    case _ where isInComment: place = .comment
    case .string(let start): place = .string(start: start)
    case .code(let start, _): place = .code(start: start)
    case nil: place = .code(start: bytes.startIndex)
    }
  }

  private enum Level {
    case code(start: Int, braces: Int)
    case string(start: Int)
  }
}
