/// What a matrix was made to be: a proof of properties that its rounded entries only suggest.
public enum GeometricNature: Hashable, Sendable {
  /// An orthogonal matrix with determinant 1.
  case rotation
  /// An orthogonal matrix with determinant −1 that keeps a hyperplane.
  case reflection
  /// The identity and one entry beside its diagonal.
  case shear
  /// The orthogonal projection onto a space of this dimension.
  case projection(rank: Int)

  /// Whether it keeps all lengths.
  public var isOrthogonal: Bool {
    switch self {
    case .rotation, .reflection: true
    case .shear, .projection: false
    }
  }

  /// The name of the layer.
  var name: String {
    switch self {
    case .rotation: "rotation"
    case .reflection: "reflection"
    case .shear: "shear"
    case .projection: "projection"
    }
  }
}
