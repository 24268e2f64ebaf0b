import Maps
import Tensors

extension ValueText {
  /// A map in a line: `ℝ² → ℝ⁸  smooth, 2 layers, 24 parameters`.
  func signature(_ map: SmoothMap) -> String {
    var parts = ["\(map.kind)"]
    if map.layers.count > 1 { parts.append(counted(map.layers.count, "layer")) }
    if map.kind.form == .general, map.parameterCount > 0 {
      parts.append(counted(map.parameterCount, "parameter"))
    }
    return "\(map.domain) → \(map.codomain)  \(parts.joined(separator: ", "))"
  }

  /// A map as a table of its layers with spaces, kinds and parameter counts, and its totals.
  func display(_ map: SmoothMap) -> String {
    let layers = map.layers
    guard layers.count > 1 else { return "\(map.name) : \(signature(map))" }
    var rows = [["#", "layer", "space", "kind", "parameters"]]
    for (index, layer) in layers.enumerated() { rows.append(row("\(index)", layer.name, layer)) }
    rows.append(row("", "total", map))
    return table(rows)
  }

  private func row(_ number: String, _ name: String, _ map: SmoothMap) -> [String] {
    [number, name, "\(map.domain) → \(map.codomain)", "\(map.kind)", "\(map.parameterCount)"]
  }

  /// Columns of text, the last one flush right.
  private func table(_ rows: [[String]]) -> String {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { cells in
      let padded = cells.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == columns - 1 ? padding + cell : cell + padding
      }
      return "  " + padded.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
