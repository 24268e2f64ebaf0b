/// How much room text takes on a terminal, which decides where underlines go.
package enum DisplayWidth {
  /// How many columns lie between tab stops.
  static let tabStop = 4

  /// The columns a character takes: 0, 1 or 2.
  package static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    var width = 0
    for scalar in character.unicodeScalars {
      if scalar.value == 0xFE0F { return 2 }
      width = max(width, of(scalar))
    }
    return width
  }

  /// The columns a text takes.
  package static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// What stands on the screen for a character: itself, unless it would move the cursor, change
  /// colours or reverse the line.
  static func visible(_ character: Character) -> String {
    guard character.unicodeScalars.contains(where: isUnprintable) else { return String(character) }
    var shown = ""
    for scalar in character.unicodeScalars {
      if !isUnprintable(scalar) {
        shown.unicodeScalars.append(scalar)
      } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
        shown.unicodeScalars.append(picture)
      } else {
        shown += "\u{FFFD}"
      }
    }
    return shown
  }

  /// A remark on one line: line breaks become spaces, other controls become visible.
  package static func visible(_ text: String) -> String {
    var shown = ""
    for character in text {
      shown += character.isNewline || character == "\t" ? " " : visible(character)
    }
    return shown
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    let isWide = wide.contains { $0.contains(scalar.value) }
    return isWide ? 2 : 1
  }

  /// Whether a character moves the cursor, changes colours or reverses the line.
  package static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The blocks whose characters are two columns wide (Unicode Annex 11, classes W and F).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
