import Autodiff
import Formats
import Geometry
import Maps
import Tensors

extension TensorError {
  /// A problem of tensors in words.
  var problemText: ProblemText {
    switch self {
    case .tooLarge(let dims, let limit):
      ProblemText(
        "limit.elements", "a tensor of shape \(dims) is too large",
        facts: ["the limit is \(grouped(limit, "element"))"])
    case .outOfMemory(let bytes):
      ProblemText(
        "limit.memory", "there is no room for \(byteText(bytes)) more",
        facts: ["tensors may take half of the memory in all, and no more than is free"])
    case .memoryLimit(let limit):
      ProblemText(
        "limit.bytes", "the values of the program would hold more than \(byteText(limit))",
        facts: ["names keep their values until they are bound anew"])
    case .interrupted: Problem.interrupted.text
    case .singular(let operation, let sample, let pivot, let reciprocal):
      ProblemText(
        "matrix.singular", singularTitle(operation),
        facts: (sample > 0 ? ["it is matrix \(sample)"] : [])
          + [
            pivot.map { "pivot \($0) of its elimination is exactly zero" }
              ?? "its reciprocal condition number is \(NumberText(reciprocal, digits: 3).text)"
          ],
        hint: "rank A tells how far it is from full rank; pinv(A) * b is the least-squares answer")
    case .notFinite(let operation, let sample, let index):
      ProblemText(
        "number.notFinite", "\(operation) needs finite numbers",
        facts: [
          "element \(index)\(sample > 0 ? " of matrix \(sample)" : "") is infinite or not a number"
        ])
    case .indexOutOfRange(let index, let axis, let extent):
      Problem.indexOutOfRange(index: index, count: extent, axis: axis).text
    case .raggedRows(let row, let found, let expected):
      Problem.raggedRows(row: row, found: found, expected: expected).text
    case .shapeMismatch(let operation, let lhs, let rhs):
      ProblemText(
        "shape.mismatch", "\(operation) does not combine \(lhs.phrase) and \(rhs.phrase)",
        facts: operation == "solve" && lhs.rank >= 2 && rhs.rank >= 2
          ? [
            "A has \(counted(lhs[lhs.rank - 2], "row")), and b "
              + "\(counted(rhs[rhs.rank - 2], "entry")); each row is one equation"
          ] : ["the shapes are \(lhs) and \(rhs)"])
    case .notMatrix, .notSquare, .elementCount, .negativeExtent, .axisOutOfRange, .invalidAxes,
      .invalidSlice, .invalidPadding, .invalidContraction, .emptyOperand:
      ProblemText("shape.wrong", description)
    case .notPositiveDefinite, .notSymmetric: ProblemText("matrix.kind", description)
    case .notAnIndex: ProblemText("index.kind", description)
    default: ProblemText("tensor.failed", description)
    }
  }
}

private func singularTitle(_ operation: String) -> String {
  switch operation {
  case "solve": "the system has no single solution: its matrix is singular"
  case "inverse": "the matrix has no inverse: it is singular"
  default: "\(operation): the matrix is singular"
  }
}

extension AutodiffError {
  /// A problem of derivatives in words.
  var problemText: ProblemText {
    switch self {
    case .tensor(let error): error.problemText
    case .dataDependent(let what):
      ProblemText(
        "trace.dataDependent", "\(what) depends on the point a map is applied to",
        facts: ["a map is recorded once for all points, so \(what) must be the same at each"])
    case .notDifferentiable(let operation, let reason):
      ProblemText(
        "derivative.none", "\(operation) has no derivative here", facts: [reason],
        hint: operation == "norm" ? "norm2, the squared norm, has one everywhere" : nil)
    case .notScalar(let operation, let shape):
      ProblemText(
        "derivative.scalar", "\(operation) is for functions whose values are numbers",
        facts: ["here the value is \(shape.phrase)"],
        hint: operation == "hvp"
          ? "hessian gives one matrix for each component"
          : "jacobian takes functions with any values")
    case .wrongDirection(let expected, let found):
      ProblemText(
        "shape.direction", "the direction must be \(expected.phrase)",
        facts: ["it is \(found.phrase)"])
    case .notVectorField(let operation, let source, let target):
      ProblemText(
        "derivative.field",
        operation == "curl"
          ? "curl is for maps ℝ³ → ℝ³ and ℝ² → ℝ²"
          : "\(operation) is for maps of a space to itself",
        facts: ["this one takes \(source.phrase) to \(target.phrase)"],
        hint: target == .scalar && source != .scalar
          ? "the values of grad f are vectors: \(operation)(grad f, x)" : nil)
    case .orderOutOfRange(let operation, let order, let limit):
      ProblemText(
        "derivative.order", "\(operation): the order must be between 0 and \(limit)",
        facts: ["it is \(order)"])
    case .degenerate(let operation, let gap):
      ProblemText(
        "derivative.degenerate",
        "\(operation): the values lie too close together for their vectors to have derivatives",
        facts: ["the smallest gap is \(NumberText(gap, digits: 3).text)"])
    case .graphTooLarge(let limit):
      ProblemText("limit.graph", "the map takes more than \(limit) operations")
    case .notReusable:
      ProblemText("trace.once", "this cannot be recorded to be run again")
    case .notFinite(let found): found.problemText
    case .interrupted: Problem.interrupted.text
    }
  }
}

