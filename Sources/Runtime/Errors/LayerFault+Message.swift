import Maps
import Tensors

extension LayerFault {
  /// What is wrong with the numbers of a layer, in words.
  func problemText(_ layer: String) -> ProblemText {
    switch self {
    case .notSquare(let shape):
      ProblemText(
        "layer.matrix", "a rotation has a square matrix", facts: ["this is \(shape.phrase)"])
    case .notOrthogonal(let defect, let determinant):
      ProblemText(
        "layer.matrix", "the matrix is not a \(layer)",
        facts: [
          "the greatest entry of |A'A - I| is \(short(defect))"
            + (defect < 1e-6 ? "" : ", so it changes lengths or angles"),
          "det A = \(short(determinant)), and a \(layer) has "
            + (layer == "rotation" ? "1" : "-1"),
        ],
        hint: defect <= 1e-6
          ? "orthogonal, but it turns space over: linear(A) takes it as it is"
          : "linear(A) takes any matrix")
    case .changedNature(let defect):
      ProblemText(
        "layer.matrix", "with this matrix it would no longer be a \(layer)",
        facts: ["the defect is \(short(defect))"], hint: "linear(A) takes any matrix")
    case .noDirection:
      ProblemText(
        "layer.direction", "\(layer): the vector has no direction",
        facts: ["it must be finite and not all zeros"])
    case .axisShape(let shape):
      ProblemText(
        "layer.direction", "the axis of a rotation is a vector of 3 numbers",
        facts: ["this is \(shape.phrase)"],
        hint: "in the plane rotation(angle) needs no axis")
    case .notPermutation(let missing, let count):
      ProblemText(
        "layer.permutation", "not a permutation: \(missing) is missing",
        facts: [
          "a permutation of \(counted(count, "coordinate")) has each of 0 to \(count - 1) once"
        ])
    case .badCoordinates(let source, let target, let dimension):
      ProblemText(
        "layer.option",
        source == target
          ? "\(layer) adds one coordinate to another, and both are \(source)"
          : "\(layer): there are coordinates 0 to \(dimension - 1)",
        facts: source == target ? [] : ["from: \(source), to: \(target)"])
    case .notFinite(let what):
      ProblemText("number.notFinite", "\(layer): \(what) is infinite or not a number")
    case .tooSmall(let what, let value, let least):
      ProblemText("layer.option", "\(layer): \(what) is \(value), and must be at least \(least)")
    case .outside(let what, let value, let interval):
      ProblemText(
        "layer.option", "\(layer): \(what) is \(short(value)), and must lie in \(interval)")
    case .windowTooLarge(let window, let image, let padding):
      ProblemText(
        "layer.window",
        "\(layer): a window of \(times(window)) does not fit into an image of \(times(image))",
        facts: padding == 0
          ? [] : ["with padding the image is \(times(image.map { $0 + 2 * padding }))"],
        hint: "a smaller window, or padding: on every side, fits")
    case .paddingTooLarge(let padding, let window):
      ProblemText(
        "layer.window", "\(layer): padding \(padding) is too much for a window of \(window)",
        facts: ["a window would lie in the padding alone; half the window is the most"])
    case .channels(let expected, let found):
      ProblemText(
        "shape.images", "\(layer) takes images with \(counted(expected, "channel"))",
        facts: ["it is given \(found)"])
    case .needsImages(let found):
      ProblemText(
        "shape.images", "\(layer) takes images, tensors of channels × height × width",
        facts: ["it is given \(found)"],
        hint: "reshape(R^(1, 8, 8)) makes an image of 64 numbers")
    case .elementCount(let source, let target):
      ProblemText(
        "shape.count", "\(layer): \(source) and \(target) have different numbers of coordinates",
        facts: ["\(source.dimension ?? 0) and \(target.dimension ?? 0)"])
    case .tensorShape(let what, let expected, let found):
      ProblemText(
        "shape.weights", "\(layer): \(what) must be \(expected)", facts: ["it is \(found.phrase)"])
    case .innerSpaces(let pair, let needed):
      ProblemText(
        "shape.spaces", "\(layer) needs \(needed)",
        facts: ["\(pair.name) : \(pair.domain) → \(pair.codomain)"])
    case .tooLarge(let what, let limit):
      ProblemText("limit.layer", "\(layer): \(what) is too large", facts: ["the limit is \(limit)"])
    }
  }

  private func short(_ number: Double) -> String { NumberText(number, digits: 4).text }

  private func times(_ extents: [Int]) -> String {
    extents.map(String.init).joined(separator: "×")
  }
}

extension MapError {
  static func notAffine(_ map: SmoothMap, _ layer: SmoothMap, _ position: Int?) -> ProblemText {
    let subject = position.map { "layer \($0) (\(layer.name))" } ?? layer.name
    return ProblemText(
      "map.notAffine", "only an affine map has one matrix",
      facts: ["\(subject) is \(layer.kind)"],
      hint: "jacobian(f, x) is the matrix of its best affine approximation at x")
  }

  static func noSuchTensor(_ layer: SmoothMap, _ name: String) -> ProblemText {
    let known = layer.layer?.tensors.filter { $0.role != .captured }.map(\.name) ?? []
    let facts =
      layer.layer == nil
      ? ["\(layer.name) is made of other maps, which have their own"]
      : known.isEmpty ? ["it has no tensors at all"] : ["it has \(known.joined(separator: ", "))"]
    return ProblemText("layer.tensor", "\(layer.name) has no \(name)", facts: facts)
  }
}

extension Nonconvergence {
  /// Why an iteration has no answer, in words.
  func problemText(_ layer: String) -> ProblemText {
    func short(_ number: Double) -> String { NumberText(number, digits: 3).text }
    switch self {
    case .steps(let limit, let time):
      return ProblemText(
        "flow.steps", "the flow does not reach time \(short(time))",
        facts: [
          "with \(limit) steps the estimated error is still above the tolerance",
          "the solution runs away before that time, or the field changes too fast",
        ], hint: "try a shorter time, or a larger tolerance: flow(field, time, tol: 1e-6)")
    case .residual(let residual, let iterations):
      return ProblemText(
        "inverse.residual", "no x with f(x) = y was found",
        facts: [
          "after \(counted(iterations, "iteration")) |f(x) - y| is still \(short(residual))",
          "there may be none: y may lie outside the image of f",
        ])
    case .singular(let residual, let iterations):
      return ProblemText(
        "inverse.residual", "no x with f(x) = y was found",
        facts: [
          "after \(counted(iterations, "iteration")) the derivative of f is singular, and "
            + "|f(x) - y| is \(short(residual))"
        ])
    }
  }
}
