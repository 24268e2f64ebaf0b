import Autodiff
import Language
import Runtime
import Tensors
import Testing

/// How many functions a program records after what came before it.
private func recordings(_ session: Session, _ program: String) throws -> Int {
  let before = session.graphStatistics.recordings
  _ = try session.evaluate(program)
  return session.graphStatistics.recordings - before
}

@Suite("Graphs are kept between calls")
struct GraphCacheTests {
  @Test("a thousand training steps record once")
  func trainingSteps() throws {
    let session = Session()
    _ = try session.evaluate(
      """
      X = random(R^2, 40); y = X * [1, -2]
      W = [0, 0]
      """)
    let count = try recordings(
      session, "for step in 0..<1000 { W = W - 0.01 * grad(w -> norm2(X * w - y), W) }")
    #expect(count == 1)
    #expect(try session.number("W[0]") > 0.99 && session.number("W[1]") < -1.99)
  }

  @Test("a net whose weights change from step to step is recorded once")
  func changingNets() throws {
    let session = Session()
    _ = try session.evaluate(
      """
      X = random(R^2, 16); Y = random(R^1, 16)
      A = random(R^2, 4) .- 0.5; b = [0, 0, 0, 0]; C = random(R^4, 1) .- 0.5
      loss(A, b, C) = norm2((affine(A, b) |> tanh |> linear(C))(X) - Y)
      """)
    let count = try recordings(
      session,
      """
      for step in 0..<1000 {
        dA = grad(w -> loss(w, b, C), A)
        db = grad(w -> loss(A, w, C), b)
        dC = grad(w -> loss(A, b, w), C)
        A = A - 0.01 * dA; b = b - 0.01 * db; C = C - 0.01 * dC
      }
      """)
    #expect(count == 3)
  }

  @Test("functions that differ in a captured number are recorded apart, in a tensor they share")
  func captures() throws {
    let session = Session()
    _ = try session.evaluate("family(k, v) = x -> k * x[0] * v[0]")
    let numbers = try recordings(session, "for k in 1...5 { grad(family(k, [1, 2]), [3]) }")
    #expect(numbers == 5)
    let tensors = try recordings(session, "for k in 1...5 { grad(family(7, [k, 2]), [3]) }")
    #expect(tensors == 1)
    #expect(try session.number("grad(family(7, [2, 0]), [3])[0]") == 14)
    #expect(try session.number("grad(family(7, [5, 0]), [3])[0]") == 35)
  }

  @Test("functions of maps that differ only in what can be asked of a map are told apart")
  func facts() throws {
    let session = Session()
    _ = try session.evaluate(
      """
      size(m) = x -> sum(x) * m.domain.dimension
      grad(size(identity(2)), [1, 2]); grad(size(constant([1, 2], 3)), [1, 2])
      line(S) = x -> if S == R then x else 5 * x
      grad(line(tanh.domain), 1)
      """)
    #expect(try session.number("grad(size(identity(3)), [1, 2])[0]") == 3)
    #expect(try session.number("grad(size(constant([1, 2], 4)), [1, 2])[0]") == 4)
    #expect(try session.number("grad(line(R), 1)") == 1)
    #expect(try session.number("grad(line(R^1), 1)") == 5)
  }

  @Test("a name bound anew means a function anew, and functions made before keep their values")
  func rebinding() throws {
    let session = Session()
    _ = try session.evaluate("c = 2; f = x -> c * x; a = grad(f, 1); c = 5; g = x -> c * x")
    #expect(try session.number("grad(f, 1)") == 2)
    #expect(try session.number("grad(g, 1)") == 5)
    _ = try session.evaluate("f = x -> x^3")
    #expect(try session.number("grad(f, 2)") == 12)
  }

  @Test("what a recording cannot repeat happens every time")
  func effects() throws {
    let shown = Transcript()
    let session = Session(Session.Configuration(output: { shown.append($0) }))
    _ = try session.evaluate(
      """
      noisy(x) = { print("called"); x^2 }
      for i in 0..<3 { grad(noisy, 1) }
      """)
    #expect(shown.take() == "called\ncalled\ncalled")
    _ = try session.evaluate("drawn(x) = x * random(R); a = grad(drawn, 1); b = grad(drawn, 1)")
    #expect(try session.number("a") != session.number("b"))
  }

  @Test("each branch is recorded once, and taken where it holds")
  func branches() throws {
    let session = Session()
    _ = try session.evaluate("f(x) = if x > 0 then x^2 else -x")
    let count = try recordings(session, "for i in 0..<50 { grad(f, 3 - i); grad(f, i - 3.5) }")
    #expect(count == 2)
    #expect(try session.number("grad(f, 4)") == 8)
    #expect(try session.number("grad(f, -4)") == -1)
  }

  @Test("what needs the numbers of a captured tensor still works, without being kept")
  func values() throws {
    let session = Session()
    _ = try session.evaluate("i = [1, 0]; f = x -> x[i[0]] * 3; A = [1, 2; 2, 4]")
    #expect(try session.number("grad(f, [1, 2])[1]") == 3)
    #expect(try session.number("grad(x -> x * rank(A), 2)") == 1)
    #expect(try session.number("grad(x -> if linear(A) is injective then x else 5 * x, 2)") == 5)
  }
}

extension Session {
  /// The number that a program ends with.
  fileprivate func number(_ program: String) throws -> Double {
    guard case .number(let number) = try evaluate(program).plain else { return .nan }
    return number
  }
}
