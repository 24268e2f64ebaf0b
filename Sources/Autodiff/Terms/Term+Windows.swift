import Tensors

/// Where the windows of a convolution or a pooling lie in an image.
public struct Windows: Hashable, Sendable {
  /// Height and width of a window.
  public let size: [Int]
  /// How far one window is from the next, down and across.
  public let stride: Int
  /// How many rows and columns of zeros, or of −∞ for a maximum, surround the image.
  public let padding: Int

  /// Windows of a size, a stride and a padding.
  public init(size: [Int], stride: Int, padding: Int) {
    self.size = size
    self.stride = stride
    self.padding = padding
  }

  /// How many windows fit along an axis of an extent; 0 where none does.
  public func count(_ extent: Int, axis: Int) -> Int {
    let room = extent + 2 * padding - size[axis]
    return room < 0 ? 0 : room / stride + 1
  }

  /// The positions along an axis of every entry of every window, window by window.
  fileprivate func indices(_ extent: Int, axis: Int) -> [Int] {
    (0..<count(extent, axis: axis)).flatMap { window in
      (0..<size[axis]).map { window * stride + $0 }
    }
  }
}

/// Images, whose last three axes are channels, height and width.
extension Term {
  /// The windows of an image.
  ///
  /// *Shapes*: `[…, c, h, w]` → `[…, c, rows, size₀, columns, size₁]`.
  func windowed(_ windows: Windows, filling value: Double) throws(AutodiffError) -> Term {
    let (height, width) = (shape[rank - 2], shape[rank - 1])
    var image = self
    if windows.padding > 0 {
      image = try image.surrounded(windows.padding, by: value)
    }
    let rows = try image.gathered(windows.indices(height, axis: 0), axis: rank - 2)
    let all = try rows.gathered(windows.indices(width, axis: 1), axis: rank - 1)
    let dims =
      Array(shape.dims.dropLast(2)) + [
        windows.count(height, axis: 0), windows.size[0], windows.count(width, axis: 1),
        windows.size[1],
      ]
    return try all.reshaped(Shape(dims))
  }

  /// The image with rows and columns of one number around it.
  private func surrounded(_ padding: Int, by value: Double) throws(AutodiffError) -> Term {
    var low = [Int](repeating: 0, count: rank)
    low[rank - 2] = padding
    low[rank - 1] = padding
    let interior = [Int](repeating: 0, count: rank)
    let padded = try Term.apply(.pad(low: low, high: low, interior: interior), self)
    guard value != 0 else { return padded }
    let inside = try Term.apply(
      .pad(low: low, high: low, interior: interior), Term.filled(1, shape))
    return try .select(inside, padded, .filled(value, padded.shape))
  }

  /// The convolution with kernels, as it is called in networks: the kernels are not turned around.
  ///
  /// *Shapes*: `[c, h, w]` with `kernels: [d, c, kh, kw]` → `[d, rows, columns]`; images along a leading
  /// axis give images along it.
  public func convolved(_ kernels: Term, _ windows: Windows) throws(AutodiffError) -> Term {
    let patches = try windowed(windows, filling: 0)
    let (d, c, i, kh, j, kw, sample) = (0, 1, 2, 3, 4, 5, 6)
    let leading = rank == 4 ? [sample] : []
    let contraction = Contraction(
      lhs: leading + [c, i, kh, j, kw], rhs: [d, c, kh, kw], output: leading + [d, i, j])
    return try .apply(.contract(contraction), patches, kernels)
  }

  /// The greatest number of every window.
  ///
  /// *Shapes*: `[…, c, h, w]` → `[…, c, rows, columns]`. Ties share their derivative.
  public func maximumPooled(_ windows: Windows) throws(AutodiffError) -> Term {
    try pooled(windows, filling: -.infinity).maximum(axis: rank)
  }

  /// The mean of every window, the zeros around the image included.
  public func averagePooled(_ windows: Windows) throws(AutodiffError) -> Term {
    try pooled(windows, filling: 0).mean(axes: [rank])
  }

  /// The numbers of every window in one last axis.
  private func pooled(_ windows: Windows, filling value: Double) throws(AutodiffError) -> Term {
    let patches = try windowed(windows, filling: value)
    let last = patches.rank
    let order = Array(0..<last - 4) + [last - 4, last - 2, last - 3, last - 1]
    let together = try patches.permuted(order)
    let dims = Array(together.shape.dims.dropLast(2)) + [windows.size[0] * windows.size[1]]
    return try together.reshaped(Shape(dims))
  }
}
