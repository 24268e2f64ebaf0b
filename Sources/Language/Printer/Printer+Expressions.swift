extension Printer {
  /// Writes an expression where a rule of some level reads it.
  mutating func write(_ expression: Expression, at level: Level = .expression) {
    if expression.level >= level {
      write(expression.kind, isJuxtaposition: expression.isJuxtaposition)
    } else {
      writeGrouped(expression)
    }
  }

  private mutating func writeGrouped(_ expression: Expression) {
    text += "("
    write(expression)
    text += ")"
  }

  private mutating func write(_ kind: Expression.Kind, isJuxtaposition: Bool) {
    switch kind {
    case .number(let value): text += Printer.spelling(of: value)
    case .string(let pieces): write(pieces)
    case .boolean(let value): text += value ? "true" : "false"
    case .name(let name): text += name
    case .hole: text += "_"
    case .wholeAxis: text += ":"
    case .tuple(let fields):
      let needsComma = fields.count == 1 && fields[0].name == nil
      writeArguments(fields, closing: needsComma ? ",)" : ")")
    case .list(let rows):
      text += "["
      write(rows, separator: "; ") { $0.write($1) { $0.write($1) } }
      text += "]"
    case .comprehension(let element, let clauses):
      text += "["
      write(element)
      for clause in clauses { write(clause) }
      text += "]"
    case .block(let block): write(block)
    case .lambda(let parameters, let body):
      if parameters.count == 1, parameters[0].space == nil, parameters[0].defaultValue == nil {
        text += parameters[0].name.text
      } else {
        write(parameters)
      }
      text += " -> "
      write(body)
    case .conditional(let condition, let then, let otherwise):
      write(condition, then: then, otherwise: otherwise)
    case .unary(let sign, let operand):
      text += sign == .not ? "not " : sign.rawValue
      write(operand, at: sign == .not ? .negation : .prefix)
    case .binary(let symbol, let left, let right, _): write(symbol, left, right)
    case .property(let subject, let name, let isNegated, let qualifier):
      write(subject, at: .pipeline)
      text += (isNegated ? " is not " : " is ") + name.text
      write(qualifier)
    case .application(let callee, let argument):
      write(callee, at: .postfix)
      text += isJuxtaposition ? " " : "("
      write(argument, at: isJuxtaposition ? .application : .expression)
      text += isJuxtaposition ? "" : ")"
    case .call(let callee, let arguments):
      write(callee, at: .postfix)
      writeArguments(arguments, closing: ")")
    case .index(let base, let items):
      write(base, at: .postfix)
      text += "["
      write(items) { $0.write($1) }
      text += "]"
    case .member(let base, let name):
      write(base, at: .postfix)
      text += "." + name.text
    case .transpose(let base):
      write(base, at: .postfix)
      text += "'"
    case .gradient(let operand):
      text += "∇"
      write(operand, at: .primary)
    }
  }

  private mutating func write(_ symbol: BinaryOperator, _ left: Expression, _ right: Expression) {
    write(left, at: symbol.operandLevels.left)
    switch symbol.level {
    case .power:
      text += symbol.spelling
      writeExponent(right)
    case .range where left.level >= .power && right.level >= .power:
      text += symbol.spelling
      write(right, at: .sum)
    default:
      text += " \(symbol.spelling) "
      write(right, at: symbol.operandLevels.right)
    }
  }

  /// An exponent may have signs, under which only a power may stand.
  private mutating func writeExponent(_ exponent: Expression) {
    if case .unary(let sign, let operand) = exponent.kind, sign != .not {
      text += sign.rawValue
      writeExponent(operand)
    } else {
      write(exponent, at: .power)
    }
  }

  private mutating func write(
    _ condition: Expression, then: Expression, otherwise: Expression?
  ) {
    text += "if "
    write(condition)
    text += " then "
    if otherwise != nil, then.awaitsElse {
      writeGrouped(then)
    } else {
      write(then)
    }
    if let otherwise {
      text += " else "
      write(otherwise)
    }
  }

  private mutating func write(_ clause: Expression.Clause) {
    switch clause {
    case .generator(let names, let sequence):
      text += " for " + names.map(\.text).joined(separator: ", ") + " in "
      write(sequence, at: .disjunction)
    case .filter(let condition):
      text += " if "
      write(condition, at: .disjunction)
    }
  }

  private mutating func write(_ qualifier: Expression.Qualifier?) {
    switch qualifier {
    case nil: break
    case .at(let point)?:
      text += " at "
      write(point, at: .pipeline)
    case .on(let data)?:
      text += " on "
      write(data, at: .pipeline)
    }
  }

  private mutating func writeArguments(_ arguments: [Argument], closing: String) {
    text += "("
    write(arguments) { printer, argument in
      if let name = argument.name { printer.text += name.text + ": " }
      printer.write(argument.value)
    }
    text += closing
  }

  mutating func write(_ parameters: [Parameter]) {
    text += "("
    write(parameters) { printer, parameter in
      printer.text += parameter.name.text
      if let space = parameter.space {
        printer.text += ": "
        printer.write(space)
      }
      if let value = parameter.defaultValue {
        printer.text += " = "
        printer.write(value)
      }
    }
    text += ")"
  }

  private mutating func write(_ pieces: [Expression.StringPiece]) {
    text += "\""
    for piece in pieces {
      switch piece {
      case .text(let part): text += Printer.escaped(part)
      case .interpolation(let value):
        text += "{"
        write(value)
        text += "}"
      }
    }
    text += "\""
  }

  /// A text as it stands between quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\"", "\\", "{": result += "\\\(scalar)"
      case _ where scalar.properties.generalCategory == .control:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The shortest text that reads back as the same number.
  static func spelling(of value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
