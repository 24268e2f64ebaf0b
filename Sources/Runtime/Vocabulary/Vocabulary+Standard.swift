extension Vocabulary {
  /// The vocabulary every session starts with, in the order of the reference.
  public static let standard = Vocabulary(
    Vocabulary.output + Vocabulary.functional + Vocabulary.constants + Vocabulary.construction
      + Vocabulary.structure + Vocabulary.reductions + Vocabulary.rank
      + Vocabulary.matrices + Vocabulary.decompositions + Vocabulary.elementwise
      + Vocabulary.layers + Vocabulary.derivatives + Vocabulary.randomness + Vocabulary.files)
}
