import Autodiff
import Maps
import Tensors
import Testing

@Suite("Layers of images")
struct ImageLayerTests {
  func image(_ shape: Shape, seed: UInt64 = 3) throws -> Term {
    var generator = RandomGenerator(seed: seed)
    return Term(try generator.normal(shape))
  }

  /// The convolution by its definition.
  func reference(
    _ x: Term, _ w: Term, _ b: [Double], stride: Int, padding: Int
  ) throws -> Tensor {
    let (c, h, v) = (x.shape[0], x.shape[1], x.shape[2])
    let (d, kh, kw) = (w.shape[0], w.shape[2], w.shape[3])
    let (rows, columns) = ((h + 2 * padding - kh) / stride + 1, (v + 2 * padding - kw) / stride + 1)
    let (p, q) = (try x.known("x").elements, try w.known("w").elements)
    var result: [Double] = []
    for o in 0..<d {
      for i in 0..<rows {
        for j in 0..<columns {
          var sum = b[o]
          for k in 0..<c {
            for s in 0..<kh {
              for t in 0..<kw {
                let (row, column) = (i * stride + s - padding, j * stride + t - padding)
                guard (0..<h).contains(row), (0..<v).contains(column) else { continue }
                sum += p[(k * h + row) * v + column] * q[((o * c + k) * kh + s) * kw + t]
              }
            }
          }
          result.append(sum)
        }
      }
    }
    return try Tensor(shape: [d, rows, columns], elements: result)
  }

  @Test(
    "convolution is the sum over windows, with any stride and padding",
    arguments: [(1, 0), (2, 0), (1, 1), (2, 2), (3, 1)])
  func convolution(stride: Int, padding: Int) throws {
    let (x, w) = (try image([2, 6, 5]), try image([3, 2, 3, 2], seed: 4))
    let map = try SmoothMap.convolution(
      w, bias: vector(0.5, -1, 2), stride: stride, padding: padding)
    let expected = try reference(x, w, [0.5, -1, 2], stride: stride, padding: padding)
    try expectClose(map(x), Term(expected), 1e-13)
    let placed = map.specialized(to: Space([2, 6, 5]))
    #expect(placed.codomain.shape == expected.shape && placed.kind == .affine)
  }

  @Test("images go through as rows, alone and among others")
  func rows() throws {
    let images = try image([3, 1, 4, 4])
    let net =
      try SmoothMap.convolution(image([2, 1, 3, 3], seed: 5), bias: nil, padding: 1)
      |> relu |> .pooling(.maximum, size: [2, 2], stride: 2) |> .flatten
    let values = try net(images)
    #expect(values.shape == [3, 8])
    for i in 0..<3 { try expectClose(values.row(i), net(images.row(i)), 1e-14) }
  }

  @Test("Jacobians of image layers agree with differences, and forward with reverse")
  func derivatives() throws {
    let x = try image([2, 4, 4])
    let space = Space([2, 4, 4])
    for map in try [
      SmoothMap.convolution(
        image([3, 2, 2, 3], seed: 6), bias: vector(1, 2, 3), stride: 2, padding: 1),
      .pooling(.maximum, size: [2, 3], stride: 1),
      .pooling(.average, size: [3, 3], stride: 2, padding: 1),
      .globalAveragePooling,
      .batchNormalization(
        mean: vector(1, 2), variance: vector(3, 4), gain: vector(5, 6), bias: vector(7, 8)),
    ].map({ try $0.fitted(to: space) }) {
      let v = try image([2, 4, 4], seed: 8)
      let along = try map.pointwise.at(x, extra: [v], .jvp)
      let h = Term(1e-5)
      let difference = try (map(x + h * v) - map(x - h * v)) / Term(2e-5)
      try expectClose(along, difference, 1e-8)
      let u = try image(along.shape, seed: 9)
      let (a, b) = (
        try (along * u).sum(), try (v * map.pointwise.at(x, extra: [u], .vjp)).sum()
      )
      try expectClose(a, b, 1e-12)
    }
  }

