/// A tensor seen in a block: where its first element is, and a distance along each axis.
///
/// Everything that only rearranges elements is a view, and costs nothing when a plan is run.
struct View: Hashable {
  /// The memory a view looks into, before the plan has addresses.
  enum Block: Hashable {
    case input(Int)
    case constants
    case buffer(Int)
  }

  let block: Block
  var offset = 0
  var dims: [Int]
  var strides: [Int]

  /// A row-major block.
  init(_ block: Block, offset: Int = 0, dims: [Int]) {
    self.init(block, offset: offset, dims: dims, strides: View.rowMajor(dims))
  }

  init(_ block: Block, offset: Int, dims: [Int], strides: [Int]) {
    self.block = block
    self.offset = offset
    self.dims = dims
    self.strides = strides
  }

  /// The distances between neighbours in a row-major block.
  static func rowMajor(_ dims: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: dims.count)
    for axis in dims.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * max(dims[axis + 1], 1)
    }
    return strides
  }

  /// The number of elements.
  var count: Int { dims.reduce(1, *) }

  /// The buffer the view looks into, if it is one the plan makes.
  var buffer: Int? {
    if case .buffer(let index) = block { return index }
    return nil
  }

  /// Whether the elements lie one after another in row-major order.
  var isContiguous: Bool {
    if dims.contains(0) { return true }
    var expected = 1
    for axis in dims.indices.reversed() where dims[axis] != 1 {
      if strides[axis] != expected { return false }
      expected *= dims[axis]
    }
    return true
  }

  func permuted(_ axes: [Int]) -> View {
    View(block, offset: offset, dims: axes.map { dims[$0] }, strides: axes.map { strides[$0] })
  }

  /// Axis i becomes axis `axes[i]` of the target; extents of 1 and new axes repeat.
  func broadcast(to target: [Int], axes: [Int]) -> View {
    var result = [Int](repeating: 0, count: target.count)
    for (axis, position) in axes.enumerated() where dims[axis] == target[position] {
      result[position] = strides[axis]
    }
    return View(block, offset: offset, dims: target, strides: result)
  }

  func sliced(starts: [Int], steps: [Int], dims target: [Int]) -> View {
    var start = offset
    for axis in dims.indices { start += starts[axis] * strides[axis] }
    return View(
      block, offset: start, dims: target, strides: zip(strides, steps).map { $0 * $1 })
  }

  /// The same elements in row-major order under other extents, where strides can say so.
  func reshaped(_ target: [Int]) -> View? {
    if isContiguous { return View(block, offset: offset, dims: target) }
    var strides = [Int](repeating: 0, count: target.count)
    var (from, to) = (dims.filter { $0 != 1 }[...], target[...])
    var steps = zip(dims, self.strides).filter { $0.0 != 1 }.map(\.1)[...]
    // Match the shortest runs of axes with equal products, from the last axes on.
    while !to.isEmpty {
      guard let extent = to.last, extent != 1 else {
        to.removeLast()
        continue
      }
      guard let last = from.last, let step = steps.last else { return nil }
      var (product, next) = (last, step * last)
      from.removeLast()
      steps.removeLast()
      var stride = step
      var filled = 1
      while filled < product || filled == 1 {
        guard let extent = to.last else { return nil }
        strides[to.count - 1] = stride
        filled *= extent
        stride *= extent
        to.removeLast()
        while filled > product {
          // The run of the source goes on only if it steps evenly into the next axis.
          guard let outer = from.last, let outerStep = steps.last, outerStep == next else {
            return nil
          }
          product *= outer
          next = outerStep * outer
          from.removeLast()
          steps.removeLast()
        }
      }
    }
    return from.isEmpty ? View(block, offset: offset, dims: target, strides: strides) : nil
  }
}
