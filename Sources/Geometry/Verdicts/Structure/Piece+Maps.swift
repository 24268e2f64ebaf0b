import Autodiff
import Maps
import Tensors

extension Piece {
  /// The links of a map whose spaces are known; neighbours that are affine are one link.
  static func pieces(of map: SmoothMap) throws -> [Piece] {
    var result: [Piece] = []
    for piece in try map.layers.flatMap(links) {
      if let last = result.last, let first = last.form, let second = piece.form,
        let both = try first.followed(by: second, name: "\(first.name) |> \(second.name)")
      {
        result[result.count - 1] = Piece(affine: both)
      } else {
        result.append(piece)
      }
    }
    return try sandwiched(joined(result))
  }

  /// A map as one link of which only what the formulas of its values show is known; nil where that is
  /// nothing, or the same as what is known of its one link.
  static func whole(_ map: SmoothMap) throws -> Piece? {
    if case .function? = map.layer { return nil }
    guard let read = try ReadOff(map) else { return nil }
    var named = map
    named.name = MapJudge.name(of: map)
    var piece = opaque(named)
    read.inform(&piece)
    return piece
  }

  /// The links with every relu that follows an affine link of few inputs joined to it.
  private static func joined(_ pieces: [Piece]) throws -> [Piece] {
    var result: [Piece] = []
    for piece in pieces {
      if piece.isRectifier, let last = result.last, last.form != nil,
        let both = try Piece(rectified: last, then: piece)
      {
        result[result.count - 1] = both
      } else {
        result.append(piece)
      }
    }
    return result
  }

  private static func links(_ map: SmoothMap) throws -> [Piece] {
    if map.kind.form <= .affine, let form = try AffineForm(of: map, name: affineName(map)) {
      return [Piece(affine: form)]
    }
    switch map.structure {
    case .layer(let layer): return [try piece(of: layer, map)]
    case .chain(let layers): return try layers.flatMap(links)
    case .scaled(let factor, let f):
      let count = map.codomain.dimension ?? 0
      // The multiple is a link of its own, with a matrix; a huge one is not worth its matrix.
      guard count > 0, count <= AffineForm.entryLimit / count else { return [opaque(map)] }
      return try links(f) + [multiple(factor, count)]
    case .directSum(let f, let g):
      return [directSum(map.name, try StructuralProof(of: f), try StructuralProof(of: g))]
    case .sum(let f, let g):
      return [try informed(sum(map, pieces(of: f), pieces(of: g)), map)]
    case .branch(let f, let g):
      return [try informed(branch(opaque(map), try pieces(of: f), try pieces(of: g)), map)]
    case .coupling(let coupling): return [try piece(of: coupling, opaque(map))]
    case .flow(let flow): return [try piece(of: flow, opaque(map))]
    case .solved(let solved): return [try piece(of: solved, opaque(map))]
    case .product(let f, let g):
      var piece = opaque(map)
      let (left, right) = (try pieces(of: f), try pieces(of: g))
      piece.inherit(from: left + right)
      let (first, second) = (StructuralProof(left), StructuralProof(right))
      let count = piece.target
      piece.bounds = { bounds in
        first.bounds(bounds).areAll && second.bounds(bounds).areAll ? .all(count) : .none(count)
      }
      return [try informed(piece, map)]
    }
  }

  /// A link with what the formulas of its values show.
  private static func informed(_ piece: Piece, _ map: SmoothMap) throws -> Piece {
    var piece = piece
    try ReadOff(map)?.inform(&piece)
    return piece
  }

  /// `affine(2, 8)`; other layers have their name.
  private static func affineName(_ map: SmoothMap) -> String {
    guard case .affine = map.layer, let source = map.domain.dimension,
      let target = map.codomain.dimension
    else { return map.name }
    return "\(map.name)(\(source), \(target))"
  }

