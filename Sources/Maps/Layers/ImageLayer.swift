public import Autodiff
public import Tensors

/// The layers that take images: tensors of channels × height × width.
public enum ImageLayer: Sendable {
  /// Convolution with kernels `[out, in, kh, kw]`, and a number added to each channel.
  case convolution(weight: Term, bias: Term?, Windows)
  /// The greatest number of every window.
  case maximumPooling(Windows)
  /// The mean of every window.
  case averagePooling(Windows)
  /// The mean of every channel.
  case globalAverage

  /// What the structure proves.
  var kind: Kind {
    switch self {
    case .convolution(_, let bias, _): bias == nil ? .linear : .affine
    // The greatest of one number is that number.
    case .maximumPooling(let windows): windows.areSingle ? .identity : .piecewiseAffine
    case .averagePooling, .globalAverage: .linear
    }
  }

  func apply(_ x: Term, _ points: Points) throws -> Term {
    switch self {
    case .convolution(let weight, let bias, let windows):
      let product = try x.convolved(weight, windows)
      guard let bias else { return product }
      return try product + bias.reshaped([bias.shape[0], 1, 1])
    case .maximumPooling(let windows): return try x.maximumPooled(windows)
    case .averagePooling(let windows): return try x.averagePooled(windows)
    case .globalAverage: return try x.mean(axes: [x.rank - 2, x.rank - 1])
    }
  }

  /// Where the values lie on images of a shape.
  ///
  /// - Throws: `.badLayer` for what is no image, for other channels, and windows that do not fit.
  func codomain(on shape: Shape) throws(MapError) -> Space {
    guard shape.rank == 3, shape.count > 0 else {
      throw .badLayer(layer: name, .needsImages(found: Space(shape)))
    }
    let windows: Windows
    var channels = shape[0]
    switch self {
    case .globalAverage: return .real(shape[0])
    case .convolution(let weight, _, let own):
      guard shape[0] == weight.shape[1] else {
        throw .badLayer(
          layer: name, .channels(expected: weight.shape[1], found: Space(shape)))
      }
      channels = weight.shape[0]
      windows = own
    case .maximumPooling(let own), .averagePooling(let own): windows = own
    }
    let (rows, columns) = (
      windows.count(shape[1], axis: 0), windows.count(shape[2], axis: 1)
    )
    guard rows > 0, columns > 0 else {
      throw .badLayer(
        layer: name,
        .windowTooLarge(
          window: windows.size, image: [shape[1], shape[2]], padding: windows.padding))
    }
    // Every window is laid out before it is summed.
    let entries = [rows, columns, windows.size[0], windows.size[1], max(shape[0], channels)]
      .reduce(1.0) { $0 * Double($1) }
    guard entries <= Double(Shape.elementLimit) else {
      throw .badLayer(layer: name, .tooLarge(what: "the image", limit: Shape.elementLimit))
    }
    return Space([channels, rows, columns])
  }

  /// What the layer is called.
  var name: String {
    switch self {
    case .convolution: "conv"
    case .maximumPooling: "max_pool"
    case .averagePooling: "average_pool"
    case .globalAverage: "global_average_pool"
    }
  }

  var windows: Windows? {
    switch self {
    case .convolution(_, _, let windows), .maximumPooling(let windows),
      .averagePooling(let windows):
      windows
    case .globalAverage: nil
    }
  }
}

extension SmoothMap {
  /// The largest extent of a window, a stride or a padding.
  private static let extentLimit = 1 << 16

  /// A convolution with given kernels.
  ///
  /// *Shapes*: weight `[out, in, kh, kw]`, bias `[out]`.
  /// - Throws: `.badLayer` for other shapes, a stride below 1 or a padding below 0.
  public static func convolution(
    _ weight: Term, bias: Term?, stride: Int = 1, padding: Int = 0
  ) throws(MapError) -> SmoothMap {
    guard weight.rank == 4, weight.shape.count > 0 else {
      throw .badLayer(
        layer: "conv",
        .tensorShape(
          what: "the weight", expected: "a tensor of out × in × height × width of the kernel",
          found: weight.shape))
    }
    if let bias, bias.shape != [weight.shape[0]] {
      throw .badLayer(
        layer: "conv",
        .tensorShape(
          what: "the bias", expected: "a vector with one number per output channel",
          found: bias.shape))
    }
    let windows = try windows(
      [weight.shape[2], weight.shape[3]], stride: stride, padding: padding, "conv")
    return SmoothMap(
      "conv", .images(channels: weight.shape[1]), .images(channels: weight.shape[0]),
      .layer(.image(.convolution(weight: weight, bias: bias, windows))))
  }

