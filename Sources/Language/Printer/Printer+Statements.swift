extension Printer {
  /// Writes a statement, with the `;` that mutes it.
  mutating func write(_ statement: Statement) {
    write(statement.kind)
    if statement.muted { text += ";" }
  }

  private mutating func write(_ kind: Statement.Kind) {
    switch kind {
    case .binding(let names, let value):
      text += names.map(\.text).joined(separator: ", ") + " = "
      write(value)
    case .definition(let definition): write(definition)
    case .expression(let value): write(value)
    case .loop(let names, let sequence, let body):
      text += "for " + names.map(\.text).joined(separator: ", ") + " in "
      write(sequence)
      text += " "
      write(body)
    case .whileLoop(let condition, let body):
      text += "while "
      write(condition)
      text += " "
      write(body)
    case .breakLoop: text += "break"
    case .continueLoop: text += "continue"
    case .returnValue(let value):
      text += "return"
      if let value {
        text += " "
        write(value)
      }
    case .importFile(let path, _, let alias):
      text += "import \"\(Printer.escaped(path))\""
      if let alias { text += " as \(alias.text)" }
    case .assertion(let condition, let message):
      text += "assert "
      write(condition)
      if let message {
        text += ", "
        write(message)
      }
    }
  }

  private mutating func write(_ definition: Definition) {
    if let documentation = definition.documentation {
      for line in documentation.split(separator: "\n", omittingEmptySubsequences: false) {
        text += line.isEmpty ? "##" : "## \(line)"
        startLine()
      }
    }
    text += definition.name.text
    write(definition.parameters)
    text += " = "
    write(definition.body)
  }

  /// Writes a block on one line where its statements are separated by `;` anyway.
  mutating func write(_ block: Block) {
    guard !block.statements.isEmpty else {
      text += "{}"
      return
    }
    text += "{"
    if block.fitsOneLine {
      text += " "
      write(block.statements, separator: " ") { $0.write($1) }
      text += " }"
      return
    }
    indentation += 1
    for statement in block.statements {
      startLine()
      write(statement)
    }
    indentation -= 1
    startLine()
    text += "}"
  }
}

extension Block {
  fileprivate var fitsOneLine: Bool {
    statements.dropLast().allSatisfy(\.muted)
      && statements.allSatisfy { statement in
        if case .definition(let definition) = statement.kind {
          return definition.documentation == nil
        }
        return true
      }
  }
}
