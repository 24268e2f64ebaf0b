import Autodiff
import Maps
import Tensors
import Testing

@Suite("Kinds")
struct KindTests {
  // swift-format-ignore
  static func table() throws -> [(String, SmoothMap, Kind)] {
    var net = Net()
    let linear = try SmoothMap.linear(matrix([1, 2], [3, 4]))
    let affine = try net.affine(2, 2)
    let two = Space.real(2)
    func on(_ map: SmoothMap) -> SmoothMap { map.specialized(to: two) }
    return try [
      ("identity", .identity(2), .identity),
      ("identity twice", .identity(2) |> .identity(2), .identity),
      ("linear", linear, .linear),
      ("linear after identity", .identity(2) |> linear, .linear),
      ("affine", affine, .affine),
      ("translation", .translation(vector(1, 2)), .affine),
      ("constant", .constant(vector(1, 2), 2), .affine),
      ("linear, translation", linear |> .translation(vector(1, 2)), .affine),
      ("relu", relu, .piecewiseAffine),
      ("abs", .elementwise(.abs), .piecewiseAffine),
      ("leaky relu", .leakyReLU(slope: 0.1), .piecewiseAffine),
      ("leaky relu of slope 1", .leakyReLU(slope: 1), .identity),
      ("relu net", affine |> relu |> affine, .piecewiseAffine),
      ("tanh", tanh, .smooth),
      ("tanh net", affine |> tanh |> affine, .smooth),
      ("softmax", .softmax, .smooth),
      ("relu and tanh", affine |> relu |> tanh, .continuous),
      ("elu", .elu(alpha: 1), .continuous),
      ("log", .elementwise(.log), .continuous),
      ("floor", .elementwise(.floor), .unknown),
      ("reciprocal", .elementwise(.reciprocal), .unknown),
      ("sum of linear maps", linear + linear, .linear),
      ("sum of identities", .identity(2) + .identity(2), .linear),
      ("multiple of the identity", SmoothMap.identity(2).scaled(by: Term(2)), .linear),
      ("linear minus affine", linear - affine, .affine),
      ("affine plus relu", affine + on(relu), .piecewiseAffine),
      ("product of linear maps", linear .* linear, .smooth),
      ("product with relu", linear .* on(relu), .continuous),
      ("identity ⊕ identity", SmoothMap.identity(2).directSum(.identity(1)), .identity),
      ("linear ⊕ affine", linear.directSum(affine), .affine),
      ("affine ⊕ relu", affine.directSum(on(relu)), .piecewiseAffine),
      ("affine ⊕ tanh", affine.directSum(on(tanh)), .smooth),
    ]
  }

  @Test("the kind follows from the structure")
  func structure() throws {
    for (name, map, kind) in try Self.table() { #expect(map.kind == kind, "\(name)") }
  }

  typealias Body = @Sendable (Term) throws -> Term

  // swift-format-ignore
  static let functions: [(String, Body, Kind)] = [
    ("x", { $0 }, .identity),
    ("3x", { try Term(3) * $0 }, .linear),
    ("x/2 - x", { try $0 / Term(2) - $0 }, .linear),
    ("swapped", { try Term.stack([$0.row(1), $0.row(0)]) }, .linear),
    ("A x", { try Term.product(matrix([1, 2], [3, 4]), $0) }, .linear),
    ("sum", { try $0.sum() }, .linear),
    ("x + 1", { try $0 + Term(1) }, .affine),
    ("7", { _ in Term(7) }, .affine),
    ("[x₀, 1]", { try Term.stack([$0.row(0), Term(1)]) }, .affine),
    ("relu", { try $0.applying(.relu) }, .piecewiseAffine),
    ("relu(x - 1) + x", { try ($0 - Term(1)).applying(.relu) + $0 }, .piecewiseAffine),
    ("leaky relu", { try $0.leakyReLU(slope: 0.3) }, .piecewiseAffine),
    ("|x|", { try $0.applying(.abs) }, .piecewiseAffine),
    ("max(x, 0)", { try Term.maximum($0, Term(0)) }, .piecewiseAffine),
    ("max of x", { try $0.maximum() }, .piecewiseAffine),
    ("x²", { try $0 * $0 }, .smooth),
    ("x₀ x₁", { try $0.row(0) * $0.row(1) }, .smooth),
    ("x³", { try Term.power($0, Term(3)) }, .smooth),
    ("sin x", { try $0.applying(.sin) }, .smooth),
    ("tanh(A x)", { try Term.product(matrix([1, 2], [3, 4]), $0).applying(.tanh) }, .smooth),
    ("relu(x²)", { try ($0 * $0).applying(.relu) }, .continuous),
    ("|sin x|", { try $0.applying(.sin).applying(.abs) }, .continuous),
    ("1/x", { try Term(1) / $0 }, .unknown),
    ("√x", { try $0.applying(.squareRoot) }, .unknown),
    ("x > 0", { try Term.less(Term(0), $0) }, .unknown),
    ("floor x", { try $0.applying(.floor) }, .unknown),
    ("a branch", { try Term.less(Term(0), $0.row(0)).decide() ? $0 : Term(2) * $0 }, .unknown),
    ("a choice with a jump", { try .select(Term.less(Term(0), $0), $0, $0 + Term(1)) }, .unknown),
  ]

  @Test("the kind of a function is found by tracing it", arguments: functions)
  func traced(_ name: String, _ body: @escaping Body, _ kind: Kind) throws {
    let map = try SmoothMap.traced(name: name, domain: .real(2), function: body)
    #expect(map.kind == kind, "\(map.kind)")
  }

  @Test("a kind proves its form: the maps called linear or affine are")
  func sound() throws {
    var net = Net()
    let points = try net.points([6, 2])
    let zero = vector(0, 0)
    for (name, body, kind) in Self.functions where kind.form <= .affine {
      let f = try SmoothMap.traced(name: name, domain: .real(2), function: body)
      let origin = try f(zero)
      let size = try origin.known("f(0)").elements.map(abs).max() ?? 0
      #expect(kind.form == .affine || size == 0, "\(name)")
      let (x, y) = (try points.row(0), try points.row(1))
      try expectClose(f(x + y) + origin, f(x) + f(y), 1e-13)
    }
  }

  @Test("kinds in words")
  func words() {
    let words: [(Kind, String)] = [
      (.identity, "identity"), (.linear, "linear"), (.affine, "affine"),
      (.piecewiseAffine, "piecewise affine"), (.smooth, "smooth"), (.continuous, "continuous"),
      (.unknown, "not known to be continuous"),
    ]
    for (kind, text) in words { #expect(kind.description == text) }
  }

  @Test("joining kinds is commutative and associative with the identity neutral")
  func joining() {
    let kinds: [Kind] = [
      .identity, .linear, .affine, .piecewiseAffine, .smooth, .continuous, .unknown,
    ]
    for a in kinds {
      #expect(a.joined(.identity) == a && a.joined(a) == a)
      for b in kinds {
        #expect(a.joined(b) == b.joined(a))
        for c in kinds { #expect(a.joined(b).joined(c) == a.joined(b.joined(c))) }
      }
    }
  }
}
