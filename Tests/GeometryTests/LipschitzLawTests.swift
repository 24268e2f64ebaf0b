import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

/// What is said of Lipschitz constants and of contractions never contradicts itself.
@Suite("Lipschitz constants and contractions")
struct LipschitzLawTests {
  /// Maps of every kind that has a say in the matter.
  static func maps() throws -> [SmoothMap] {
    let half = try linear([0.5, 0.1], [0, 0.4])
    let steep = try linear([2, 1], [0, 1])
    let image = Space([1, 4, 4])
    var generator = RandomGenerator(seed: 1).named("lipschitz laws")
    let kernel = Term(try generator.normal([2, 1, 3, 3]))
    var maps: [SmoothMap] = [
      half, steep, try half |> relu, try steep |> relu, try half |> tanh |> half,
      try steep |> .elementwise(.abs) |> half,
      try linear([1], [-1]) |> relu |> linear([0.4, -0.9]),
      try linear([1], [-1]) |> relu |> linear([1, -1]), try half |> .leakyReLU(slope: 3),
      try half |> .leakyReLU(slope: 0.5), try half |> .softmax, try steep |> .softmax,
      try .residual(half |> tanh), try .residual(half |> relu), try half.directSum(half |> tanh),
      try half.directSum(steep), try .branch(half, half |> relu), try half + half,
      try (half |> tanh) - half, half.scaled(by: Term(0.9)), try half |> .elementwise(.sin),
      try half |> .elementwise(.sigmoid), try half |> .elementwise(.sign), .elementwise(.floor),
      try .flow(half |> tanh, time: Term(0.5)),
      try .coupling(scale: half |> tanh, shift: half |> tanh),
      try .identity(on: image) |> .pooling(.maximum, size: [2, 2], stride: 2),
      try .identity(on: image) |> .pooling(.maximum, size: [3, 3], stride: 1),
      try .identity(on: image) |> .pooling(.maximum, size: [2, 2], stride: 1, padding: 1),
      try .identity(on: image) |> .pooling(.average, size: [2, 2], stride: 2),
      try .identity(on: image) |> .globalAveragePooling,
      try .identity(on: image) |> .convolution(kernel, bias: Term(Tensor([0, 1]))),
      try .identity(on: image) |> .pooling(.maximum, size: [2, 2], stride: 2)
        |> .reshape(to: [4]),
    ]
    for function in [ElementwiseFunction.softplus, .elu, .gelu, .silu, .cos, .square, .relu] {
      maps.append(.elementwise(function).specialized(to: .real(2)))
      maps.append(try half |> .elementwise(function))
    }
    return maps
  }

  @Test("a contraction is a map whose constant is below 1, and no other")
  func agreement() throws {
    for map in try Self.maps() {
      let bounds = try lipschitz(of: map)
      let verdict = try judge(map, .contraction)
      let place = "\(map.name): \(verdict.summary), \(bounds.lower) to \(bounds.upper ?? .infinity)"
      if let upper = bounds.upper { #expect(bounds.lower <= upper, "\(place)") }
      switch verdict.answer {
      case .yes: #expect(bounds.lower < 1, "\(place)")
      case .no: #expect((bounds.upper ?? .infinity) >= 1 - 1e-12, "\(place)")
      case .unknown:
        #expect(bounds.lower < 1 && (bounds.upper ?? .infinity) >= 1 - 1e-9, "\(place)")
        #expect(!bounds.isExact, "\(place)")
      }
    }
  }

  @Test("no two points move apart faster than the constant that is proved")
  func chords() throws {
    for map in try Self.maps() {
      guard let upper = try lipschitz(of: map).upper, let shape = map.domain.shape else { continue }
      var generator = RandomGenerator(seed: 9).named("chords")
      for index in 0..<40 {
        let scale = Term([1e-3, 1, 30][index % 3])
        let x = Term(try generator.normal(shape))
        let step = try scale * Term(generator.normal(shape))
        let rise = Tensor(try elements(map(x + step) - map(x))).norm
        #expect(rise <= upper * Tensor(try elements(step)).norm * (1 + 1e-9) + 1e-12, "\(map.name)")
      }
    }
  }

  @Test("on the whole line or plane the constant is the steepest piece's")
  func whole() throws {
    let tent = try affine([[2], [4], [2]], [0, -2, -2]) |> relu |> linear([1, -1, 1])
    let bounds = try lipschitz(of: tent)
    #expect(bounds.isExact && bounds.lower == 2 && bounds.upper == 2)
    // Far from the box, and from every sample.
    let far = try affine([[1, 0], [1, 0]], [0, -1e6]) |> relu |> linear([1, 4])
    #expect(try lipschitz(of: far).upper == 5)
    #expect(try lipschitz(of: far, box: Tensor([-1, 1, -1, 1]).reshaped([2, 2])).upper == 1)
    try expect(far, .contraction, .no)
  }

  @Test("a map that jumps has no constant, and two points next to each other show it")
  func jumps() throws {
    let step = try SmoothMap.traced(name: "step", domain: .line) { x in
      try .select(.less(Term(0.3), x), Term(2), Term(-1))
    }
    for map in [SmoothMap.elementwise(.sign), .elementwise(.floor), step] {
      let bounds = try lipschitz(of: map.specialized(to: .line))
      #expect(bounds.upper == nil)
      guard case .jump(let chord) = bounds.basis else {
        Issue.record("no jump of \(map.name) was found")
        continue
      }
      #expect(chord.rise >= 1 && chord.run < 1e-14 && bounds.lower > 1e14)
      try expect(map.specialized(to: .line), .contraction, .no)
    }
  }
}
