import Autodiff
import Maps
import Tensors

/// What is known of layer normalization and of pooling by a maximum.
extension Piece {
  /// x ↦ gain (x − mean x) / √(var x + ε) + bias.
  init(
    layerNormalizing map: SmoothMap, _ opaque: Piece, _ gain: Term, _ bias: Term, _ epsilon: Double
  ) throws {
    self = opaque
    let constant = "\(name)(x + c) = \(name)(x) for every number c"
    let lost = Verdict.disproved(constant)
    let image = Verdict.disproved("the values of \(name), less bias and gain, are at most √n long")
    facts[.injective] = lost
    facts[.embedding] = lost
    facts[.immersion] = lost
    facts[.surjective] = image
    facts[.submersion] = .disproved("its derivative sends (1, …, 1) to 0")
    width = (source - 1, .proved)
    saturates = true
    let greatest = try gain.known("a gain").elements.reduce(0) { max($0, $1.magnitude) }
    // The derivative of u / √(|u|²/n + ε) is nowhere greater than 1/√ε.
    lipschitz = greatest / epsilon.squareRoot() * (1 + 1e-12)
    let count = target
    bounds = { _ in .all(count) }
  }

  /// The greatest of every window: one number of each counts, and the others go unseen.
  static func pooled(_ map: SmoothMap, _ opaque: Piece, _ windows: Windows) throws -> Piece {
    var piece = opaque
    if windows.size != [1, 1], windows.padding == 0 {
      piece.facts[.injective] = .disproved(
        "\(map.name) keeps the greatest number of a window, and the others may be any smaller ones")
      piece.facts[.embedding] = piece.facts[.injective]
      let corner = "\(map.name) has corners where two numbers of a window are equal"
      piece.facts[.smooth] = .disproved(corner)
      piece.facts[.immersion] = .disproved(corner)
      piece.facts[.submersion] = .disproved(corner)
    }
    if windows.padding == 0 {
      piece.facts[.contraction] = .disproved(
        "raising the greatest number of a window raises the value as much")
    }
    // A number may be the greatest of as many windows as it lies in.
    let overlap = windows.size.reduce(1.0) {
      $0 * (Double($1) / Double(windows.stride)).rounded(.up)
    }
    piece.lipschitz = overlap.squareRoot()
    if overlap == 1, windows.padding == 0 {
      piece.facts[.surjective] = .proved("windows apart from each other take every value")
    }
    return piece
  }
}