extension MapError {
  /// A problem of maps in words.
  var problemText: ProblemText {
    switch self {
    case .doesNotFit(let position, let chain): MapError.doesNotFit(position, chain)
    case .spacesDiffer(let operation, let f, let g):
      ProblemText(
        "shape.spaces", "\(operation) combines maps between the same spaces",
        facts: [
          "\(f.name) : \(f.spaces)", "\(g.name) : \(g.spaces)",
        ])
    case .wrongCodomain(let name, let domain, let codomain, let found):
      ProblemText(
        "map.codomain",
        "\(name) is a map \(domain) → \(codomain), but at this point gives \(found.phrase)",
        hint: "let every branch give a point of \(codomain)")
    case .wrongDomain(let map, let found):
      ProblemText(
        "shape.domain",
        "\(map.name == "chain" ? "the chain" : map.name) takes points of \(map.domain)",
        label: "this is \(found.phrase)",
        facts: found.rank == 2 && map.domain.shape?.rank == 1
          ? ["points are rows: \(found[0]) points of \(Space([found[1]])) are given"] : [],
        hint: found.rank == 2 && map.domain.shape?.dims == [found[0]]
          ? "if they are columns, hand over the transpose: X'" : nil)
    case .needsVectors(let operation, let map):
      ProblemText(
        "shape.vectors", "\(operation) needs a map between spaces of vectors",
        facts: ["\(map.name) : \(map.spaces)"])
    case .tooManyParts(let limit):
      ProblemText(
        "limit.parts", "the map is made of too many parts", facts: ["the limit is \(limit)"])
    case .emptyChain: ProblemText("shape.compose", "there is no map to compose")
    case .badWeights(let layer, let weight, let bias):
      ProblemText(
        "shape.weights",
        bias.map { "\(layer): a weight of shape \(weight) and a bias of shape \($0) do not fit" }
          ?? "\(layer): a weight of shape \(weight) does not fit",
        facts: ["the weight has one row for each output, the bias one entry"])
    case .badWidth(let layer, let width):
      ProblemText(
        "shape.width",
        width < 1
          ? "\(layer) needs one coordinate at least, and \(width) is given"
          : "\(layer): a space of \(grouped(width)) coordinates is too large",
        facts: width < 1 ? [] : ["it has at most \(grouped(Shape.elementLimit))"])
    case .badLayer(let layer, let fault): fault.problemText(layer)
    case .notAffine(let map, let layer, let position): MapError.notAffine(map, layer, position)
    case .outsideImage(let function, let value, let image):
      ProblemText(
        "map.outsideImage",
        "\(NumberText(value, digits: 6).text) is no value of \(function), so it has no inverse image",
        facts: ["the values of \(function) fill \(image)"])
    case .notConverged(let layer, let reason): reason.problemText(layer)
    case .noSuchLayer(let index, let count):
      Problem.indexOutOfRange(index: index, count: count, axis: nil).text
    case .noSuchTensor(let layer, let name): MapError.noSuchTensor(layer, name)
    case .wrongTensor(let layer, let name, let expected, let found):
      ProblemText(
        "shape.weights", "\(name) of \(layer.name) is \(expected.phrase)",
        facts: ["the new one is \(found.phrase)"])
    case .spaceUnknown(let map):
      ProblemText(
        "shape.unknown", "\(map.name) works on any space, and here it must be known on which",
        hint: map.name.contains(" ")
          ? "name a space such as R^2"
          : map.domain == .any
            ? "say where it starts: identity(2) |> \(map.name)"
            : "say where it starts: identity(R^(1, 8, 8)) |> \(map.name)")
    case .autodiff(let error): error.problemText
    }
  }

