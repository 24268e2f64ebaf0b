import Language

extension Explanations {
  /// What is refused before it exhausts the machine, and what comes from outside.
  static let limits: [Explanation] = [
    Explanation(
      "limit.recursion",
      "Functions call one another more deeply than a session allows. Almost always a function calls\n"
        + "itself without coming to an end.",
      wrong: "f(n) = n * f(n - 1); f(5)",
      right: "f(n) = if n == 0 then 1 else n * f(n - 1); f(5)",
      advice: "A function that calls itself needs a case that does not; a loop has no such limit."),
    Explanation(
      "limit.nesting",
      "Brackets in a source, or values inside one another, are nested too deeply.",
      advice: "Give the inner parts names of their own."),
    Explanation(
      "limit.depth",
      "An expression has more operations inside one another than a reader could follow.",
      advice: "Split it into several statements, or write `sum([…])`."),
    Explanation(
      "limit.size",
      "A source, a list or a string is larger than the session allows.",
      advice: "Work in parts; numbers are kept best in tensors."),
    Explanation(
      "limit.elements",
      "A tensor is asked for that has more elements than the session allows.",
      wrong: "zeros(100000, 100000)", right: "zeros(1000, 1000)",
      advice: "Work in parts: points can be taken a few thousand at a time."),
    Explanation(
      "limit.memory",
      "The machine has no memory left for more: tensors may take half of it, and a program that goes\n"
        + "on growing is stopped before the machine begins to swap.",
      advice: "Work in parts, and bind large intermediate results to no names."),
    Explanation(
      "limit.bytes",
      "The tensors, lists and strings alive would hold more bytes than the session allows.",
      advice: "Bind large results to no names, or start mfl with another --limit bytes=…."),
    Explanation(
      "limit.steps",
      "The program took more loop rounds and calls than the session allows.",
      advice: "Look for a loop that does not end; --limit steps=… or the host sets the limit."),
    Explanation(
      "limit.seconds",
      "The program took longer than the session allows; its bindings are as before the statement.",
      advice: "Give it less to do; --limit seconds=… or the host sets the limit."),
    Explanation(
      "limit.names", "A program has more names than a session can hold.",
      advice: "Keep values in lists or tensors."),
    Explanation(
      "limit.imports", "Files import one another in a chain longer than the session allows.",
      advice: "Let one file import what is needed."),
    Explanation(
      "limit.graph", "The recording of a map has more operations than can be differentiated.",
      advice: "Write loops over coordinates as products of matrices."),
    Explanation(
      "limit.parts", "A map is composed of more parts than a chain may have.",
      advice: "Multiply linear layers out first, or build a loop inside one map."),
    Explanation(
      "limit.jacobian", "The Jacobian asked for would not fit into memory.",
      advice: "Ask for products with it: jvp(f, x, v) and vjp(f, x, w)."),
    Explanation(
      "interrupted",
      "Ctrl-C, or the host, stopped the statement; every binding is as it was before.",
      advice: "Run it again, or with less to do."),
    Explanation(
      "host.error", "The program that embeds the language reported a problem of its own.",
      advice: "Its message is all that is known here."),
  ]
}
