extension HelpPage {
  /// What to read first, and about what is used besides the language.
  public static let guides: [HelpPage] = [
    HelpPage(
      .guide, ["help", "?", ""], "mfl: say what a model is geometrically, and ask what it does",
      topic: "help", "Type an expression to see its value; a name, to see what it is.",
      """

      A = [2, 1; 1, 3]                               a matrix; its vectors are [1, 2]
      net = affine(2, 8) |> tanh |> affine(8, 2)     a map, built from layers
      net([0.3, -0.7])                               what it does to a point
      rank jacobian(net, [0.3, -0.7])                what survives of its directions there
      net is injective                               a question, answered with its reason
      bend(x: R^2) = [x[0], x[1] + x[0]^2]           a map of your own
      for k in 1...3 { print(k, k^2) }               a loop

      ?rank                what a name means, with examples; ??rank says everything
      ?is  ?for  ?|>       so do words and signs
      ?topics              the whole vocabulary; ?maps, ?derivatives … one part of it
      ?properties          what can be asked with `is`
      apropos "inverse"    what there is about something
      :help                the commands of the prompt; Tab completes, Ctrl-C stops what runs
      """,
      see: ["topics", "properties", "words", "signs"]),
    HelpPage(
      .guide, ["limits", "limit", "sandbox"], "mfl --limit steps=1e8,bytes=2g,seconds=10 file.mfl",
      topic: "help", "What meets a limit stops with an error; every binding stays as it was.",
      "\n"
        + table(
          Limits.Name.allCases.map { [$0.rawValue, $0.meaning] }
            + [["--sandbox", "no files but programs imported from the program's own folder"]]
        ).joined(separator: "\n"), see: ["help", "import"]),
  ]
}

extension Limits.Name {
  /// What the limit bounds, and where it is when nobody sets it.
  fileprivate var meaning: String {
    let limits = Limits()
    return switch self {
    case .steps: "loop rounds and calls; none unless set"
    case .depth: "calls within calls; \(limits.callDepth) unless set"
    case .nesting:
      "brackets, blocks and functions of the source within others; \(limits.nesting), and no more"
    case .elements: "elements of one tensor; \(limits.tensorElements) unless set"
    case .bytes: "what tensors, lists and strings hold together; the machine's memory unless set"
    case .seconds: "how long a program, or an entry at the prompt, may take; none unless set"
    case .imports: "files importing one another; \(limits.importDepth) unless set"
    }
  }
}
