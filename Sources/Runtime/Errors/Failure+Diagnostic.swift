import Language
import Maps

extension Failure {
  /// The failure as the user sees it; the machine knows where maps were made.
  func diagnostic(_ machine: Machine) -> Diagnostic {
    let text = problem.text
    var facts = text.facts
    if omittedCalls > 0 { facts.append("and \(counted(omittedCalls, "call")) further out") }
    return Diagnostic(
      text.id, text.title, at: Diagnostic.Label(site.source, site.span, text.label),
      also: secondary + chainLabels(machine), facts: facts, hint: text.hint, trace: trace)
  }

  /// The layers of a chain that does not fit, each with what it does to the size.
  private func chainLabels(_ machine: Machine) -> [Diagnostic.Label] {
    guard case .map(.doesNotFit(_, let chain)) = problem else { return [] }
    var labels: [Diagnostic.Label] = []
    for layer in chain.dropLast() {
      guard let place = machine.site(of: layer.origin), place != site else { continue }
      let remark =
        layer.domain == layer.codomain ? "keeps \(layer.codomain)" : "gives \(layer.codomain)"
      labels.append(Diagnostic.Label(place.source, place.span, remark))
    }
    return labels
  }
}
