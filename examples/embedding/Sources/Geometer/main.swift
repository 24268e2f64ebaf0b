// Geometry in Swift: maps are put together with |> and asked about.

import Manifold

let net = affine(2, 8) |> tanh |> affine(8, 2)
let x0 = [0.3, -0.7]
let evidence = try rank(jacobian(net, at: x0))
print("rank \(evidence.rank), above \(evidence.tolerance < 1e-14 ? "rounding" : "a tolerance")")

let map = try net.map()
print("\(map.domain) → \(map.codomain), \(map.parameterCount) parameters, \(map.kind)")
print("the image of 0 is", try net([0, 0]))

// What does not fit is told when the map is asked for.
do {
  _ = try (affine(2, 8) |> tanh |> affine(4, 2)).map()
} catch {
  print("refused:", error)
}

// Many points at once, one per row.
var generator = RandomGenerator(seed: 1)
let points = try generator.normal([1000, 2])
let ranks = try Jacobians(of: map, at: Term(points))?.rankEvidence().ranks ?? []
print("\(ranks.count) points, ranks from \(ranks.min() ?? 0) to \(ranks.max() ?? 0)")

// A function of one's own is a map, too; derivatives are exact.
let paraboloid = try SmoothMap.traced(name: "paraboloid", domain: .real(2)) { try $0.squaredNorm() }
let gradient = try jacobian(paraboloid, at: Term(Tensor(x0))).known("the gradient").elements
print("its gradient at x0 is", gradient)