  /// A convolution with kernels drawn as the weights of `affine` are, and biases 0.
  public static func convolution(
    _ source: Int, _ target: Int, kernel: [Int], stride: Int = 1, padding: Int = 0,
    using generator: inout RandomGenerator
  ) throws(MapError) -> SmoothMap {
    for (what, value) in [("in", source), ("out", target)] {
      guard value >= 1, value <= extentLimit else {
        throw .badLayer(layer: "conv", .tooSmall(what: what, value: value, least: 1))
      }
    }
    _ = try windows(kernel, stride: stride, padding: padding, "conv")
    do {
      let shape = try Shape.checked([target, source] + kernel)
      let area = Double(kernel[0]) * Double(kernel[1])
      let bound = (6 / ((Double(source) + Double(target)) * area)).squareRoot()
      let uniform = Term(try generator.uniform(shape))
      let weight = try Term(bound) * (Term(2) * uniform - Term(1))
      let bias = Term(try Tensor(repeating: 0, shape: [target]))
      return try .convolution(weight, bias: bias, stride: stride, padding: padding)
    } catch let error as MapError {
      throw error
    } catch let error as TensorError {
      throw .autodiff(.tensor(error))
    } catch let error as AutodiffError {
      throw .autodiff(error)
    } catch {
      throw .badWidth(layer: "conv", target)
    }
  }

  /// What a pooling takes of a window.
  public enum Pooling: Sendable {
    case maximum
    case average
  }

  /// The greatest or the mean of the numbers of every window.
  public static func pooling(
    _ pooling: Pooling, size: [Int], stride: Int, padding: Int = 0
  ) throws(MapError) -> SmoothMap {
    let name = pooling == .maximum ? "max_pool" : "average_pool"
    let windows = try windows(size, stride: stride, padding: padding, name)
    guard 2 * padding <= (size.min() ?? 1) else {
      throw .badLayer(
        layer: name, .paddingTooLarge(padding: padding, window: size.min() ?? 1))
    }
    let layer: ImageLayer =
      pooling == .maximum ? .maximumPooling(windows) : .averagePooling(windows)
    return SmoothMap(
      name, .images(channels: nil), .images(channels: nil), .layer(.image(layer)))
  }

  /// The mean of every channel.
  public static let globalAveragePooling = SmoothMap(
    "global_average_pool", .images(channels: nil), .any, .layer(.image(.globalAverage)))

  private static func windows(
    _ size: [Int], stride: Int, padding: Int, _ layer: String
  ) throws(MapError) -> Windows {
    let values = [
      ("the window", size.min() ?? 0, 1), ("stride", stride, 1), ("padding", padding, 0),
    ]
    for (what, value, least) in values where value < least {
      throw .badLayer(layer: layer, .tooSmall(what: what, value: value, least: least))
    }
    for (what, value) in [
      ("the window", size.max() ?? 0), ("stride", stride), ("padding", padding),
    ]
    where value > extentLimit {
      throw .badLayer(layer: layer, .tooLarge(what: what, limit: extentLimit))
    }
    return Windows(size: size, stride: stride, padding: padding)
  }
}

extension Windows {
  /// Whether every window is one number, and every number a window.
  fileprivate var areSingle: Bool { size == [1, 1] && stride == 1 && padding == 0 }
}

extension SmoothMap {
  /// Domain and codomain: `ℝ² → ℝ⁸`; images that come out in another size have other letters for it.
  public var spaces: String {
    "\(domain) → \(codomain.text(extents: resizesImages ? "h',w'" : "h,w"))"
  }

  /// Whether the height or width of an image may change.
  private var resizesImages: Bool {
    switch structure {
    case .layer(.image(let layer)): layer.windows.map { !$0.keepExtents } ?? true
    case .layer: false
    case .chain(let layers): layers.contains(where: \.resizesImages)
    case .sum(let f, let g), .product(let f, let g), .directSum(let f, let g),
      .branch(let f, let g):
      f.resizesImages || g.resizesImages
    case .scaled(_, let f): f.resizesImages
    case .coupling, .flow, .solved: false
    }
  }
}

extension Windows {
  /// Whether there is one window for every place of an image.
  fileprivate var keepExtents: Bool { stride == 1 && size.allSatisfy { $0 == 2 * padding + 1 } }
}
