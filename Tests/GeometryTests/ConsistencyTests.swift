import Autodiff
import Maps
import Tensors
import Testing

@testable import Geometry

/// Verdicts agree with one another and with what samples show, on maps made at random.
@Suite("Verdicts agree")
struct ConsistencyTests {
  static let implications: [(Property, Property)] = [
    (.linear, .affine), (.affine, .piecewiseAffine), (.affine, .smooth), (.smooth, .continuous),
    (.diffeomorphism, .homeomorphism), (.diffeomorphism, .localDiffeomorphism),
    (.homeomorphism, .bijective), (.homeomorphism, .embedding), (.bijective, .injective),
    (.bijective, .surjective), (.embedding, .injective), (.embedding, .continuous),
    (.localDiffeomorphism, .immersion), (.localDiffeomorphism, .submersion), (.isometry, .affine),
    (.isometry, .injective), (.isometry, .conformal), (.conformal, .immersion),
  ]

  /// A chain of up to five maps between spaces of up to three dimensions.
  static func randomMap(_ seed: UInt64) throws -> SmoothMap {
    var generator = RandomGenerator(seed: seed)
    func draw(_ count: Int) throws -> Int {
      Int(try generator.uniform(.scalar).elements[0] * Double(count))
    }
    var maps: [SmoothMap] = []
    var width = try draw(3) + 1
    let start = width
    for _ in 0..<(try draw(5) + 1) {
      switch try draw(4) {
      case 0, 1:
        let next = try draw(3) + 1
        let weights = try generator.normal([next, width]).elements.map {
          // Small whole numbers, zeros among them, meet the special cases.
          seed.isMultiple(of: 2) ? $0.rounded() : $0
        }
        maps.append(
          try .affine(
            Term(Tensor(shape: [next, width], elements: weights)), Term(generator.normal([next]))))
        width = next
      case 2:
        let all = ElementwiseFunction.allCases
        maps.append(.elementwise(all[try draw(all.count)]))
      default:
        let inner: [SmoothMap] = [
          .elementwise(.tanh), .elementwise(.relu), .leakyReLU(slope: 0.3), .elu(alpha: 2),
          .softmax,
          try SmoothMap.identity(width) + SmoothMap.elementwise(.sin).scaled(by: Term(0.7)),
          .leakyReLU(slope: -0.5), .elementwise(.square),
        ]
        maps.append(inner[try draw(inner.count)])
      }
    }
    return try SmoothMap.composed(maps).specialized(to: .real(start))
  }

  @Test("what implies another property never comes without it", arguments: 0..<15)
  func implied(seed: Int) throws {
    let map = try Self.randomMap(UInt64(seed))
    var judge = try MapJudge(map)
    var answers: [Property: Verdict] = [:]
    for property in Property.allCases where property.subject == .map {
      answers[property] = try judge.verdict(on: property)
    }
    let names = map.layers.map { "\($0.name) \($0.domain)" }
    for (strong, weak) in Self.implications {
      let (first, second) = (try #require(answers[strong]), try #require(answers[weak]))
      let clashes = first.answer == .yes && second.answer == .no
      #expect(
        !clashes, "\(names): \(strong) \(first.summary) but \(weak) \(second.summary)")
    }
  }

  @Test("no sample contradicts a proof", arguments: 0..<15)
  func proofsHold(seed: Int) throws {
    let map = try Self.randomMap(UInt64(seed))
    let proof = StructuralProof(try Piece.pieces(of: map))
    guard let samples = try Samples(map) else { return }
    var search = Refutation(name: "f", proof: proof, kind: map.kind, samples: samples)
    var judge = try MapJudge(map)
    for property in Property.allCases where property.subject == .map {
      let verdict = try judge.verdict(on: property)
      guard verdict.answer == .yes, let witness = try search.witness(against: property) else {
        continue
      }
      let names = map.layers.map { "\($0.name) \($0.domain)" }
      Issue.record("\(names) is \(property): \(verdict.summary), but \(witness.summary)")
    }
  }
}
