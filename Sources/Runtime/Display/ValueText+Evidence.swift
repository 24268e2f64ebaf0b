import Formats
import Geometry
import Language
import Tensors

extension ValueText {
  /// An answer; at full length with its evidence, a line for each number.
  func display(_ answer: Answer) -> String {
    let short = (answer.display ?? answer.summary).map { wrapped($0) } ?? layout(answer.value)
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
    let coordinates = space == "1" ? "1 coordinate" : "\(space) coordinates"
    let size =
      width.isEmpty
      ? counted(data.count, "number") : "\(counted(data.count, "point")) with \(coordinates)"
    let name = data.origin.isEmpty ? "" : " from \(data.origin)"
    return size + name
  }

  private func labelCounts(_ labels: [String]) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for label in labels {
      if counts[label] == nil { order.append(label) }
      counts[label, default: 0] += 1
    }
    let shown = order.prefix(10).map { "\(DisplayWidth.visible($0)) \(counts[$0, default: 0])" }
    return shown.joined(separator: ", ") + (order.count > 10 ? ", …" : "")
  }

  /// The first points, in as many columns as fit, and how much more there is.
  private func firstRows(of data: PointData) -> [String] {
    guard data.points.rank == 2 else { return [] }
    let width = data.points.shape[1]
    let shownRows = min(data.count, shows == .all ? data.count : 5)
    var shownColumns = min(width, shows == .all ? width : 8)
    var lines = rows(of: data, shownRows, shownColumns)
    if let room = self.width, shows == .part {
      while shownColumns > 1, lines.contains(where: { DisplayWidth.of($0) > room }) {
        shownColumns -= 1
        lines = rows(of: data, shownRows, shownColumns)
      }
    }
    let hiddenRows = data.count - shownRows
    let hiddenColumns = width - shownColumns
    let columns = counted(hiddenColumns, "more column")
    switch (hiddenRows > 0, hiddenColumns > 0) {
    case (true, true): lines.append("  … \(hiddenRows) more, and \(columns)")
    case (true, false): lines.append("  … \(hiddenRows) more")
    case (false, true): lines.append("  … \(columns)")
    case (false, false): break
    }
    return lines
  }

  /// The first points under the names of their columns.
  private func rows(of data: PointData, _ rows: Int, _ columns: Int) -> [String] {
    guard columns > 0 || data.labels != nil else { return [] }
    let width = data.points.shape[1]
    let names =
      data.columns.isEmpty ? [] : Array(data.columns.prefix(columns)) + [data.labelName ?? ""]
    var table = TextTable(
      (0...columns).map { (names.at($0).map { DisplayWidth.visible($0) } ?? "", .right) })
    for row in 0..<rows {
      let numbers = (0..<columns).map { column in
        NumberText(data.points[flat: row * width + column], digits: digits).text
      }
      table.add(numbers + [data.labels.map { DisplayWidth.visible($0[row]) } ?? ""])
    }
    return data.columns.isEmpty ? Array(table.lines.dropFirst()) : table.lines
  }
}
