import Geometry

extension HelpPage {
  /// The properties that `is` asks about, in their order.
  public static let properties: [HelpPage] = Property.allCases.map { HelpPage($0) }

  private init(_ property: Property) {
    let subject =
      switch property.subject {
      case .map: "f is \(property.rawValue)"
      case .matrix: "A is \(property.rawValue)"
      }
    let (summary, definition, code, output, related) = property.description
    self.init(
      .property, [property.rawValue],
      property.holdsAtPoints ? "\(subject), \(subject) at x0" : subject,
      topic: "properties", summary, definition, [.init(code, output)], see: ["is"] + related)
  }
}

extension Property {
  // swift-format-ignore
  fileprivate var description: (
    summary: String, definition: String?, code: String, output: String, related: [String]
  ) {
    switch self {
    case .linear:
      ("It keeps sums and multiples: f(ax + by) = a f(x) + b f(y).", "A linear map sends 0 to 0 and is x ↦ A x for its matrix A.",
       "(linear([1, 1; 0, 1]) is linear).how", "proved", ["affine", "linear", "jacobian", "parameters"])
    case .affine:
      ("It keeps straight lines and weighted means: f(x) = A x + b.", nil,
       "(translation([1, 0]) is affine).answer", "yes", ["linear", "affine", "translation"])
    case .piecewiseAffine:
      ("The space falls into finitely many regions on each of which it is affine.", nil,
       "(affine(2, 3) |> relu is piecewise_affine).answer", "yes", ["affine", "relu"])
    case .smooth:
      ("It has derivatives of every order everywhere.", nil,
       "[(f is smooth).answer for f in [tanh, relu]]", "[\"yes\", \"no\"]", ["continuous", "kind", "hessian"])
    case .continuous:
      ("Near points have near images.", nil,
       "[(f is continuous).answer for f in [abs, floor]]", "[\"yes\", \"no\"]", ["smooth", "kind"])
    case .injective:
      ("Different points have different images: nothing is folded together.", nil,
       "(linear(2, 1) is injective).answer", "no", ["surjective", "embedding", "null_space", "rank"])
    case .surjective:
      ("Every point of the codomain is an image.", nil,
       "(linear([1, 2; 2, 4]) is surjective).answer", "no", ["injective", "column_space", "rank"])
    case .bijective:
      ("Injective and surjective: it can be undone.", nil,
       "(linear([2, 0; 0, 1]) is bijective).answer", "yes", ["injective", "surjective", "inverse", "det"])
    case .homeomorphism:
      ("Bijective and continuous in both directions: it bends without tearing or gluing.", nil,
       "(translation([1, 2]) is homeomorphism).answer", "yes", ["diffeomorphism", "embedding"])
    case .diffeomorphism:
      ("Bijective and smooth in both directions.", nil,
       "(linear([1, 1; 0, 1]) is diffeomorphism).answer", "yes", ["homeomorphism", "local_diffeomorphism", "det"])
    case .embedding:
      ("A homeomorphism onto its image: a copy of the space, neither folded nor torn.", nil,
       "(linear([1; 2]) is embedding).answer", "yes", ["injective", "immersion"])
    case .immersion:
      ("Its Jacobian is injective everywhere, or at x0: no direction is lost.", nil,
       "f(x: R) = [x^2, x^3]; (f is immersion at 0).answer", "no", ["submersion", "embedding", "rank", "jacobian"])
    case .submersion:
      ("Its Jacobian is surjective everywhere, or at x0: every direction is reached.", nil,
       "f(x: R^2) = x[0] * x[1]; [(f is submersion at p).answer for p in [0, 0; 1, 0]]", "[\"no\", \"yes\"]", ["immersion", "surjective", "rank"])
    case .localDiffeomorphism:
      ("Its Jacobian is invertible everywhere, or at x0: near each point it can be undone.", nil,
       "(square is local_diffeomorphism at 0).answer", "no", ["diffeomorphism", "det", "jacobian"])
    case .isometry:
      ("It keeps all distances: AᵀA is the identity.", nil,
       "(linear([0, -1; 1, 0]) is isometry).answer", "yes", ["orthogonal", "conformal", "singular_values"])
    case .conformal:
      ("It keeps angles: AᵀA is a multiple of the identity.", nil,
       "(linear([2, 0; 0, 2]) is conformal).answer", "yes", ["isometry", "singular_values"])
    case .volumePreserving:
      ("It keeps areas and volumes: |det J| = 1.", "Where a map has corners, |det J| = 1 at almost every point is enough.",
       "(linear([1, 5; 0, 1]) is volume_preserving).answer", "yes", ["orientation_preserving", "det"])
    case .orientationPreserving:
      ("It does not mirror: det J > 0.", "Where a map has corners, or is flat at single points, it must be injective and det J > 0 almost everywhere.",
       "(linear([1, 0; 0, -1]) is orientation_preserving).answer", "no", ["volume_preserving", "det"])
    case .contraction:
      ("It brings points together: all distances shrink by one factor below 1.", nil,
       "(linear([0.5, 0; 0, 0.5]) is contraction).answer", "yes", ["isometry", "singular_values", "norm"])
    case .symmetric:
      ("A equals its transpose.", nil,
       "([1, 2; 2, 1] is symmetric).answer", "yes", ["eigen", "hessian"])
    case .orthogonal:
      ("AᵀA is the identity: A keeps lengths and angles.", nil,
       "([0, -1; 1, 0] is orthogonal).answer", "yes", ["isometry", "qr"])
    case .positiveDefinite:
      ("A is symmetric and xᵀA x > 0 for every x but 0.", nil,
       "([2, 1; 1, 2] is positive_definite).answer", "yes", ["symmetric", "cholesky", "eigen"])
    case .singular:
      ("A sends some vector other than 0 to 0: it has no inverse.", nil,
       "([1, 2; 2, 4] is singular).answer", "yes", ["det", "rank", "null_space", "inverse"])
    case .idempotent:
      ("A A = A: a projection.", nil,
       "([1, 0; 0, 0] is idempotent).answer", "yes", ["column_space", "rank"])
    case .diagonal:
      ("All entries off the diagonal are 0.", nil,
       "([1, 0; 0, 2] is diagonal).answer", "yes", ["diag", "eigen"])
    }
  }
}
