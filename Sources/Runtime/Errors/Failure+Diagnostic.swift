import Language
import Maps

extension Failure {
  /// The failure as the user sees it; the machine knows where maps were made.
  func diagnostic(_ machine: Machine) -> Diagnostic {
    let text = problem.text
    return Diagnostic(
      text.id, text.title, at: Diagnostic.Label(site.source, site.span, text.label),
      also: secondary + chainLabels(machine), facts: text.facts, hint: text.hint, trace: trace,
      omittedCalls: omittedCalls)
  }

  /// The failure of rows that are not equally long, at the row to blame; nil for any other.
  static func ragged(_ error: any Error, _ rows: [Site]) -> Failure? {
    guard case .raggedRows(let row, let found, let expected) = Problem(error),
      let first = rows.first,
      let place = rows.at(row)
    else { return nil }
    var failure = Failure(
      problem: .raggedRows(row: row, found: found, expected: expected), site: place)
    failure.secondary = [
      Diagnostic.Label(first.source, first.span, counted(expected, "entry"))
    ]
    return failure
  }

  /// The layers of a chain that does not fit, each with what it does to the size.
  private func chainLabels(_ machine: Machine) -> [Diagnostic.Label] {
    guard case .map(.doesNotFit(_, let chain)) = problem else { return [] }
    var labels: [Diagnostic.Label] = []
    // Of a long chain the last layers tell: from the one that made the size that does not fit.
    var told = chain.dropLast()
    if told.count > 4 {
      told = told.suffix(told.reversed().prefix { $0.domain == $0.codomain }.count + 1).suffix(4)
    }
    for layer in told {
      guard let place = machine.site(of: layer.origin), place != site else { continue }
      let remark =
        layer.domain == layer.codomain ? "keeps \(layer.codomain)" : "gives \(layer.codomain)"
      labels.append(Diagnostic.Label(place.source, place.span, remark))
    }
    return labels
  }
}
