extension Vocabulary {
  /// Ways to find out what there is.
  static let help: [Builtin] = [
    Builtin(
      "apropos", topic: "help", parameters: [.required("word", .string)], result: "list",
      summary: "What has a word in its name, its summary or its definition, the nearest first.",
      definition: """
        It searches the vocabulary, the properties, the words and signs of the language, and the `##`
        lines of your own functions. Several words must all occur, each where a word begins. ?name
        tells more of what is found.
        """,
      examples: [
        .init(
          "apropos \"Moore\"",
          "pinv  The Moore–Penrose inverse: V diag(1/σ) Uᵀ over the σ above the tolerance."),
        .init("(apropos \"inverse\")[0]", "inverse"),
      ], seeAlso: ["typeof", "print"]
    ) { context, arguments in
      let word = try arguments.string("word")
      // Nothing has a word as long as that, and it would be looked for everywhere.
      let hits = word.utf8.count <= 256 ? context.search(word) : []
      guard !hits.isEmpty else {
        throw Problem.custom(
          id: "help.nothing", title: "nothing mentions \(ValueText.quoted(word.shortened))",
          facts: [], hint: "?topics lists what there is")
      }
      return .answer(
        try Answer(
          value: .list(try ListValue(hits.map { Value($0.name) })),
          display: Help.text(hits, limit: 40)))
    }
  ]
}
