import Autodiff
import Glibc
import Maps
import Tensors

/// What is known of flows from their fields.
extension Piece {
  /// The flow of a field for a time.
  ///
  /// A field with a Lipschitz constant has through every point one solution, for all time (Picard and
  /// Lindelöf), which depends smoothly on the point where the field is smooth. The solution backwards in time
  /// undoes it, and its derivative solves a linear equation along the solution, with the determinant
  /// exp ∫ div > 0.
  static func piece(of flow: Flow, _ opaque: Piece) throws -> Piece {
    var piece = opaque
    let field = try StructuralProof(of: flow.field)
    piece.saturates = true
    let target = piece.target
    piece.bounds = { _ in .none(target) }
    piece.width = (target, .proved)
    let isSmooth = field.verdict(on: .smooth).answer == .yes
    let isLipschitz = field.lipschitz != nil || flow.field.isLipschitz
    guard field.isTotal, isSmooth || isLipschitz else {
      piece.isTotal = false
      piece.isLocallyLipschitz = false
      piece.domain = "\(piece.name) is defined where solutions last"
      return piece
    }
    var properties: [Property] = [.injective, .embedding]
    let reason: String
    if isLipschitz {
      let bound =
        field.lipschitz.map { "Lipschitz constant at most \(Notation.number($0))" }
        ?? "a Lipschitz constant"
      reason =
        "its field has \(bound), so through every point runs one solution, for all time forwards "
        + "and backwards"
      properties.append(.surjective)
      if let constant = field.lipschitz, let time = flow.time.witness?.scalar {
        let growth = exp(constant * time.magnitude)
        piece.lipschitz = growth.isFinite ? growth * (1 + 1e-9) : nil
      }
    } else {
      reason = "its field is smooth, so two solutions never meet"
      let escape = try Escape(flow)
      if escape?.forwards != nil || escape == nil {
        piece.isTotal = false
        piece.domain =
          escape?.forwards
          ?? "\(piece.name) is defined where solutions do not run away before the time is over"
      }
      if let escape {
        piece.facts[.surjective] =
          escape.backwards.map { .disproved($0) }
          ?? .proved("backwards in time every solution of its field lasts")
      }
    }
    for property in properties { piece.facts[property] = .proved(reason) }
    piece.facts[.continuous] = .proved(reason)
    if isSmooth {
      piece.facts[.smooth] = .proved("the flow of a smooth field is smooth")
      for property in [Property.immersion, .submersion] {
        piece.facts[property] = .proved(
          "its derivative solves a linear equation along the solution and is never singular")
      }
    }
    piece.orientation = 1
    return piece
  }
}

/// Whether solutions of a field run away in finite time, where the field is a polynomial of each
/// coordinate by itself.
///
/// x′ = p(x) with a leading term c xᵏ, k ≥ 2: from far enough out |p(x)| ≥ |c| |x|ᵏ / 2, so a solution that
/// moves outwards there is gone after 2 / (|c| (k − 1) |x|ᵏ⁻¹) at most, however short the time is.
/// On the other sides, and for k ≤ 1, solutions stay: an interval between a point and where p moves inwards
/// is not left.
private struct Escape {
  /// Why some solution does not last for the time; nil where all do.
  var forwards: String?
  /// Why some point is the end of no solution that lasted so long; nil where there is none.
  var backwards: String?

  /// Answers nil where the field is not of this kind.
  init?(_ flow: Flow) throws {
    guard let time = flow.time.concrete?.elements.first, let read = try ReadOff(flow.field),
      read.components.count == read.source
    else { return nil }
    for (k, component) in read.components.enumerated() {
      guard component.variables.isSubset(of: [k]), let polynomial = component.polynomial else {
        return nil
      }
      let course = PolynomialCourse(coefficients: polynomial)
      guard course.degree > 1, time != 0 else { continue }
      let x = read.source == 1 ? "x" : "x[\(k)]"
      for end in [1.0, -1] {
        // The velocity far out at this end, seen in the direction of time.
        let outwards =
          (course.increases ? 1.0 : -1) * (end > 0 || !course.degree.isMultiple(of: 2) ? 1 : -1)
        let isOutwards = outwards * (time > 0 ? 1 : -1) > 0
        let side = end > 0 ? "large" : "negative and large"
        if isOutwards {
          forwards =
            forwards
            ?? "a solution of \(x)' = \(course.text) that starts where \(x) is \(side) enough runs away to "
            + "infinity before time \(Notation.number(time))"
        } else {
          backwards =
            backwards
            ?? "a solution of \(x)' = \(course.text) comes in from infinity where \(x) is \(side) enough, so no "
            + "solution leads there in time \(Notation.number(time))"
        }
      }
    }
  }
}