  private static func doesNotFit(_ position: Int, _ chain: [SmoothMap]) -> ProblemText {
    guard chain.count >= 2 else { return ProblemText("shape.compose", "the maps do not fit") }
    let next = chain[chain.count - 1]
    let given = chain[chain.count - 2].codomain
    var spaces = [chain[0].domain.description]
    for layer in chain.dropLast() { spaces.append(layer.codomain.description) }
    if spaces.count > 8 {
      spaces.replaceSubrange(3..<(spaces.count - 3), with: ["… \(spaces.count - 6) more …"])
    }
    return ProblemText(
      "shape.compose", "layer \(position + 1) cannot follow layer \(position)",
      label: "takes \(points(of: next.domain))",
      facts: ["the chain so far is \(spaces.joined(separator: " → "))"],
      hint: fitting(next, given).map { "\($0) would fit" })
  }

  static func points(of space: Space) -> String {
    space.shape?.rank == 1 ? "vectors in \(space)" : "points of \(space)"
  }

  /// The layer that would fit, as a program writes it.
  private static func fitting(_ map: SmoothMap, _ given: Space) -> String? {
    guard map.name == "affine" || map.name == "linear", let width = given.shape,
      let target = map.codomain.shape, width.rank == 1, target.rank == 1
    else { return nil }
    return "\(map.name)(\(width[0]), \(target[0]))"
  }
}

extension FormatError {
  /// A problem of files in words.
  var problemText: ProblemText {
    guard case .memoryLimit(let limit) = problem else {
      return ProblemText(id, title, facts: facts, hint: hint)
    }
    // A limit is told as it is given.
    return ProblemText(
      id, "with \"\(path)\" the values of the program would hold more than \(byteText(limit))",
      facts: facts, hint: hint)
  }
}

extension GeometryError {
  /// The properties of a sort, as in a sentence.
  private static func names(_ belongs: (Property) -> Bool) -> String {
    let names = Property.allCases.filter(belongs).map(\.rawValue)
    guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A problem of a question about geometry in words.
  var problemText: ProblemText {
    switch self {
    case .needsMatrix(let property):
      ProblemText(
        "property.subject", "\(property.rawValue) is a property of matrices, not of maps",
        facts: ["a map is or is not \(Self.names { $0.subject == .map })"],
        hint: "ask it of the matrix: f.weight, or jacobian(f, x)")
    case .notMatrix(let property, let shape):
      ProblemText(
        "property.subject",
        "\(property.rawValue) is not a property of \(shape.phrase)",
        facts: ["it is one of \(property.subject == .map ? "maps and of matrices" : "matrices")"],
        hint: shape.rank == 0 ? "[[3]] is a matrix of one entry" : nil)
    case .notSquare(let property, let shape):
      ProblemText(
        "property.subject", "only a square matrix is or is not \(property.rawValue)",
        facts: ["this is \(shape.phrase)"])
    case .notAtPoint(let property):
      ProblemText(
        "property.point", "\(property.rawValue) is a property of the whole map",
        facts: ["at one point there are \(Self.names { $0.holdsAtPoints })"],
        hint: "leave out `at`")
    case .notOnData(let property):
      ProblemText(
        "property.data", "\(property.rawValue) is not decided by points alone",
        facts: ["on data there are \(Self.names { $0.holdsOnData })"],
        hint: "leave out `on`")
    case .noPoints(let property):
      ProblemText("property.data", "\(property.rawValue) is asked on data without points")
    case .noCoordinates(let property):
      ProblemText("property.point", "\(property.rawValue) is asked at a point without coordinates")
    case .manyPoints(let property, let count):
      ProblemText(
        "property.point", "\(property.rawValue) is asked at one point, and these are \(count)",
        hint: "ask for each: [f is \(property.rawValue) at p for p in points]")
    case .pointNotFinite(_, let index):
      ProblemText(
        "number.notFinite", "the point is not finite",
        facts: ["coordinate \(index) is infinite or not a number"])
    case .noInverse(let map, let reason, let hint):
      ProblemText("map.noInverse", "\(map) has no inverse", facts: [reason], hint: hint)
    case .noCategories:
      ProblemText(
        "derivative.family", "a categorical family needs a vector of logits, one per category",
        facts: ["the model's value is a number"],
        hint: "a number is one logit of the family \"bernoulli\"")
    }
  }
}
