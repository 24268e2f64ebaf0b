public import Autodiff
public import Tensors

/// Linear maps with a name in geometry.
extension SmoothMap {
  /// x ↦ c x for a number c, or (cᵢ xᵢ) for a vector c.
  ///
  /// - Throws: `.badLayer` for a tensor of more axes, or an infinite or undefined factor.
  public static func scaling(_ factor: Term) throws(MapError) -> SmoothMap {
    try checkFinite(factor, "scaling", "a factor")
    switch factor.rank {
    case 0: return SmoothMap("scaling", .any, .any, .layer(.scaling(factor)))
    case 1 where factor.shape.count > 0:
      let space = Space(factor.shape)
      return SmoothMap("scaling", space, space, .layer(.scaling(factor)))
    default:
      throw .badLayer(
        layer: "scaling",
        .tensorShape(
          what: "the factor", expected: "a number, or a vector with one number per coordinate",
          found: factor.shape))
    }
  }

  /// The rotation of the plane by an angle in radians, from the first axis towards the second.
  public static func rotation(angle: Term) throws(MapError) -> SmoothMap {
    try checkFinite(angle, "rotation", "the angle")
    let matrix = try reporting { () throws(AutodiffError) in
      let (c, s) = (try angle.applying(.cos), try angle.applying(.sin))
      return try Term.stack([Term.stack([c, -s]), Term.stack([s, c])])
    }
    return geometric(.rotation, matrix)
  }

  /// The rotation of space by an angle in radians about an axis, counterclockwise for an eye the
  /// axis points to.
  ///
  /// *Source*: Rodrigues (1840): R = I + sin θ K + (1 − cos θ) K² with K v = axis × v.
  /// - Throws: `.badLayer` unless the axis is three finite numbers, not all 0.
  public static func rotation(angle: Term, axis: Term) throws(MapError) -> SmoothMap {
    try checkFinite(angle, "rotation", "the angle")
    guard axis.shape == [3] else {
      throw .badLayer(layer: "rotation", .axisShape(axis.shape))
    }
    let unit = try direction(axis, "rotation")
    let matrix = try reporting { () throws(AutodiffError) in
      let zero = Term(0)
      let (x, y, z) = (try unit.row(0), try unit.row(1), try unit.row(2))
      let k = try Term.stack([
        Term.stack([zero, -z, y]), Term.stack([z, zero, -x]), Term.stack([-y, x, zero]),
      ])
      let rise = try Term(1) - angle.applying(.cos)
      return try Term.identity(3) + angle.applying(.sin) * k + rise * Term.product(k, k)
    }
    return geometric(.rotation, matrix)
  }

  /// The rotation with a matrix, which is checked: AᵀA = I and det A = 1.
  ///
  /// - Throws: `.badLayer` with the defect and the determinant.
  public static func rotation(matrix: Term) throws(MapError) -> SmoothMap {
    guard matrix.rank == 2, matrix.shape[0] == matrix.shape[1], matrix.shape.count > 0 else {
      throw .badLayer(layer: "rotation", .notSquare(matrix.shape))
    }
    try checkFinite(matrix, "rotation", "an entry of the matrix")
    try check(.rotation, matrix)
    return geometric(.rotation, matrix)
  }

  /// The reflection at the hyperplane with a normal: x ↦ x − 2 ⟨n, x⟩ n / |n|².
  ///
  /// - Throws: `.badLayer` unless the normal is a vector of finite numbers, not all 0.
  public static func reflection(normal: Term) throws(MapError) -> SmoothMap {
    let unit = try direction(normal, "reflection")
    let matrix = try reporting { () throws(AutodiffError) in
      try Term.identity(unit.shape[0]) - Term(2) * unit.outer(unit)
    }
    return geometric(.reflection, matrix)
  }

  /// The shear of ℝⁿ that adds `factor` times one coordinate to another.
  ///
  /// - Throws: `.badLayer` for coordinates that do not exist or are the same.
  public static func shear(
    _ factor: Term, dimension n: Int, adding source: Int, to target: Int
  ) throws(MapError) -> SmoothMap {
    _ = try vectors(n, "shear")
    guard n <= squareLimit else {
      throw .badLayer(layer: "shear", .tooLarge(what: "the dimension", limit: squareLimit))
    }
    try checkFinite(factor, "shear", "the factor")
    guard source != target, (0..<n).contains(source), (0..<n).contains(target) else {
      throw .badLayer(layer: "shear", .badCoordinates(source, target, dimension: n))
    }
    let matrix = try reporting { () throws(AutodiffError) in
      let (row, column) = (Term.unit(target, n), Term.unit(source, n))
      return try Term.identity(n) + factor * row.outer(column)
    }
    return geometric(.shear, matrix)
  }

  /// The orthogonal projection onto the column space of a matrix; of a vector, onto its line.
  ///
  /// The columns that count are those of the singular value decomposition above the tolerance of
  /// the rank.
  /// - Throws: `.badLayer` for what is no matrix; `.autodiff` for numbers that are not finite.
  public static func projection(onto columns: Tensor) throws(MapError) -> SmoothMap {
    guard columns.rank == 1 || columns.rank == 2, columns.count > 0 else {
      throw .badLayer(
        layer: "projection",
        .tensorShape(
          what: "the space", expected: "a vector, or a matrix whose columns span it",
          found: columns.shape))
    }
    guard columns.shape[0] <= squareLimit else {
      throw .badLayer(layer: "projection", .tooLarge(what: "the dimension", limit: squareLimit))
    }
    try checkFinite(Term(columns), "projection", "an entry of the matrix")
    do {
      let matrix = columns.rank == 1 ? try columns.reshaped([columns.count, 1]) : columns
      let rank = try matrix.rank().rank
      let svd = try matrix.svd()
      let basis = try svd.u.gathered(
        Tensor((0..<rank).map(Double.init)), axis: 1)
      let product = try basis.matrixProduct(basis.transposed())
      return geometric(.projection(rank: rank), Term(product))
    } catch {
      throw .autodiff(.tensor(error))
    }
  }

