package import Tensors

/// How much of a value is shown, and with how many figures.
package struct TextStyle: Sendable, Equatable {
  /// The most significant figures of a number that is not whole.
  package var digits: Int
  /// The columns of the terminal; nil where lines may be of any length.
  package var width: Int?
  /// The lines of the terminal; nil where there may be any number.
  package var height: Int?
  /// Whether the middle of something large is left out.
  package var elision: Elision
  /// How many numbers are shown in full where neither width nor height limits them.
  package var countLimit = 1000

  /// Whether the middle of something large is left out.
  package enum Elision: Sendable {
    /// Beyond the width and height, or beyond `countLimit` numbers where there are none.
    case middle
    /// Never: everything is shown.
    case never
  }

  /// A style from its parts.
  package init(
    digits: Int = 5, width: Int? = nil, height: Int? = nil, elision: Elision = .middle
  ) {
    self.digits = digits
    self.width = width
    self.height = height
    self.elision = elision
  }
}

/// A tensor as text that reads back in the language where nothing is left out.
///
/// - A number stands alone; a vector is `[0.3, -0.7]`, wrapped where it is long.
/// - A matrix has one line per row and its columns aligned at the decimal point:
///
///       [1, 0.5;
///        0, 12]
///
/// - More axes nest, with a comment that names each block: `# [0, :, :]`.
/// - `…` stands for what is left out, and a comment then tells the shape.
/// - A leading `≈` says that some number shown is not the number meant, though it looks exact; a
///   number that visibly has all the figures it may have needs no such mark.
package func text(_ tensor: Tensor, _ style: TextStyle = TextStyle()) -> String {
  if let number = tensor.scalar { return text(number, style) }
  var layout = TensorLayout(tensor, style)
  let body = layout.text()
  let mark = layout.hidesRounding ? "≈ " : ""
  // Later lines move along with the first, so that columns stay aligned.
  let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
  let text = mark + lines.joined(separator: mark.isEmpty ? "\n" : "\n  ")
  guard layout.isElided else { return text }
  let note = "# \(tensor.shape)"
  let used = (lines.last?.count ?? 0) + mark.count + 2 + note.count
  // Where there is no room beside the last line, the shape stands below it.
  return text + (style.width.map { used > $0 } == true ? "\n" : "  ") + note
}

/// A tensor among other things: its lines as `text` has them, without a mark and without the shape.
package func blockText(_ tensor: Tensor, _ style: TextStyle) -> [String] {
  var layout = TensorLayout(tensor, style)
  return layout.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

/// One number as text, with the mark `≈` where rounding hid something.
package func text(_ number: Double, _ style: TextStyle = TextStyle()) -> String {
  let number = NumberText(number, digits: style.digits)
  return number.rounding == .hidden ? "≈ " + number.text : number.text
}

/// A tensor on one line, as it stands within a sentence: `[1, 1; 1, 2]`, without a mark.
package func inlineText(_ tensor: Tensor, _ style: TextStyle = TextStyle()) -> String {
  var unbounded = style
  unbounded.width = nil
  unbounded.height = nil
  var layout = TensorLayout(tensor, unbounded)
  return layout.inlineText()
}
