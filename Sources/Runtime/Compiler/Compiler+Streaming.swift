import Autodiff
import Geometry
import Language
import Tensors

/// `rank jacobian(f, X)` and its like at many points: the matrices are taken a tile at a time by the
/// function around, and never kept all at once.
extension Compiler {
  /// Code for a function of the vocabulary that takes Jacobians one at a time, called on a call of
  /// `jacobian`; nil for every other call.
  func streamed(
    _ callee: Expression, _ arguments: [Argument], _ span: Span, _ form: Problem.CallForm
  ) throws -> Code? {
    guard let outer = try vocabularyEntry(callee), let answer = outer.overJacobians,
      let first = arguments.first, first.name == nil,
      case .call(let innerCallee, let innerArguments) = first.value.kind,
      let inner = try vocabularyEntry(innerCallee), inner.givesJacobians,
      innerArguments.count == 2,
      innerArguments.allSatisfy({ argument in
        if case .hole = argument.value.kind { false } else { argument.name == nil }
      })
    else { return nil }
    let codes = try innerArguments.map { try expression($0.value) }
    let rest = try arguments.dropFirst().map { try expression($0.value) }
    let innerCall = callSite(innerArguments, innerCallee.span, first.value.span, .parentheses)
    let outerCall = callSite(arguments, callee.span, span, form)
    let (statistic, jacobian) = (outer.value, inner.value)
    return Code { machine, frame in
      let values = try codes.map { try $0(machine, frame) }
      if let jacobians = Compiler.jacobians(values[0], values[1]) {
        let stand = Value(Term.filled(0, [1, jacobians.rows, jacobians.columns]))
        let given = outerCall.given([stand] + (try rest.map { try $0(machine, frame) }))
        return try outerCall.locating {
          try machine.located(outerCall.site) { try answer(jacobians, outer.match(given)) }
        }
      }
      let matrix = try innerCall.run(machine, jacobian, innerCall.given(values))
      return try outerCall.run(
        machine, statistic, outerCall.given([matrix] + rest.map { try $0(machine, frame) }))
    }
  }

  /// The entry of the vocabulary that a name means here.
  private func vocabularyEntry(_ expression: Expression) throws -> Builtin? {
    guard case .name(let name) = expression.kind,
      case .constant(.function(.builtin(let box))) = try located(
        expression.span, { () throws(Problem) in try resolver.resolve(name, in: scope) })
    else { return nil }
    return box.value
  }

  /// The Jacobians of a map at points in rows that are known; nil where there are none of the kind.
  private static func jacobians(_ function: Value, _ points: Value) -> Jacobians? {
    guard case .map(let map) = function.plain else { return nil }
    switch points.plain {
    case .data(let data): return Jacobians(of: map.map, at: Term(data.points))
    case .tensor(let term):
      return term.value.rank < 2 ? nil : Jacobians(of: map.map, at: term.value)
    case .nothing, .number, .boolean, .string, .list, .tuple, .range, .space, .map, .function,
      .answer, .verdict, .module:
      return nil
    }
  }
}