  /// x ↦ (x_p(0), x_p(1), …).
  ///
  /// - Throws: `.badLayer` unless each of 0, …, n − 1 is there once.
  public static func permutation(_ order: [Int]) throws(MapError) -> SmoothMap {
    let space = try vectors(order.count, "permutation")
    var isPresent = [Bool](repeating: false, count: order.count)
    for index in order where order.indices.contains(index) { isPresent[index] = true }
    if let missing = isPresent.firstIndex(of: false) {
      throw .badLayer(layer: "permutation", .notPermutation(missing: missing, count: order.count))
    }
    return SmoothMap("permutation", space, space, .layer(.permutation(order)))
  }

  /// x ↦ x on any space.
  public static func identity(on space: Space) -> SmoothMap {
    SmoothMap("identity", space, space, .layer(.identity))
  }

  static func geometric(_ nature: GeometricNature, _ matrix: Term) -> SmoothMap {
    let space = Space.real(matrix.shape[0])
    return SmoothMap(nature.name, space, space, .layer(.geometric(nature, weight: matrix)))
  }

  /// Whether a matrix is what a layer was made to be; traced matrices are believed.
  ///
  /// - Throws: `.badLayer` with the numbers.
  static func check(_ nature: GeometricNature, _ matrix: Term) throws(MapError) {
    guard let tensor = matrix.witness else { return }
    do {
      switch nature {
      case .rotation, .reflection:
        let gram = try tensor.transposed().matrixProduct(tensor)
        let defect = gram.distanceFromIdentity
        let determinant = try tensor.determinant().elements[0]
        let wanted = nature == .rotation ? 1.0 : -1
        guard defect <= natureTolerance, determinant * wanted > 0 else {
          throw MapError.badLayer(
            layer: nature.name, .notOrthogonal(defect: defect, determinant: determinant))
        }
        if nature == .reflection {
          // A reflection is its own inverse; other orthogonal matrices of determinant −1 are not.
          try checkSame(tensor, tensor.transposed(), nature)
        }
      case .projection:
        try checkSame(tensor, tensor.transposed(), nature)
        try checkSame(tensor, tensor.matrixProduct(tensor), nature)
      case .shear:
        let n = tensor.shape[0]
        let off = tensor.elements.enumerated().filter {
          $0.offset % (n + 1) != 0 && $0.element != 0
        }
        let onDiagonal =
          tensor.elements.enumerated()
          .filter { $0.offset % (n + 1) == 0 }.map { ($0.element - 1).magnitude }.max() ?? 0
        guard onDiagonal == 0, off.count <= 1 else {
          throw MapError.badLayer(layer: nature.name, .changedNature(defect: onDiagonal))
        }
      }
    } catch let error as MapError {
      throw error
    } catch let error as TensorError {
      throw .autodiff(.tensor(error))
    } catch {
      throw .badLayer(layer: nature.name, .notFinite(what: "an entry of the matrix"))
    }
  }

  private static func checkSame(
    _ a: Tensor, _ b: Tensor, _ nature: GeometricNature
  ) throws {
    let defect = zip(a.elements, b.elements).map { ($0 - $1).magnitude }.max() ?? 0
    guard defect <= natureTolerance else {
      throw MapError.badLayer(layer: nature.name, .changedNature(defect: defect))
    }
  }

  /// How far the numbers of a matrix may be from what they are to be.
  static let natureTolerance = 1e-9
  /// The largest square matrix a layer makes by itself.
  static let squareLimit = 4096

  /// The unit vector in a direction.
  private static func direction(_ vector: Term, _ layer: String) throws(MapError) -> Term {
    guard vector.rank == 1, vector.shape.count > 0 else {
      throw .badLayer(
        layer: layer,
        .tensorShape(what: "the direction", expected: "a vector", found: vector.shape))
    }
    guard vector.shape.count <= squareLimit else {
      throw .badLayer(layer: layer, .tooLarge(what: "the dimension", limit: squareLimit))
    }
    if let known = vector.witness {
      let size = known.elements.reduce(0.0) { max($0, $1.magnitude) }
      guard known.isFinite, size > 0 else { throw .badLayer(layer: layer, .noDirection) }
    }
    return try reporting { () throws(AutodiffError) in try vector / vector.norm() }
  }

  /// - Throws: `.badLayer` when a known tensor has an infinite or undefined element.
  static func checkFinite(_ term: Term, _ layer: String, _ what: String) throws(MapError) {
    guard let known = term.witness, !known.isFinite else { return }
    throw .badLayer(layer: layer, .notFinite(what: what))
  }
}

extension Term {
  /// The unit vector along an axis.
  fileprivate static func unit(_ index: Int, _ n: Int) -> Term {
    Term(Tensor((0..<n).map { $0 == index ? 1.0 : 0 }))
  }
}

extension Tensor {
  /// The greatest entry of |A − I|.
  fileprivate var distanceFromIdentity: Double {
    let n = shape[0]
    return elements.enumerated()
      .map { ($0.element - ($0.offset % (n + 1) == 0 ? 1 : 0)).magnitude }.max() ?? 0
  }
}
