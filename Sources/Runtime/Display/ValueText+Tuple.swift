import Autodiff
import Language
import Tensors

extension ValueText {
  /// A tuple on one line where it fits, or else one element below the other.
  ///
  /// Tensors are blocks then:
  ///
  ///     (u: [0.4, 0.9;
  ///          0.9, -0.4],
  ///      s: [5.5, 0.4])
  func display(_ tuple: TupleValue) -> String {
    let line = plain(.tuple(tuple))
    guard let width, DisplayWidth.of(line) > width, !tuple.elements.isEmpty else { return line }
    let height = height.map { $0 / tuple.elements.count }
    let elements = zip(tuple.names, tuple.elements).map { name, element in
      let label = name.map { "\($0): " } ?? ""
      // The label, a parenthesis before and a sign behind.
      let room = TextStyle(
        digits: style.digits, width: max(width - DisplayWidth.of(label) - 2, 20), height: height,
        elision: style.elision)
      let indent = String(repeating: " ", count: DisplayWidth.of(label) + 1)
      return label + lines(of: element, room).joined(separator: "\n" + indent)
    }
    return "(" + elements.joined(separator: ",\n ") + ")"
  }

  private func lines(of element: Value, _ style: TextStyle) -> [String] {
    guard case .tensor(let box) = element, let tensor = box.value.witness else {
      return [line(element)]
    }
    return blockText(tensor, style)
  }
}
