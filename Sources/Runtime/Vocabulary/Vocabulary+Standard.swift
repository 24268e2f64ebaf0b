import Geometry

extension Vocabulary {
  /// The vocabulary every session starts with, in the order of the reference.
  public static let standard: Vocabulary = {
    var vocabulary = Vocabulary(standardEntries)
    vocabulary.properties = Property.allCases.map(\.rawValue)
    vocabulary.judge = judge
    return vocabulary
  }()

  private static let standardEntries =
    Vocabulary.output + Vocabulary.help + Vocabulary.functional + Vocabulary.constants
    + Vocabulary.construction
    + Vocabulary.structure + Vocabulary.reductions + Vocabulary.rank
    + Vocabulary.matrices + Vocabulary.decompositions + Vocabulary.elementwise
    + Vocabulary.layers + Vocabulary.geometricLayers + Vocabulary.affineMaps
    + Vocabulary.imageLayers + Vocabulary.normalizations + Vocabulary.composedLayers
    + Vocabulary.derivatives + Vocabulary.secondOrder
    + Vocabulary.profiles + Vocabulary.piecewiseAffine + Vocabulary.curves
    + Vocabulary.vectorCalculus + Vocabulary.randomness + Vocabulary.files
}
