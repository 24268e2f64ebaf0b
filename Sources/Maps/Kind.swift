/// What is known of a map from its structure alone.
///
/// identity ⊂ linear ⊂ affine ⊂ piecewise affine describe its form; smooth and continuous its
/// regularity. A kind is a proof: the map has at least these properties, perhaps more.
public struct Kind: Hashable, Sendable {
  /// How far a map is from linear.
  public enum Form: Int, Comparable, Sendable {
    /// x ↦ x.
    case identity
    /// x ↦ A x.
    case linear
    /// x ↦ A x + b.
    case affine
    /// Affine on each of finitely many cells.
    case piecewiseAffine
    /// Anything.
    case general

    /// A stricter form comes before a looser one.
    public static func < (a: Form, b: Form) -> Bool { a.rawValue < b.rawValue }
  }

  /// How far a map can be differentiated.
  public enum Regularity: Int, Comparable, Sendable {
    /// Infinitely often.
    case smooth
    /// Perhaps not everywhere, but without jumps.
    case continuous
    /// Not known to be continuous.
    case unknown

    /// A stronger regularity comes before a weaker one.
    public static func < (a: Regularity, b: Regularity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The form.
  public let form: Form
  /// The regularity.
  public let regularity: Regularity

  private init(_ form: Form, _ regularity: Regularity) {
    self.form = form
    self.regularity = regularity
  }

  /// x ↦ x.
  public static let identity = Kind(.identity, .smooth)
  /// x ↦ A x.
  public static let linear = Kind(.linear, .smooth)
  /// x ↦ A x + b.
  public static let affine = Kind(.affine, .smooth)
  /// Affine on each of finitely many cells, and continuous.
  public static let piecewiseAffine = Kind(.piecewiseAffine, .continuous)
  /// Infinitely differentiable.
  public static let smooth = Kind(.general, .smooth)
  /// Continuous.
  public static let continuous = Kind(.general, .continuous)
  /// Nothing is known.
  public static let unknown = Kind(.general, .unknown)

  /// The kind of one map after another, and of their sum.
  ///
  /// Each form is closed under composition, and so is each regularity.
  public func joined(_ other: Kind) -> Kind {
    Kind(max(form, other.form), max(regularity, other.regularity))
  }

  /// The kind of a map that differs from one of this kind by more than composition with affine maps.
  public var generalized: Kind { Kind(.general, regularity) }

  /// The kind as at least the given form.
  public func atLeast(_ least: Form) -> Kind { Kind(max(form, least), regularity) }
}

extension Kind: CustomStringConvertible {
  /// The kind in the words of the field.
  public var description: String {
    switch (form, regularity) {
    case (.identity, _): "identity"
    case (.linear, _): "linear"
    case (.affine, _): "affine"
    case (.piecewiseAffine, .unknown): "piecewise affine, perhaps with jumps"
    case (.piecewiseAffine, _): "piecewise affine"
    case (.general, .smooth): "smooth"
    case (.general, .continuous): "continuous"
    case (.general, .unknown): "not known to be continuous"
    }
  }
}
