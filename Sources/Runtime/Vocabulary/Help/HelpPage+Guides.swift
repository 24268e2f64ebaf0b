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
      see: ["topics", "properties", "words", "signs"])
  ]
}