  @Test("a pool takes the greatest or the mean of a window; the channel's mean is a global pool")
  func pools() throws {
    let x = Term(try Tensor(shape: [1, 2, 4], elements: [1, 2, 5, 6, 3, 4, 7, 0]))
    try expectClose(
      SmoothMap.pooling(.maximum, size: [2, 2], stride: 2)(x),
      Term(try Tensor(shape: [1, 1, 2], elements: [4, 7])), 0)
    try expectClose(
      SmoothMap.pooling(.average, size: [2, 2], stride: 2)(x),
      Term(try Tensor(shape: [1, 1, 2], elements: [2.5, 4.5])), 0)
    try expectClose(SmoothMap.globalAveragePooling(x), vector(3.5), 0)
    // The padding of a maximum is −∞ and not 0.
    let negative = Term(try Tensor(repeating: -1, shape: [1, 2, 2]))
    let padded = try SmoothMap.pooling(.maximum, size: [2, 2], stride: 2, padding: 1)(negative)
    try expectClose(padded, Term(try Tensor(repeating: -1, shape: [1, 2, 2])), 0)
  }

  @Test("what does not fit is refused with its numbers")
  func misfits() throws {
    let conv = try SmoothMap.convolution(image([2, 1, 3, 3]), bias: nil)
    let tall = SmoothMap.identity(on: Space([1, 2, 8]))
    guard
      case .badLayer("conv", .windowTooLarge([3, 3], [2, 8], 0)) = mapError({ try tall |> conv })
    else {
      Issue.record("a window larger than the image was taken")
      return
    }
    #expect(mapError { try SmoothMap.identity(on: Space([3, 8, 8])) |> conv } != nil)
    #expect(mapError { try SmoothMap.identity(8) |> conv } != nil)
    for (stride, padding) in [(0, 0), (-1, 0), (1, -1), (1, 1 << 40)] {
      #expect(
        mapError {
          try SmoothMap.convolution(
            image([1, 1, 2, 2]), bias: nil, stride: stride, padding: padding)
        } != nil)
    }
    #expect(
      mapError { try SmoothMap.pooling(.maximum, size: [2, 2], stride: 2, padding: 2) } != nil)
    #expect(mapError { try SmoothMap.convolution(vector(1), bias: nil) } != nil)
    #expect(mapError { try SmoothMap.dropout(rate: 1) } != nil)
    let one = vector(1)
    #expect(
      mapError {
        try SmoothMap.batchNormalization(mean: one, variance: vector(-1), gain: one, bias: one)
      } != nil)
  }

  @Test("conv, batch_norm, average_pool and flatten collapse into one matrix")
  func collapse() throws {
    let net =
      try SmoothMap.identity(on: Space([1, 6, 6]))
      |> .convolution(image([2, 1, 3, 3]), bias: vector(1, -1))
      |> .batchNormalization(
        mean: vector(0.1, 0.2), variance: vector(2, 3), gain: vector(1, 2), bias: vector(0, 1))
      |> .pooling(.average, size: [2, 2], stride: 2) |> .flatten
      |> .affine(image([3, 8], seed: 2), vector(1, 2, 3))
    let collapse = try net.collapsed()
    #expect(collapse.map.layers.map(\.name) == ["flatten", "affine"])
    #expect(collapse.merges.first?.rankBound == 3)
    #expect(collapse.defect <= 1e-12 * max(1, collapse.size))
    let x = try image([1, 6, 6])
    try expectClose(collapse.map(x), net(x), 1e-13)
  }

  @Test("batch normalization is undone, layer normalization is constant along (1, …, 1)")
  func normalization() throws {
    let batch = try SmoothMap.batchNormalization(
      mean: vector(1, -2), variance: vector(4, 0.5), gain: vector(-3, 2), bias: vector(0.1, 7))
    let x = vector(0.3, 5)
    let back = try #require(try batch.layerInverse())
    try expectClose(back(batch(x)), x, 1e-14)
    let layer = try SmoothMap.layerNormalization(gain: vector(1, 2, 3), bias: vector(1, 0, 0))
    let y = vector(0.3, 5, -1)
    try expectClose(layer(y + Term(10)), layer(y), 1e-12)
    let normal = try SmoothMap.layerNormalization(
      gain: vector(1, 1, 1), bias: vector(0, 0, 0), epsilon: 1e-12)(y)
    try expectClose(normal.sum(), Term(0), 1e-14)
    try expectClose((normal * normal).mean(), Term(1), 1e-10)
    let rows = try layer(Term.stack([y, -y]))
    try expectClose(rows.row(1), layer(-y), 1e-14)
  }

  @Test("dropout is the identity in evaluation")
  func dropout() throws {
    let map = try SmoothMap.dropout(rate: 0.5)
    #expect(map.kind == .identity)
    try expectClose(map(vector(1, 2)), vector(1, 2), 0)
  }
}
