import Autodiff
import Language
import Maps

/// Watching statements for NaN and infinity: the first run finds the operation, the second its place.
extension Engine {
  /// Runs the last statement again, watched, and leaves everything as it is.
  func findNaN() -> NaNSearch {
    guard let last, !isRunning else { return .nothingRan }
    return entering { search(last) }
  }

  private func search(_ last: LastStatement) -> NaNSearch {
    undoing(last.before.names) { rerunning(last) { searchWatched(last) } }
  }

  private func searchWatched(_ last: LastStatement) -> NaNSearch {
    machine.withoutShowing {
      rewind(to: last)
      let check = FiniteCheck()
      do {
        try watch(last, check)
      } catch let error as Failure where isConsequence(error) {
        guard case .made(let found) = check.latest else {
          return .failed(error.diagnostic(machine))
        }
        return .found(diagnostic(of: found, check, last, then: error))
      } catch {
        return .failed(diagnostic(Machine.locate(error, at: last.site), last.source))
      }
      switch check.reached {
      case .made(let found): return .found(diagnostic(of: found, check, last))
      case .given: return .given(givenDiagnostic(last))
      case nil:
        guard let found = check.first else { return .clean(operations: check.count) }
        return .masked(diagnostic(of: found, check, last), operations: check.count)
      }
    }
  }

  /// Runs a statement, watched.
  ///
  /// - Throws: what it throws; the diagnostic of the operation whose result, in what the statement
  ///   gave, is not finite.
  func performChecked(_ last: LastStatement) throws {
    let check = FiniteCheck()
    var consequence: Failure?
    do {
      try watch(last, check)
    } catch let error as Failure where isConsequence(error) {
      consequence = error
    }
    let origin = consequence == nil ? check.reached : check.latest
    guard case .made(let found) = origin else {
      if let consequence { throw consequence }
      return
    }
    let returned = machine.returned
    defer { machine.returned = returned }
    throw machine.withoutShowing { diagnostic(of: found, check, last, then: consequence) }
  }

  /// Puts everything back to where it was before a statement ran.
  private func rewind(to last: LastStatement) {
    last.before.restore(machine)
    imports.filesRun = last.filesRun
  }

  /// Runs a statement and notes what it gave, besides what it showed.
  private func watch(_ last: LastStatement, _ check: FiniteCheck) throws {
    machine.returned = .nothing
    do {
      try perform(last, check)
    } catch {
      throw Machine.locate(error, at: last.site)
    }
    check.noteGiven(machine.returned)
    for slot in last.statement.assigned {
      if let value = machine.globals[slot] { check.noteGiven(value) }
    }
  }

  /// Whether a failure may come of a number that is not finite.
  private func isConsequence(_ failure: Failure) -> Bool {
    ["number.notFinite", "assert.failed"].contains(failure.problem.text.id)
  }

  /// Runs the statement up to the operation, for its place.
  private func diagnostic(
    of found: NonFinite, _ first: FiniteCheck, _ last: LastStatement,
    then consequence: Failure? = nil
  ) -> Diagnostic {
    rewind(to: last)
    let check = FiniteCheck(stoppingAt: found)
    var failure = Failure(problem: .autodiff(.notFinite(found)), site: last.site)
    do {
      try watch(last, check)
    } catch {
      if check.stopped != nil, let error = error as? Failure { failure = error }
    }
    let stopped = check.stopped ?? found
    failure.problem = .autodiff(.notFinite(stopped))
    failure.secondary = stopped.places.compactMap { place in
      guard case .layer(let index, _, _, let origin?) = place,
        let site = machine.site(of: Origin(index: origin)), site != failure.site
      else { return nil }
      return Diagnostic.Label(site.source, site.span, "layer \(index)")
    }
    var diagnostic = failure.diagnostic(machine)
    if first.hasDerived, case .value = stopped.phase {
      diagnostic.facts.append("it is in the value, not in a derivative")
    }
    if first.faults > 1 {
      diagnostic.facts.append(
        "\(first.faults) operations in all gave NaN or infinity from finite numbers")
    }
    if let consequence {
      diagnostic.facts.append("then the statement failed: \(consequence.problem.text.title)")
    }
    return diagnostic
  }

  /// What is said when the statement was given what is not finite: by which names.
  private func givenDiagnostic(_ last: LastStatement) -> Diagnostic {
    rewind(to: last)
    let text = last.source.text(in: last.statement.span)
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    var seen: Set<String> = []
    let facts = words.filter { seen.insert($0).inserted }.compactMap { name -> String? in
      guard let part = value(of: name)?.nonFinitePart else { return nil }
      return "\(name)\(part.path) is \(NonFinite.word(for: part.number))"
    }
    return Diagnostic(
      "number.given", "NaN or infinity was there before",
      at: Diagnostic.Label(last.source, last.statement.span),
      facts: ["no operation of the statement made it from finite numbers"] + facts)
  }
}
