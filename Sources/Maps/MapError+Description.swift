extension MapError: CustomStringConvertible {
  /// What went wrong, in one sentence without a full stop.
  public var description: String {
    switch self {
    case .doesNotFit(let position, let chain):
      guard chain.count >= 2 else { return "the maps do not fit" }
      let (before, next) = (chain[chain.count - 2], chain[chain.count - 1])
      return "layer \(position + 1), \(next.name), takes points of \(next.domain), and layer "
        + "\(position), \(before.name), gives points of \(before.codomain)"
    case .spacesDiffer(let operation, let f, let g):
      return "\(operation) combines maps between the same spaces, and \(f.name) goes from "
        + "\(f.domain) to \(f.codomain), \(g.name) from \(g.domain) to \(g.codomain)"
    case .wrongDomain(let map, let found):
      return "\(map.name) takes points of \(map.domain), and the shape given is \(found)"
    case .wrongCodomain(let name, let domain, let codomain, let found):
      return "\(name) is a map \(domain) → \(codomain), but at this point its value has the shape "
        + "\(found)"
    case .needsVectors(let operation, let map):
      return "\(operation) needs a map between spaces of vectors, and \(map.name) goes from "
        + "\(map.domain) to \(map.codomain)"
    case .tooManyParts(let limit): return "a map has at most \(limit) parts"
    case .emptyChain: return "a chain has at least one map"
    case .badWeights(let layer, let weight, let bias):
      return "\(layer): a weight of shape \(weight)"
        + (bias.map { " and a bias of shape \($0) do" } ?? " does") + " not fit"
    case .badWidth(let layer, let width):
      return "\(layer): \(width) is no number of coordinates"
    case .spaceUnknown(let map): return "the spaces of \(map.name) are not known"
    case .badLayer(let layer, let fault): return "\(layer): \(fault)"
    case .notAffine(_, let layer, let position):
      return
        "\(position.map { "layer \($0), " } ?? "")\(layer.name), is \(layer.kind) and not affine"
    case .noSuchLayer(let index, let count): return "there is no layer \(index) among \(count)"
    case .noSuchTensor(let layer, let name): return "\(layer.name) has no \(name)"
    case .wrongTensor(let layer, let name, let expected, let found):
      return "\(name) of \(layer.name) has shape \(expected), and the new one \(found)"
    case .outsideImage(let function, let value, let image):
      return "\(value) is no value of \(function), whose values fill \(image)"
    case .notConverged(let layer, let reason): return "\(layer) did not converge: \(reason)"
    case .autodiff(let error): return "\(error)"
    }
  }
}