  private static func piece(of layer: Layer, _ map: SmoothMap) throws -> Piece {
    let count = map.domain.dimension ?? 0
    if let phi = ElementwiseFacts(layer) {
      var piece = Piece(map.name, phi, count: count)
      if case .elementwise(.relu) = layer { piece.isRectifier = true }
      piece.leastSlope = ScalarLaw.Function(layer).flatMap {
        ScalarLaw($0, on: .all)?.quotients.low
      }
      return piece
    }
    switch layer {
    case .normalization(.layer(let gain, let bias, let epsilon)):
      return try Piece(layerNormalizing: map, opaque(map), gain, bias, epsilon)
    case .image(.maximumPooling(let windows)): return try pooled(map, opaque(map), windows)
    case .softmax: return Piece(softmaxOf: count, row: map.domain.shape?.last ?? 1)
    case .function(let function, let kind):
      // Of a function on the whole space the formulas tell more, and in its own name.
      if kind.regularity == .unknown, let applied = elementwise(function, map.domain) {
        return try self.piece(of: .elementwise(applied), map)
      }
      var piece = opaque(map)
      piece.isTotal = kind.regularity != .unknown
      piece.saturates = !isPolynomial(function, map.domain)
      return try informed(piece, map)
    case .identity, .affine, .translation, .constant, .scaling, .geometric, .permutation, .reshape,
      .image, .normalization, .dropout,
      .elementwise, .elementwiseInverse, .leakyReLU, .elu, .approximateGELU:
      return opaque(map)
    }
  }

  /// A link of which only the kind is known.
  static func opaque(_ map: SmoothMap) -> Piece {
    let (source, target) = (map.domain.dimension ?? 0, map.codomain.dimension ?? 0)
    let isContinuous = map.kind.regularity != .unknown
    var piece = Piece(
      name: map.name, source: source, target: target, isLocallyLipschitz: isContinuous,
      width: (min(source, target), .proved)
    ) { isContinuous && $0.areAll ? .all(target) : .none(target) }
    // What is continuous may fill more dimensions than it has; what is Lipschitz may not.
    if !isContinuous { piece.width = (target, .proved) }
    switch map.kind.regularity {
    case .smooth:
      piece.facts[.smooth] = .proved("\(map.name) is smooth")
      piece.facts[.continuous] = .proved("\(map.name) is smooth")
    case .continuous: piece.facts[.continuous] = .proved("\(map.name) is continuous")
    case .unknown: break
    }
    return piece
  }

  /// What a combination has from its parts, however they are combined.
  mutating func inherit(from parts: [Piece]) {
    isTotal = parts.allSatisfy(\.isTotal)
    saturates = parts.contains(where: \.saturates)
    isLocallyLipschitz = parts.allSatisfy(\.isLocallyLipschitz)
    // A corner of a part proves nothing here; a domain of a part makes the bounds useless.
    if !isTotal {
      let count = target
      bounds = { _ in .none(count) }
      isLocallyLipschitz = false
    }
    if !isLocallyLipschitz { width = (target, .proved) }
  }

  /// Multiplication by a number.
  private static func multiple(_ factor: Term, _ count: Int) throws -> Piece {
    let value = try factor.known("a factor").elements.first ?? 0
    let matrix = try Tensor(repeating: value, shape: [count]).diagonalMatrix()
    return Piece(
      affine: try AffineForm(
        name: "multiplication by \(Notation.number(value))", matrix: matrix,
        shift: Tensor(repeating: 0, shape: [count])))
  }

  /// (x, y) ↦ (f(x), g(y)), which is whatever both are.
  private static func directSum(_ name: String, _ f: StructuralProof, _ g: StructuralProof) -> Piece
  {
    let (split, targetSplit) = (f.source, f.target)
    var lipschitz: Double?
    if let first = f.lipschitz, let second = g.lipschitz { lipschitz = max(first, second) }
    var piece = Piece(
      name: name, source: f.source + g.source, target: f.target + g.target,
      width: (f.target + g.target, .proved), lipschitz: lipschitz
    ) { bounds in
      let first = f.bounds(
        Bounds(below: Array(bounds.below[..<split]), above: Array(bounds.above[..<split])))
      let second = g.bounds(
        Bounds(below: Array(bounds.below[split...]), above: Array(bounds.above[split...])))
      return Bounds(below: first.below + second.below, above: first.above + second.above)
    }
    piece.inherit(from: f.pieces + g.pieces)
    for property in [
      Property.injective, .surjective, .embedding, .immersion, .submersion, .smooth, .continuous,
      .contraction,
    ] {
      let (first, second) = (f.verdict(on: property), g.verdict(on: property))
      switch (first.answer, second.answer) {
      case (.no, _): piece.facts[property] = ofPart(first, "first", property)
      case (_, .no): piece.facts[property] = ofPart(second, "second", property)
      case (.yes, .yes):
        piece.facts[property] = .proved(
          "its first part: \(first.reason); its second part: \(second.reason)")
      case (.unknown, _), (_, .unknown): break
      }
    }
    if f.source == f.target, g.source == g.target, targetSplit == split,
      let first = f.orientation, let second = g.orientation
    {
      piece.orientation = first * second
    }
    return piece
  }

