import Language
import Maps

extension Compiler {
  /// Compiles a definition: the value is a map when its parameter has a space, else a function.
  func function(_ definition: Definition) throws -> Code {
    try closure(
      named: definition.name.text, selfName: definition.name.text, definition.parameters,
      try AssignedNames.of([definition.body]), documentation: definition.documentation,
      definition.name.span
    ) { try $0.functionBody(definition.body, parameterCount: definition.parameters.count) }
  }

  /// Compiles a lambda; bound to a name it is called by it and may call itself.
  func lambda(
    _ parameters: [Parameter], _ body: Expression, name: String?, _ span: Span
  ) throws -> Code {
    let shown = name ?? "(\(parameters.map(\.name.text).joined(separator: ", "))) -> …"
    return try closure(
      named: shown, selfName: name, parameters, try AssignedNames.of([body]), documentation: nil,
      span
    ) { try $0.functionBody(body, parameterCount: parameters.count) }
  }

  /// Compiles the function that a call with holes stands for: `f(_, y)` is `x -> f(x, y)`.
  func partial(
    _ count: Int, _ span: Span, _ call: (Compiler) throws -> Code
  ) throws -> Code {
    // No name that can be typed has a space.
    let names = (0..<count).map { "hole \($0)" }
    return try closure(
      named: source.text(in: span), selfName: nil,
      names.map { Parameter(name: Name($0, span: span)) }, [], documentation: nil, span
    ) { compiler in
      compiler.holes.append(HoleNames(names: names))
      defer { compiler.holes.removeLast() }
      return try call(compiler)
    }
  }

  private func closure(
    named name: String, selfName: String?, _ parameters: [Parameter], _ assigned: [Name],
    documentation: String?, _ span: Span, body: (Compiler) throws -> Code
  ) throws -> Code {
    try checkSpaces(parameters)
    // Spaces and defaults belong to the scope around and are evaluated once.
    let space = try parameters.first?.space.map { try expression($0) }
    let defaults = try parameters.map { try $0.defaultValue.map { try expression($0) } }
    let (code, sources) = try functionCode(
      named: name, selfName: selfName, parameters, assigned, documentation: documentation, span,
      body: body)
    let site = site(span)
    let globals = machine.globals
    let make: (Machine, Frame) throws -> Closure = { machine, frame in
      let captured = sources.map { source in
        switch source {
        case .local(let slot): frame[slot]
        case .global(let slot): globals[slot]
        case .ownFunction: frame.function.map { Value.function(.closure($0)) }
        }
      }
      let values = try defaults.map { try $0?(machine, frame) }
      return try machine.located(site) {
        try Closure(code: code, captured: captured, defaults: values)
      }
    }
    guard let space, let spaceSpan = parameters.first?.space?.span else {
      return Code { machine, frame in .function(.closure(try make(machine, frame))) }
    }
    let spaceSite = self.site(spaceSpan)
    return Code { machine, frame in
      let domain = try space(machine, frame)
      guard case .space(let box) = domain.plain else {
        throw Failure(
          problem: .notASpace(parameter: code.parameters[0].name, found: domain.kindPhrase),
          site: spaceSite)
      }
      let closure = try make(machine, frame)
      return try machine.located(site) {
        var map = try machine.tracedMap(
          closure, extra: Array(closure.defaults.dropFirst()), domain: box.value)
        map.origin = machine.addOrigin(site)
        return .map(MapValue(map, closure: closure))
      }
    }
  }

  /// A map takes one point: its first parameter has the space, the others have defaults.
  private func checkSpaces(_ parameters: [Parameter]) throws {
    for parameter in parameters {
      let name = parameter.name
      guard name.text != Resolver.answerName else {
        throw failure(.reservedName(name.text, use: .binding), name.span)
      }
    }
    if let index = parameters.dropFirst().firstIndex(where: { $0.space != nil }) {
      let name = parameters[index].name
      throw failure(.laterSpace(parameter: name.text), parameters[index].space?.span ?? name.span)
    }
    guard parameters.first?.space != nil else { return }
    for parameter in parameters.dropFirst() where parameter.defaultValue == nil {
      throw failure(.mapWithoutDefault(parameter: parameter.name.text), parameter.name.span)
    }
  }

  /// Compiles a function's body in a frame of its own.
  private func functionCode(
    named name: String, selfName: String?, _ parameters: [Parameter], _ assigned: [Name],
    documentation: String?, _ span: Span, body: (Compiler) throws -> Code
  ) throws -> (FunctionCode, [CaptureSource]) {
    let around = scope
    scope = FrameScope(parent: around, name: name, selfName: selfName)
    defer { scope = around }
    for parameter in parameters { _ = scope.declare(parameter.name.text) }
    for assigned in assigned {
      guard assigned.text != Resolver.answerName else {
        throw failure(.reservedName(assigned.text, use: .binding), assigned.span)
      }
      try located(assigned.span) { () throws(Problem) in
        try resolver.declareAssigned([assigned.text], in: scope)
      }
    }
    let code = try body(self)
    return (
      FunctionCode(
        name: name, naming: selfName == nil ? .anonymous : .named,
        parameters: parameters.map { parameter in
          FunctionParameter(
            name: parameter.name.text, hasDefault: parameter.defaultValue != nil,
            defaultText: parameter.defaultValue.flatMap {
              $0.isLiteral && $0.span.end - $0.span.start <= 24 ? source.text(in: $0.span) : nil
            })
        },
        documentation: documentation, captureSlots: scope.captures.map(\.slot),
        slotCount: scope.slotCount, body: code, site: site(span)),
      scope.captures.map(\.source)
    )
  }

  /// A body that is a plain expression needs no statements; one with blocks inside its expressions
  /// may be left by `return` there.
  private func functionBody(_ body: Expression, parameterCount: Int) throws -> Code {
    let isPlain =
      switch body.kind {
      case .block: false
      case .conditional(_, let then, _): !Compiler.isBlock(then)
      default: true
      }
    let value: Code
    if isPlain {
      value = try expression(body)
    } else {
      let steps = try tail(body)
      value = Code { machine, frame in
        try steps(machine, frame) == .leaveFunction ? machine.takeReturned() : .nothing
      }
    }
    if !scope.mayUnwind,
      let numeric = NumericCompiler.function(body, parameterCount: parameterCount, self)
    {
      return Code { machine, frame in
        if let number = numeric.value(machine, frame) { return .number(number) }
        return try value(machine, frame)
      }
    }
    guard scope.mayUnwind else { return value }
    return Code { machine, frame in
      do {
        return try value(machine, frame)
      } catch let unwinding as Unwinding where unwinding.flow == .leaveFunction {
        return machine.takeReturned()
      }
    }
  }
}

extension Expression {
  /// Whether it is written out, so that it has the same value everywhere.
  fileprivate var isLiteral: Bool {
    switch kind {
    case .number, .boolean: true
    case .string(let pieces):
      pieces.allSatisfy { if case .text = $0 { true } else { false } }
    case .unary(_, let operand): operand.isLiteral
    case .list(let rows): rows.allSatisfy { $0.allSatisfy(\.isLiteral) }
    case .name, .hole, .wholeAxis, .tuple, .comprehension, .block, .lambda, .conditional, .binary,
      .property, .application, .call, .index, .member, .transpose, .gradient:
      false
    }
  }
}
