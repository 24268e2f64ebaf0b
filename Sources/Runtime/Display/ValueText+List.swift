import Language

extension ValueText {
  /// A list on one line, or, where its strings take more, in columns as wide as the widest.
  ///
  /// Where there are more lines than the terminal has room for, the middle is left out.
  func display(_ list: ListValue) -> String {
    let elements = list.elements
    guard let width, elements.count > 1, elements.allSatisfy(\.isString) else {
      return plain(.list(list))
    }
    let room = shows == .all ? nil : height.map { max($0 - 4, 6) }
    // A string of one character takes five columns with its quotes, its comma and a space.
    var indices = Self.shown(elements.count, atMost: room.map { $0 * max(width / 4, 1) + 1 })
    var texts = indices.map { $0.map { line(elements[$0]) } ?? "…" }
    let widths = texts.map { DisplayWidth.of($0) }
    let total = widths.reduce(0) { $0 + $1 + 2 }
    if total <= width { return "[" + texts.joined(separator: ", ") + "]" }
    let column = (widths.max() ?? 0) + 2
    let columns = max((width - 2) / column, 1)
    if let room, texts.count > columns * room {
      indices = Self.shown(elements.count, atMost: columns * room)
      texts = indices.map { $0.map { line(elements[$0]) } ?? "…" }
    }
    let rows = stride(from: 0, to: texts.count, by: columns).map { start in
      let row = texts[start..<min(start + columns, texts.count)]
      return row.enumerated().map { index, text in
        guard index < row.count - 1 else { return text }
        return text + "," + String(repeating: " ", count: column - DisplayWidth.of(text) - 1)
      }.joined()
    }
    return "[" + rows.joined(separator: ",\n ") + "]"
  }

  /// The indices of which no more than so many are shown, nil standing for those left out.
  private static func shown(_ count: Int, atMost limit: Int?) -> [Int?] {
    guard let limit, count > limit else { return Array(0..<count) }
    return Array(0..<(limit / 2)) + [nil] + Array((count - (limit - 1) / 2)..<count)
  }
}

extension Value {
  fileprivate var isString: Bool { if case .string = self { true } else { false } }
}
