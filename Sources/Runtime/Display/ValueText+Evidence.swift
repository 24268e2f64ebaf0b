import Formats
import Geometry
import Tensors

extension ValueText {
  /// An answer; at full length with its evidence, a line for each number.
  func display(_ answer: Answer) -> String {
    let short = answer.display ?? answer.summary ?? display(answer.value)
    guard shows == .all else { return short }
    let width = answer.fields.map(\.name.count).max() ?? 0
    let lines = answer.fields.map { name, value in
      "    \(name)\(String(repeating: " ", count: width - name.count))  \(line(value))"
    }
    return ([short] + lines).joined(separator: "\n")
  }

  /// A verdict with its further lines of explanation.
  func display(_ verdict: Verdict) -> String {
    ([verdict.summary] + verdict.details.map { "    \($0)" }).joined(separator: "\n")
  }

  /// Data: its size, how often each label occurs, and the first points.
  func display(_ data: PointData) -> String {
    var lines = [size(of: data)]
    if let labels = data.labels { lines.append("labels: " + labelCounts(labels)) }
    if !data.missing.isEmpty {
      let places = data.missing.prefix(3).map { "\($0.column) on line \($0.line)" }
      let more = data.missing.count > 3 ? ", …" : ""
      lines.append(
        "\(counted(data.droppedRows, "row")) left out for a missing number: "
          + places.joined(separator: ", ") + more)
    }
    lines += firstRows(of: data)
    return lines.joined(separator: "\n")
  }

  private func size(of data: PointData) -> String {
    let width = data.points.shape.dims.dropFirst()
    let space = width.map(String.init).joined(separator: "×")
    let dimension = width.isEmpty ? "numbers" : "points with \(space) coordinates"
    let name = data.origin.isEmpty ? "" : " from \(data.origin)"
    return "\(data.count) \(dimension)\(name)"
  }

  private func labelCounts(_ labels: [String]) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for label in labels {
      if counts[label] == nil { order.append(label) }
      counts[label, default: 0] += 1
    }
    let shown = order.prefix(10).map { "\($0) \(counts[$0, default: 0])" }
    return shown.joined(separator: ", ") + (order.count > 10 ? ", …" : "")
  }

  private func firstRows(of data: PointData) -> [String] {
    guard data.points.rank == 2 else { return [] }
    let width = data.points.shape[1]
    let shownColumns = min(width, 8)
    let shownRows = min(data.count, shows == .all ? data.count : 5)
    var rows: [[String]] = []
    if !data.columns.isEmpty {
      rows.append(Array(data.columns.prefix(shownColumns)) + [data.labelName ?? ""])
    }
    for row in 0..<shownRows {
      let numbers = (0..<shownColumns).map { column in
        NumberText(data.points[flat: row * width + column], digits: digits).text
      }
      rows.append(numbers + [data.labels?[row] ?? ""])
    }
    guard let columns = rows.first?.count else { return [] }
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { cells in
      let padded = cells.enumerated().map { column, cell in
        String(repeating: " ", count: widths[column] - cell.count) + cell
      }
      return "  " + padded.joined(separator: "  ")
    }
    if shownRows < data.count { lines.append("  … \(data.count - shownRows) more") }
    return lines
  }
}
