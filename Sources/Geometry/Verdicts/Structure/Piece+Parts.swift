import Autodiff
import Maps
import Tensors

/// What is known of branches, couplings, flows and inverses from their parts.
extension Piece {
  /// x ↦ (f(x), g(x)): what one of both keeps apart stays apart.
  static func branch(_ piece: Piece, _ f: [Piece], _ g: [Piece]) -> Piece {
    var piece = piece
    piece.inherit(from: f + g)
    let (first, second) = (StructuralProof(f), StructuralProof(g))
    if let a = first.lipschitz, let b = second.lipschitz {
      piece.lipschitz = (a * a + b * b).squareRoot()
    }
    if piece.isTotal {
      piece.bounds = { bounds in
        let (a, b) = (first.bounds(bounds), second.bounds(bounds))
        return Bounds(below: a.below + b.below, above: a.above + b.above)
      }
    }
    let areContinuous = [first, second].allSatisfy {
      $0.verdict(on: .continuous).answer == .yes
    }
    let areSmooth = [first, second].allSatisfy { $0.verdict(on: .smooth).answer == .yes }
    for (part, other) in [("first", first), ("second", second)] {
      for (property, isInherited) in [
        (Property.injective, true), (.embedding, areContinuous), (.immersion, areSmooth),
      ] where isInherited && piece.facts[property] == nil {
        let verdict = other.verdict(on: property)
        guard verdict.answer == .yes else { continue }
        piece.facts[property] = .proved("its \(part) branch is: \(verdict.reason)")
      }
      let onto = other.verdict(on: .surjective)
      if onto.answer == .no, piece.facts[.surjective] == nil {
        piece.facts[.surjective] = Verdict(
          .no, onto.basis, "its \(part) branch is not surjective: \(onto.reason)")
      }
    }
    return piece
  }

  /// (x₁, x₂) ↦ (x₁, x₂ exp s(x₁) + t(x₁)).
  static func piece(of coupling: Coupling, _ opaque: Piece) throws -> Piece {
    var piece = opaque
    let parts = try pieces(of: coupling.scale) + pieces(of: coupling.shift)
    piece.inherit(from: parts)
    piece.width = (piece.target, .proved)
    piece.saturates = true
    let areContinuous = [coupling.scale, coupling.shift].allSatisfy {
      $0.kind.regularity <= .continuous
    }
    guard piece.isTotal, areContinuous else { return piece }
    let reason =
      "\(piece.name) is undone by x₂ = (y₂ - t(y₁)) exp(-s(y₁)), which is made of the same maps"
    for property in [Property.injective, .surjective, .embedding] {
      piece.facts[property] = .proved(reason)
    }
    if coupling.scale.kind.regularity == .smooth, coupling.shift.kind.regularity == .smooth {
      let volume = "log det J = Σ s(x₁), so the derivative is never singular"
      piece.facts[.immersion] = .proved(volume)
      piece.facts[.submersion] = .proved(volume)
    }
    piece.orientation = 1
    let (kept, target) = (coupling.kept, piece.target)
    piece.bounds = { bounds in
      var result = Bounds.none(target)
      for i in 0..<kept {
        result.below[i] = bounds.below[i]
        result.above[i] = bounds.above[i]
      }
      return result
    }
    return piece
  }

  /// The inverse of a map, which has what the map has.
  static func piece(of solved: Solved, _ opaque: Piece) throws -> Piece {
    var piece = opaque
    let target = piece.target
    let forward = try StructuralProof(of: solved.forward)
    piece.saturates = true
    piece.bounds = { _ in .none(target) }
    piece.width = (target, .proved)
    // The inverse of a homeomorphism is defined everywhere, however it is found.
    let isHomeomorphism =
      forward.isTotal && forward.verdict(on: .homeomorphism).answer == .yes
    switch solved.method {
    case .newton where !isHomeomorphism:
      // Where Newton's method finds nothing, there is no value.
      piece.isTotal = false
      piece.isLocallyLipschitz = false
      piece.facts = [:]
      piece.facts[.injective] = .proved("two points with one inverse image are one point")
    case .newton, .fixedPoint:
      for property in [Property.injective, .surjective, .embedding] {
        let verdict = forward.verdict(on: property)
        guard verdict.answer == .yes else { continue }
        piece.facts[property] = .proved("it is the inverse of a bijection: \(verdict.reason)")
      }
      if piece.facts[.embedding] != nil {
        piece.facts[.continuous] = .proved("it is the inverse of a homeomorphism")
      }
      let immersion = forward.verdict(on: .immersion)
      if immersion.answer == .yes, forward.verdict(on: .smooth).answer == .yes {
        for property in [Property.smooth, .immersion, .submersion] {
          piece.facts[property] = .proved("it is the inverse of a diffeomorphism")
        }
      }
      piece.orientation = forward.orientation
    }
    return piece
  }
}
