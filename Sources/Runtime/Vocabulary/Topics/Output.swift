import Maps

extension Vocabulary {
  /// Ways to see values.
  static let output: [Builtin] = [
    Builtin(
      "print", topic: "output", parameters: [.variadic("values", .value)], result: "nothing",
      summary: "Writes values on one line, strings as they are, with spaces between.",
      definition: """
        Control characters in strings are written too, so that a program may colour what it prints;
        a string that a statement shows has them escaped on a terminal.
        """,
      examples: [.init("print(\"rank\", 2)", "rank 2")], seeAlso: ["show"]
    ) { context, arguments in
      let text = context.text
      let texts = try arguments.rest.map { try context.text(of: $0) { text.plain($0) } }
      try context.write(texts.joined(separator: " ") + "\n")
      return .nothing
    },
    Builtin(
      "show", topic: "output",
      parameters: [.required("value", .value), .keyword("digits", .whole(1...17))],
      result: "nothing",
      summary: "Writes a value at full length, with as many digits as asked.",
      definition: """
        Nothing is left out, however large the value, and an answer brings its evidence along.
        Digits go up to 17, which tell every number from every other.
        """,
      examples: [.init("show(1 / 3, digits: 17)", "0.3333333333333333")],
      seeAlso: ["print", "text"]
    ) { context, arguments in
      var text = context.text
      text.shows = .all
      if arguments["digits"] != nil {
        text.digits = try arguments.integer("digits")
      }
      try context.write(try arguments.value("value"), text)
      return .nothing
    },
    Builtin(
      "text", topic: "output",
      parameters: [.required("value", .value), .keyword("digits", .whole(1...17))],
      result: "string",
      summary: "The text of a value, as a string, with as many digits as asked.",
      definition: """
        What `show` would write, to be put into other texts: "{text(pi, digits: 3)} is about π".
        Without digits it has those that values are shown with, as in "{pi}".
        """,
      examples: [
        .init("text(pi, digits: 3)", "3.14"),
        .init("\"about {text(2 / 3, digits: 2)} of them\"", "about 0.67 of them"),
      ], seeAlso: ["show", "print"]
    ) { context, arguments in
      var text = context.text
      text.shows = .all
      if arguments["digits"] != nil {
        text.digits = try arguments.integer("digits")
      }
      let result = try context.text(of: arguments.value("value")) { [text] in text.plain($0) }
      try Size.check(bytes: result.utf8.count)
      return try .charged(result)
    },
    Builtin(
      "typeof", topic: "output", parameters: [.required("value", .value)], result: "string",
      summary: "Tells what kind of value something is.",
      examples: [.init("typeof [1, 2]", "vector"), .init("typeof(x -> x)", "function")],
      seeAlso: ["shape"]
    ) { _, arguments in
      Value(try arguments.value("value").kindWord)
    },
  ]
}
