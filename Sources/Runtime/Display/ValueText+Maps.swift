import Language
import Maps

extension ValueText {
  /// A map in a line: `ℝ² → ℝ⁸  smooth, 2 layers, 24 parameters`.
  func signature(_ map: SmoothMap) -> String {
    var parts = ["\(map.kind)"]
    if map.layers.count > 1 { parts.append(counted(map.layers.count, "layer")) }
    if map.kind.form == .general, map.parameterCount > 0 {
      parts.append(counted(map.parameterCount, "parameter"))
    }
    return "\(map.spaces)  \(parts.joined(separator: ", "))"
  }

  /// A map as a table of its layers with spaces, kinds and parameter counts, and its totals; the
  /// middle of a long chain is left out.
  func display(_ map: SmoothMap) -> String {
    let layers = map.layers
    guard layers.count > 1 else { return "\(map.name) : \(signature(map))" }
    var table = TextTable([
      ("#", .left), ("layer", .left), ("space", .left), ("kind", .left), ("parameters", .right),
    ])
    let shown = shownLayers(of: layers.count)
    for index in 0..<shown.head { table.add(row("\(index)", layers[index])) }
    let hidden = layers.count - shown.head - shown.tail
    if hidden > 0 { table.add(["…", "\(hidden) more"]) }
    for index in (layers.count - shown.tail)..<layers.count {
      table.add(row("\(index)", layers[index]))
    }
    table.add(row("", map, called: "total"))
    return table.lines(fitting: width).joined(separator: "\n")
  }

  /// How many layers of a chain are shown at its beginning and at its end.
  private func shownLayers(of count: Int) -> (head: Int, tail: Int) {
    // The heading, the totals, a line for what is left out, and the prompt take lines too.
    let limit = height.map { max($0 - 6, 6) } ?? 40
    guard shows == .part, count > limit else { return (count, 0) }
    return ((limit + 1) / 2, limit / 2)
  }

  private func row(_ number: String, _ map: SmoothMap, called name: String? = nil) -> [String] {
    [
      number, DisplayWidth.visible(name ?? map.name), "\(map.spaces)",
      "\(map.kind)", "\(map.parameterCount)",
    ]
  }
}