  /// What a part is not, the sum is not.
  private static func ofPart(_ verdict: Verdict, _ part: String, _ property: Property) -> Verdict {
    Verdict(
      verdict.answer, verdict.basis,
      "its \(part) part is not \(property.predicate): \(verdict.reason)", details: verdict.details)
  }

  /// f + g: where one is affine and the other changes less than it does, nothing folds.
  private static func sum(_ map: SmoothMap, _ f: [Piece], _ g: [Piece]) throws -> Piece {
    var piece = opaque(map)
    piece.inherit(from: f + g)
    let (first, second) = (StructuralProof(f), StructuralProof(g))
    if let a = first.lipschitz, let b = second.lipschitz { piece.lipschitz = a + b }
    if piece.isTotal {
      piece.bounds = { bounds in
        let (a, b) = (first.bounds(bounds), second.bounds(bounds))
        return Bounds(
          below: zip(a.below, b.below).map { $0 && $1 },
          above: zip(a.above, b.above).map { $0 && $1 })
      }
    }
    for (affine, other) in [(first, second), (second, first)] {
      guard piece.isTotal, affine.pieces.count == 1, let form = affine.pieces[0].form,
        form.lowest == form.source, let constant = other.lipschitz,
        constant < form.leastStretch * (1 - 1e-12)
      else { continue }
      let least = form.evidence.singularValues.last ?? form.leastStretch
      let reason =
        "\(piece.name) is the sum of an affine map that stretches by at least "
        + "\(Notation.number(least)) and a map with Lipschitz constant at most "
        + Notation.number(constant)
      piece.facts[.injective] = .proved(reason)
      piece.facts[.embedding] = .proved(reason)
      if other.verdict(on: .smooth).answer == .yes { piece.facts[.immersion] = .proved(reason) }
      if form.source == form.target {
        piece.facts[.surjective] = .proved(reason)
        piece.facts[.submersion] = piece.facts[.immersion]
        piece.orientation = affine.orientation
      }
    }
    return piece
  }

  /// Whether a function is made of operations whose derivatives never drown in rounding.
  private static func isPolynomial(_ function: Pointwise, _ domain: Space) -> Bool {
    guard let shape = domain.shape, let point = try? Tensor(repeating: 0.5, shape: shape),
      let path = try? Path.traced(at: [Term(point)], { [try function($0[0])] }), path.isStraight
    else { return false }
    return isPolynomial(path.graph)
  }

  /// The function of the vocabulary that is all a function applies to its point.
  private static func elementwise(
    _ function: Pointwise, _ domain: Space
  ) -> ElementwiseFunction? {
    guard let shape = domain.shape, let point = try? Tensor(repeating: 0.5, shape: shape),
      let graph = graph(at: point, { try function($0) })
    else { return nil }
    return ElementwiseFunction.allCases.first { applied in
      guard let other = self.graph(at: point, { try $0.applying(applied) }) else { return false }
      return graph.outputs == other.outputs && graph.nodes.count == other.nodes.count
        && zip(graph.nodes, other.nodes).allSatisfy {
          $0.primitive == $1.primitive && $0.operands == $1.operands
        }
    }
  }

  /// The graph of a function that does not branch.
  private static func graph(at point: Tensor, _ function: (Term) throws -> Term) -> Graph? {
    guard let path = try? Path.traced(at: [Term(point)], { [try function($0[0])] }),
      path.isStraight, path.graph.nodes.count <= 32
    else { return nil }
    return path.graph
  }

  private static func isPolynomial(_ graph: Graph) -> Bool {
    graph.nodes.allSatisfy { node in
      switch node.primitive {
      case .literal, .add, .negate, .multiply, .contract, .broadcast, .sum, .permute, .reshape,
        .slice, .pad, .concatenate, .gather, .scatterAdd, .select, .map(.negate), .map(.abs),
        .map(.sin), .map(.cos), .combine(.subtract), .combine(.maximum), .combine(.minimum),
        .combine(.less), .combine(.lessOrEqual), .maximum, .determinant:
        true
      case .loop(let loop): isPolynomial(loop.body)
      case .raise(let exponent): exponent >= 1 && exponent == exponent.rounded()
      case .takeAlong, .scatterAddAlong, .solve, .map, .combine, .argmax, .argsort,
        .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
        .reciprocalGaps, .stopGradient, .corner:
        false
      }
    }
  }
}
