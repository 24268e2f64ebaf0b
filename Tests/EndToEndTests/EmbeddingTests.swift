import Manifold
import Runtime
import Synchronization
import Testing

@Suite("The library products")
struct EmbeddingTests {
  @Test("the README's Swift program finds rank 2")
  func manifold() throws {
    let net = affine(2, 8) |> tanh |> affine(8, 2)
    let x0 = [0.3, -0.7]
    let evidence = try rank(jacobian(net, at: x0))
    #expect(evidence.rank == 2)
    #expect(evidence.tolerance > 0 && evidence.tolerance < 1e-14)
  }

  @Test("the same weights as the language draws from the same seed")
  func agreement() throws {
    var generator = RandomGenerator(seed: 0)
    let net = try affine(2, 8, using: &generator) |> tanh |> affine(8, 2, using: &generator)
    let ours = try jacobian(net, at: Term(Tensor([0.3, -0.7]))).known("a matrix").elements
    let session = Session()
    let theirs = try session.evaluate(
      "jacobian(affine(2, 8) |> tanh |> affine(8, 2), [0.3, -0.7])")
    #expect(try theirs.convertedToTerm()?.known("a matrix").elements == ours)
  }

  @Test("what does not fit in a chain is told when the chain is asked")
  func misfits() throws {
    let net = affine(2, 8) |> tanh |> affine(4, 2) |> tanh
    let error = #expect(throws: MapError.self) { try net.map() }
    #expect(
      error?.description
        == "layer 3, affine, takes points of ℝ⁴, and layer 2, tanh, gives points of ℝ⁸")
    #expect(throws: MapError.self) { try jacobian(net, at: [1, 2]) }
    #expect(throws: MapError.self) { try affine(0, 3).map() }
    #expect(try (tanh |> affine(2, 3) |> tanh).map().codomain == .real(3))
    #expect(try linear(2, 3)([0, 0]) == [0, 0, 0])
  }

  @Test("the derivatives of second order and of fields have the names of the language")
  func derivatives() throws {
    let x = Term(Tensor([0.3, -0.7]))
    let v = Term(Tensor([1, 2]))
    let turn = try linear(Term(Tensor(rows: [[1, -1], [1, 1]])))
    let length = try SmoothMap.traced(name: "length", domain: .real(2)) { try $0.squaredNorm() }
    func numbers(_ term: Term) throws -> [Double] { try term.known("a result").elements }
    #expect(try numbers(divergence(turn, at: x)) == [2])
    #expect(try numbers(curl(turn, at: x)) == [2])
    #expect(try numbers(laplacian(length, at: x)) == [4])
    #expect(try numbers(directional(turn, at: x, along: v)) == [-1, 3])
    #expect(try numbers(hvp(length, at: x, along: v)) == [2, 4])
    #expect(try numbers(jet(turn, at: x, along: v, order: 1)).count == 4)
    // AᵀA = 2 I, and the Hessian of the loss is 2 I.
    #expect(try numbers(gnvp(turn, length, at: x, along: v)) == [4, 8])
    #expect(try numbers(fvp(turn, at: x, along: v, family: .normal)) == [2, 4])
  }

  @Test("a session runs text and shows values")
  func session() {
    let box = Box()
    let session = Session(.init(output: { box.append($0) }))
    _ = session.run("net = affine(2, 8) |> tanh; count(net.layers)", name: "<lesson>")
    #expect(box.text == "2\n")
  }

  private final class Box: Sendable {
    private let content = Mutex("")
    var text: String { content.withLock { $0 } }
    func append(_ part: String) { content.withLock { $0 += part } }
  }
}
