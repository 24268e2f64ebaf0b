import Autodiff
import Geometry
import Maps
import Tensors
import Testing

@Suite("What layers are")
struct LayerVerdictTests {
  @Test("rotations and reflections are isometries by the way they are made, at any angle")
  func orthogonal() throws {
    for angle in [0.1, 0.3, 1, 2.5, 1e6] {
      let turn = try SmoothMap.rotation(angle: Term(angle))
      for property in [
        Property.isometry, .conformal, .volumePreserving, .orientationPreserving, .diffeomorphism,
      ] { try expect(turn, property, .yes, .proved) }
      try expect(turn, .contraction, .no, .proved)
      let mirror = try SmoothMap.reflection(normal: vector(angle, 1))
      try expect(mirror, .isometry, .yes, .proved)
      try expect(mirror, .orientationPreserving, .no)
      try expect(turn |> mirror, .isometry, .yes, .proved)
      try expect(mirror |> turn, .orientationPreserving, .no)
      try expect(mirror |> mirror, .orientationPreserving, .yes)
    }
  }

  @Test("a projection is idempotent and not injective, unless it projects onto everything")
  func projection() throws {
    let plane = try SmoothMap.projection(onto: Tensor(rows: [[1, 2], [0.1, 1], [1, 0.3]]))
    for property in [Property.injective, .surjective, .isometry, .contraction, .volumePreserving] {
      try expect(plane, property, .no)
    }
    try expect(plane, .linear, .yes, .proved)
    let weight = try #require(plane.layer?.tensors.first).value.known("a matrix")
    #expect(try judge(weight, .idempotent).answer == .yes)
    let whole = try SmoothMap.projection(onto: Tensor(rows: [[1, 2], [0, 1]]))
    try expect(whole, .bijective, .yes)
  }

  @Test("shears keep volume and orientation but no lengths")
  func shear() throws {
    let shear = try SmoothMap.shear(Term(0.1), dimension: 3, adding: 2, to: 0)
    try expect(shear, .volumePreserving, .yes, .proved)
    try expect(shear, .orientationPreserving, .yes)
    try expect(shear, .diffeomorphism, .yes)
    try expect(shear, .isometry, .no)
  }

  @Test("scalings are conformal, and keep orientation by the signs of their factors")
  func scaling() throws {
    try expect(.scaling(Term(0.5)), .contraction, .yes, .proved)
    try expect(.scaling(Term(-2)), .conformal, .yes)
    try expect(.scaling(Term(0)), .injective, .no)
    try expect(.scaling(vector(1, 2)), .conformal, .no)
    try expect(.scaling(vector(1, -2)), .orientationPreserving, .no)
    try expect(.scaling(vector(-1, -2)), .orientationPreserving, .yes)
  }

  @Test("permutations are isometries, and even ones keep orientation")
  func permutation() throws {
    try expect(.permutation([1, 2, 0]), .isometry, .yes, .proved)
    try expect(.permutation([1, 2, 0]), .orientationPreserving, .yes)
    try expect(.permutation([1, 0, 2]), .orientationPreserving, .no)
  }

  @Test("flatten only renames coordinates")
  func flatten() throws {
    let map = try SmoothMap.identity(on: Space([1, 2, 3])) |> .flatten
    for property in [Property.isometry, .diffeomorphism, .linear, .volumePreserving] {
      try expect(map, property, .yes, .proved)
    }
    try expect(.flatten, .injective, .unknown)
  }

  @Test("conv is affine with a matrix; max_pool is piecewise affine and not injective")
  func images() throws {
    let space = Space([1, 3, 3])
    let image = SmoothMap.identity(on: space)
    let kernel = Term(try Tensor(shape: [1, 1, 1, 1], elements: [2]))
    try expect(image |> .convolution(kernel, bias: nil), .conformal, .yes)
    try expect(image |> .convolution(kernel, bias: vector(1)), .linear, .no, .refuted)
    let narrow = Term(try Tensor(shape: [1, 1, 2, 2], elements: [1, 2, 3, 4]))
    try expect(image |> .convolution(narrow, bias: nil), .injective, .no)
    let pool = try image |> .pooling(.maximum, size: [2, 2], stride: 1)
    try expect(pool, .injective, .no, .proved)
    try expect(pool, .piecewiseAffine, .yes)
    try expect(pool, .continuous, .yes)
    try expect(pool, .linear, .no)
    try expect(image |> .pooling(.maximum, size: [3, 3], stride: 3), .surjective, .yes, .proved)
    try expect(image |> .globalAveragePooling, .surjective, .yes)
    try expect(image |> .globalAveragePooling, .injective, .no)
  }

  @Test("batch_norm is affine; layer_norm loses a dimension; dropout is the identity")
  func normalization() throws {
    let batch = try SmoothMap.batchNormalization(
      mean: vector(1, 2), variance: vector(1, 4), gain: vector(1, -1), bias: vector(0, 0))
    try expect(batch, .affine, .yes, .proved)
    try expect(batch, .diffeomorphism, .yes)
    try expect(batch, .orientationPreserving, .no)
    let layer = try SmoothMap.layerNormalization(gain: vector(1, 2, 3), bias: vector(0, 0, 1))
    try expect(layer, .injective, .no, .proved)
    try expect(layer, .surjective, .no, .proved)
    try expect(layer, .immersion, .no, .proved)
    try expect(layer, .smooth, .yes, .proved)
    try expect(.identity(2) |> .dropout(rate: 0.3), .isometry, .yes, .proved)
  }
}
