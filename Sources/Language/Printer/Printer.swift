/// Writes syntax trees as text that reads back as the same tree, with the fewest parentheses.
///
/// An operand is put in parentheses exactly when its own rule is looser than the rule that reads it
/// (`Level`). Trees that no source gives, such as a sum applied by juxtaposition, are written in
/// the nearest form that means the same.
public struct Printer {
  var text = ""
  /// How many blocks the current line is within.
  var indentation = 0

  /// The text of an expression.
  public static func text(of expression: Expression) -> String {
    var printer = Printer()
    printer.write(expression)
    return printer.text
  }

  /// The text of a statement, without a newline at its end.
  public static func text(of statement: Statement) -> String {
    var printer = Printer()
    printer.write(statement)
    return printer.text
  }

  /// The text of a program, one statement a line.
  public static func text(of program: Program) -> String {
    var printer = Printer()
    for statement in program.statements {
      printer.write(statement)
      printer.text += "\n"
    }
    return printer.text
  }

  /// Writes items with a separator between them.
  mutating func write<Item>(
    _ items: [Item], separator: String = ", ", _ writeItem: (inout Printer, Item) -> Void
  ) {
    for (index, item) in items.enumerated() {
      if index > 0 { text += separator }
      writeItem(&self, item)
    }
  }

  mutating func startLine() {
    text += "\n" + String(repeating: "  ", count: indentation)
  }
}
