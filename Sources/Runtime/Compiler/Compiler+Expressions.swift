import Autodiff
import Geometry
import Language
import Maps

extension Compiler {
  /// Compiles an expression; a lambda is called what it is bound to.
  func expression(_ expression: Expression, named name: String? = nil) throws -> Code {
    try poll()
    let span = expression.span
    switch expression.kind {
    case .number(let number):
      return Code(Value.number(number))
    case .boolean(let flag):
      return Code(Value.boolean(flag))
    case .string(let pieces): return try string(pieces, span)
    case .name(let name): return try self.name(name, span)
    case .hole: return try hole(span)
    case .wholeAxis: throw failure(.misplaced(.symbol(":")), span)
    case .tuple(let fields): return try tuple(fields, span)
    case .list(let rows): return try list(rows, span)
    case .comprehension(let element, let clauses):
      return try comprehension(element, clauses, span)
    case .block(let block): return try blockValue(block)
    case .lambda(let parameters, let body):
      return try lambda(parameters, body, name: name, span)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise)
    case .unary(let operation, let operand): return try unary(operation, operand, span)
    case .binary(let operation, let lhs, let rhs, let operatorSpan):
      return try binary(operation, lhs, rhs, operatorSpan, span)
    case .property(let subject, let property, let negated, let qualifier):
      return try self.property(subject, property, negated, qualifier, span)
    case .application(let callee, let argument):
      let form: Problem.CallForm =
        if case .list = argument.kind { .juxtaposedBrackets } else { .juxtaposition }
      return try call(callee, [Argument(value: argument)], span, form)
    case .call(let callee, let arguments):
      return try call(callee, arguments, span, .parentheses)
    case .index(let subject, let indices): return try index(subject, indices, span)
    case .member(let subject, let field): return try member(subject, field)
    case .transpose(let operand): return try transpose(operand)
    case .gradient(let operand):
      return try vocabularyCall("grad", symbol: "∇", [operand], span)
    }
  }

  private func string(_ pieces: [Expression.StringPiece], _ span: Span) throws -> Code {
    let site = site(span)
    if pieces.isEmpty { return Code { _, _ in Value("") } }
    if pieces.count == 1, case .text(let text) = pieces[0] {
      return Code(Value(text))
    }
    let parts: [Code] = try pieces.map { piece in
      switch piece {
      case .text(let text):
        return Code(Value(text))
      case .interpolation(let expression): return try self.expression(expression)
      }
    }
    return Code { machine, frame in
      try Reuse.refuse()
      var text = ""
      for part in parts {
        text += try machine.plainText(try part(machine, frame))
        try machine.located(site) { try Size.check(bytes: text.utf8.count) }
      }
      return try machine.located(site) { try Value.charged(text) }
    }
  }

  private func tuple(_ fields: [Argument], _ span: Span) throws -> Code {
    let codes = try fields.map { try expression($0.value) }
    let names = fields.map { $0.name?.text }
    let site = site(span)
    var seen: Set<String> = []
    for field in fields {
      guard let name = field.name, !seen.insert(name.text).inserted else { continue }
      throw failure(.repeatedArgument(function: "the tuple", parameter: name.text), name.span)
    }
    return Code { machine, frame in
      var values: [Value] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(try code(machine, frame)) }
      return try machine.located(site) { try .tuple(of: values, names: names) }
    }
  }

  private func list(_ rows: [[Expression]], _ span: Span) throws -> Code {
    let site = site(span)
    let codes = try each(rows) { row in try each(row) { try expression($0) } }
    guard codes.count > 1 else {
      let elements = codes.first ?? []
      return Code { machine, frame in
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try element(machine, frame)) }
        return try machine.located(site) { try Value.bracketed(values) }
      }
    }
    let rowSites = rows.map { row in
      self.site(row.dropFirst().reduce(row.first?.span ?? span) { $0.union($1.span) })
    }
    return Code { machine, frame in
      let values = try codes.map { row in try row.map { try $0(machine, frame) } }
      do {
        return try Value.rows(values)
      } catch {
        throw Failure.ragged(error, rowSites) ?? Machine.locate(error, at: site)
      }
    }
  }

  /// A block within an expression: control that leaves it unwinds the expression.
  private func blockValue(_ block: Block) throws -> Code {
    scope.mayUnwind = true
    var statements = block.statements[...]
    var result = Code(.nothing)
    if let last = statements.last, case .expression(let value) = last.kind {
      statements.removeLast()
      let steps = try each(statements) { try statement($0, .silent) }
      result = try expression(value)
      return Compiler.running(steps, then: result)
    }
    return Compiler.running(try each(statements) { try statement($0, .silent) }, then: result)
  }

  private static func running(_ steps: [Step], then result: Code) -> Code {
    Code { machine, frame in
      for step in steps {
        let flow = try step(machine, frame)
        if flow != .next { throw Unwinding(flow: flow) }
      }
      return try result(machine, frame)
    }
  }

  /// Compiles an expression that must be a condition.
  func condition(_ expression: Expression) throws -> Condition {
    switch expression.kind {
    case .binary(let operation, let lhs, let rhs, let operatorSpan)
    where operation.isComparison || operation == .and || operation == .or:
      return try condition(of: operation, lhs, rhs, operatorSpan)
    case .unary(.not, let operand):
      let holds = try condition(operand)
      return Condition { machine, frame in !(try holds(machine, frame)) }
    default:
      let code = try self.expression(expression)
      let site = site(expression.span)
      return Condition { machine, frame in
        let value = try code(machine, frame)
        if case .boolean(let flag) = value { return flag }
        return try machine.located(site) { try Comparison.isTrue(value) }
      }
    }
  }

  private func member(_ subject: Expression, _ field: Name) throws -> Code {
    let code = try expression(subject)
    let site = site(field.span)
    let name = field.text
    let isShort = subject.span.end - subject.span.start <= 40
    let subject = isShort ? source.text(in: subject.span) : nil
    return Code { machine, frame in
      let value = try code(machine, frame)
      return try machine.located(site) {
        do {
          return try value.field(name, machine)
        } catch Problem.noField(let name, let kind, let near, let known, advice: _) {
          throw Problem.noField(
            name, kind: kind, near: near, known: known,
            advice: ForeignNames.field(
              name, of: subject, arguments: site.source.arguments(after: site.span.end),
              machine.vocabulary))
        }
      }
    }
  }

  private func transpose(_ operand: Expression) throws -> Code {
    let code = try expression(operand)
    let site = site(operand.span)
    return Code { machine, frame in
      let value = try code(machine, frame)
      return try machine.located(site) {
        guard let term = try value.plain.operand else {
          throw Problem.operand(
            symbol: "'", found: value.kindPhrase,
            wanted: value.callableName == nil
              ? "a matrix" : "a matrix; derivatives are ∇f(x) and jacobian(f, x)")
        }
        return term.rank < 2 ? value.plain : Value(try term.transposed())
      }
    }
  }

  private func index(_ subject: Expression, _ indices: [Expression], _ span: Span) throws -> Code {
    let code = try expression(subject)
    let indexCodes = try indices.map { try indexCode($0) }
    let spans = indices.map(\.span)
    let source = source
    return Code { machine, frame in
      let value = try code(machine, frame)
      var selected: [IndexValue] = []
      for index in indexCodes { selected.append(try index(machine, frame)) }
      do {
        return try value.indexed(by: selected)
      } catch {
        // The place of an index problem is the index, where it is known which one.
        let axis =
          if case .indexOutOfRange(_, _, let axis) = Problem(error) { axis ?? 0 } else {
            nil as Int?
          }
        let place = axis.flatMap { spans.at($0) } ?? (spans.count == 1 ? spans[0] : span)
        throw Machine.locate(error, at: Site(source: source, span: place))
      }
    }
  }

  private func indexCode(
    _ index: Expression
  ) throws -> (Machine, Frame) throws -> IndexValue {
    if case .wholeAxis = index.kind { return { _, _ in .whole } }
    if case .binary(let operation, let lhs, let rhs, _) = index.kind,
      operation == .halfOpenRange || operation == .closedRange
    {
      let start = try whole(lhs, "a bound of a range")
      let end = try whole(rhs, "a bound of a range")
      let closure: IndexValue.Closure = operation == .closedRange ? .closed : .halfOpen
      return { machine, frame in
        .bounds(start: try start(machine, frame), end: try end(machine, frame), closure)
      }
    }
    let code = try expression(index)
    return { machine, frame in .value(try code(machine, frame)) }
  }

  /// What sentences call a subject: its name, or, of a short call that makes a layer which has no name
  /// of its own, the call itself.
  private func calledName(_ subject: Expression) -> String? {
    switch subject.kind {
    case .name(let name): return name
    case .call(let callee, _):
      guard case .name(let maker) = callee.kind, ["linear", "affine"].contains(maker) else {
        return nil
      }
      let text = source.text(in: subject.span)
      return text.count <= 24 ? text : nil
    case .number, .string, .boolean, .hole, .wholeAxis, .tuple, .list, .comprehension, .block,
      .lambda, .conditional, .unary, .binary, .property, .application, .index, .member, .transpose,
      .gradient:
      return nil
    }
  }

  /// The properties to ask for of a subject: those of its kind where a name is bound to it.
  private func known(of subject: Expression, _ properties: [String]) -> [String] {
    guard case .name(let name) = subject.kind, case .global(let slot, _)? = resolved(name),
      let value = machine.globals[slot]
    else { return properties }
    let kind: Property.Subject
    switch value.plain {
    case .map: kind = .map
    case .tensor: kind = .matrix
    case .nothing, .number, .boolean, .string, .list, .tuple, .range, .space, .function, .data,
      .answer, .verdict, .module:
      return properties
    }
    return properties.filter { Property(rawValue: $0)?.subject == kind }
  }

  private func resolved(_ name: String) -> Place? {
    do throws(Problem) { return try resolver.resolve(name, in: scope) } catch { return nil }
  }

  private func property(
    _ subject: Expression, _ property: Name, _ negated: Bool, _ qualifier: Expression.Qualifier?,
    _ span: Span
  ) throws -> Code {
    let properties = machine.vocabulary.properties
    guard let judge = machine.vocabulary.judge, properties.contains(property.text) else {
      let near = nearest(to: property.text, among: properties)
      throw failure(
        .unknownProperty(
          property.text, near: near, known: known(of: subject, properties),
          advice: ForeignNames.property(property.text)), property.span)
    }
    let subjectCode = try expression(subject)
    let site = site(span)
    let name = property.text
    let restriction: (Machine, Frame) throws -> Vocabulary.PropertyQualifier
    switch qualifier {
    case nil: restriction = { _, _ in .everywhere }
    case .at(let point):
      let code = try expression(point)
      restriction = { machine, frame in .at(try code(machine, frame)) }
    case .on(let data):
      let code = try expression(data)
      restriction = { machine, frame in .on(try code(machine, frame)) }
    }
    let subjectName = calledName(subject)
    return Code { machine, frame in
      let subject = try subjectCode(machine, frame).plain.called(subjectName)
      let qualifier = try restriction(machine, frame)
      return try machine.located(site) {
        let verdict = try FiniteCheck.unwatched {
          try judge(Context(machine: machine, site: site), subject, name, qualifier)
        }
        return .verdict(Box(negated ? verdict.negated : verdict))
      }
    }
  }
}
