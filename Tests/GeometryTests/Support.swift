import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

func vector(_ elements: Double...) -> Term { Term(Tensor(elements)) }

func matrix(_ rows: [Double]...) throws -> Term { Term(try Tensor(rows: rows)) }

/// x ↦ A x.
func linear(_ rows: [Double]...) throws -> SmoothMap {
  try .linear(Term(Tensor(rows: rows)))
}

/// x ↦ A x + b.
func affine(_ rows: [[Double]], _ bias: [Double]) throws -> SmoothMap {
  try .affine(Term(Tensor(rows: rows)), Term(Tensor(bias)))
}

let tanh = SmoothMap.elementwise(.tanh)

let relu = SmoothMap.elementwise(.relu)

extension SmoothMap {
  func named(_ name: String) -> SmoothMap {
    var copy = self
    copy.name = name
    return copy
  }
}

func elements(_ term: Term) throws -> [Double] { try term.known("a result").elements }

/// Two tensors agree in shape, and in every element to a tolerance relative to 1 or the element.
func expectClose(
  _ term: Term, _ expected: Tensor, _ tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(term.shape == expected.shape, sourceLocation: sourceLocation)
  let found = try elements(term)
  guard found.count == expected.count else { return }
  let worst = zip(found, expected.elements).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
  #expect(worst <= tolerance, "worst error \(worst)", sourceLocation: sourceLocation)
  let isFinite = found.allSatisfy(\.isFinite)
  #expect(isFinite, sourceLocation: sourceLocation)
}

func expect(
  _ map: SmoothMap, _ property: Property, _ answer: Verdict.Answer, _ basis: Verdict.Basis? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let verdict = try judge(map, property)
  #expect(
    verdict.answer == answer, "\(map.name) is \(property.rawValue): \(verdict.summary)",
    sourceLocation: sourceLocation)
  if let basis {
    #expect(verdict.basis == basis, "\(verdict.summary)", sourceLocation: sourceLocation)
  }
}

/// The 2→8→2 tanh net of the reference file, with the values other programs found.
struct ReferenceNet: Decodable {
  let weight1: [[Double]]
  let bias1: [Double]
  let weight2: [[Double]]
  let bias2: [Double]
  let inputs: [[Double]]
  let labels: [Int]
  let forward: [[Double]]
  let jacobians: [[[Double]]]
  let singularValues: [[Double]]
  let pullbackMetrics: [[[Double]]]
  let loss: Double
  let gradient: [Double]
  let hessian: [[Double]]
  /// The mean over the points.
  let fisher: [[Double]]

  private enum CodingKeys: String, CodingKey {
    case forward, loss, hessian
    case weight1 = "W1"
    case bias1 = "b1"
    case weight2 = "W2"
    case bias2 = "b2"
    case inputs = "X"
    case labels = "Y"
    case jacobians = "jacobian_dz_dx"
    case singularValues = "singular_values"
    case pullbackMetrics = "pullback_metric_JtJ"
    case gradient = "grad"
    case fisher = "fisher_exact"
  }

  static func load() throws -> ReferenceNet {
    let url = try #require(
      Bundle.module.url(
        forResource: "mlp_2_8_2", withExtension: "json", subdirectory: "Resources"))
    return try JSONDecoder().decode(ReferenceNet.self, from: Data(contentsOf: url))
  }

  func map() throws -> SmoothMap {
    try affine(weight1, bias1) |> tanh |> affine(weight2, bias2)
  }

  /// The parameter vector: W1 row-major, b1, W2 row-major, b2.
  var parameters: Term {
    Term(Tensor(weight1.flatMap { $0 } + bias1 + weight2.flatMap { $0 } + bias2))
  }

  /// The logits at all points, from the parameters.
  func logits(_ parameters: Term) throws -> Term {
    let weight1 = try parameters.sliced(0, 0..<16).reshaped([8, 2])
    let bias1 = try parameters.sliced(0, 16..<24)
    let weight2 = try parameters.sliced(0, 24..<40).reshaped([2, 8])
    let bias2 = try parameters.sliced(0, 40..<42)
    let hidden = try (Term.product(Term(points), weight1.transposed()) + bias1).applying(.tanh)
    return try Term.product(hidden, weight2.transposed()) + bias2
  }

  /// The cross-entropy of the labels, averaged over the points.
  func crossEntropy(_ logits: Term) throws -> Term {
    var rows = try Tensor(repeating: 0, shape: [labels.count, 2]).elements
    for (row, label) in labels.enumerated() { rows[row * 2 + label] = 1 }
    let chosen = try (logits * Term(Tensor(shape: [labels.count, 2], elements: rows)))
      .sum(axes: [1])
    return try (logits.logSumExp() - chosen).mean()
  }

  var points: Tensor { get throws { try Tensor(rows: inputs) } }
}
