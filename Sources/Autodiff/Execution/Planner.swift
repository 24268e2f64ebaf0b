import Tensors

/// Turns a graph into instructions on one arena.
///
/// Nodes are taken in order. What only rearranges elements becomes a view. Elementwise nodes join the
/// open chain of their shape; a chain is closed, which makes it an instruction, as soon as something
/// outside it reads one of its values. Everything else is an instruction at once.
struct Planner {
  private let graph: Graph
  private var values: [View] = []
  private(set) var buffers: [Buffer] = []
  private(set) var chains: [ChainDraft] = []
  private(set) var drafts: [Draft] = []
  private(set) var constants: [Double] = []
  private var numbers: [UInt64: Int] = [:]
  private var openChains: [[Int]: Int] = [:]

  /// Plans a graph.
  ///
  /// - Throws: a literal too large for memory.
  init(_ graph: Graph) throws(AutodiffError) {
    self.graph = graph
    values.reserveCapacity(graph.shapes.count)
    for (index, shape) in graph.inputShapes.enumerated() {
      values.append(View(.input(index), dims: shape.dims))
    }
    for node in graph.nodes { values += try plan(node) }
    for (position, output) in graph.outputs.enumerated() { answer(values[output.index], position) }
    for chain in openChains.values.sorted() { drafts.append(.chain(chain)) }
  }

  private mutating func plan(_ node: Graph.Node) throws(AutodiffError) -> [View] {
    let x = node.operands.map { values[$0.index] }
    let dims = graph.shapes[node.results.lowerBound].dims
    switch node.primitive {
    case .literal(let literal): return [try constant(literal)]
    case .stopGradient, .corner: return x
    case .permute(let axes): return [x[0].permuted(axes)]
    case .broadcast(_, let axes): return [x[0].broadcast(to: dims, axes: axes)]
    case .slice(let starts, _, let steps):
      return [x[0].sliced(starts: starts, steps: steps, dims: dims)]
    case .reshape: return [x[0].reshaped(dims) ?? View(stored(x[0]).block, dims: dims)]
    case .add: return [elementwise(.binary(.add), x, dims)]
    case .multiply: return [elementwise(.binary(.multiply), x, dims)]
    case .negate: return [elementwise(.unary(.negate), x, dims)]
    case .map(let operation): return [elementwise(.unary(operation), x, dims)]
    case .combine(let operation): return [elementwise(.binary(operation), x, dims)]
    case .raise(let exponent): return [elementwise(.raise(exponent), x, dims)]
    case .select: return [elementwise(.select, x, dims)]
    case .contract(let contraction): return [product(contraction, x[0], x[1], dims)]
    case .sum(let axes): return [sum(x[0], axes, dims)]
    case .pad(let low, _, let interior): return [padded(x[0], low, interior, dims)]
    case .concatenate(let axis): return [concatenated(x, axis, dims)]
    case .gather, .scatterAdd, .takeAlong, .scatterAddAlong, .solve, .maximum, .argmax, .argsort,
      .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .loop:
      return evaluated(node.primitive, x, node.results.map { graph.shapes[$0].dims })
    }
  }

  // MARK: Buffers

  private mutating func newBuffer(_ dims: [Int]) -> Int {
    buffers.append(Buffer(count: dims.reduce(1, *)))
    return buffers.count - 1
  }

  private mutating func append(_ draft: Draft, _ buffer: Int, _ dims: [Int]) -> View {
    if buffers[buffer].count > 0 { drafts.append(draft) }
    return View(.buffer(buffer), dims: dims)
  }

  /// Makes sure that what a view shows is in memory before the next instruction.
  private mutating func require(_ view: View) {
    guard let buffer = view.buffer, let chain = buffers[buffer].chain else { return }
    buffers[buffer].isStored = true
    close(chain.index)
  }

  private mutating func close(_ chain: Int) {
    let dims = chains[chain].dims
    guard openChains[dims] == chain else { return }
    openChains[dims] = nil
    drafts.append(.chain(chain))
  }

  /// The elements of a view in a row-major buffer of their own.
  private mutating func stored(_ view: View) -> View {
    require(view)
    let buffer = newBuffer(view.dims)
    let transfer = StridedTransfer(
      dims: view.dims, from: view.strides, to: View.rowMajor(view.dims))
    return append(.transfer(transfer, view, into: buffer), buffer, view.dims)
  }

  private mutating func contiguous(_ view: View) -> View {
    view.isContiguous ? view : stored(view)
  }

  /// Answers a view as an output: its buffer becomes the output's block unless it is one already.
  private mutating func answer(_ view: View, _ position: Int) {
    require(view)
    var own = view
    if let buffer = view.buffer, view.offset == 0, view.isContiguous,
      buffers[buffer].count == view.count, buffers[buffer].output == nil
    {
      buffers[buffer].output = position
      return
    }
    own = stored(view)
    if let buffer = own.buffer { buffers[buffer].output = position }
  }

  // MARK: Constants

  private mutating func constant(_ literal: Literal) throws(AutodiffError) -> View {
    let dims = literal.shape.dims
    if let fill = literal.fill {
      let offset = numbers[fill.bitPattern] ?? constants.count
      if offset == constants.count { constants.append(fill) }
      numbers[fill.bitPattern] = offset
      return View(
        .constants, offset: offset, dims: dims, strides: [Int](repeating: 0, count: dims.count))
    }
    let tensor = try reporting { () throws(TensorError) in try literal.tensor() }
    constants += [Double](repeating: 0, count: -constants.count & 7)
    let offset = constants.count
    constants += tensor.elements
    return View(.constants, offset: offset, dims: dims)
  }

  // MARK: Instructions

  private mutating func elementwise(
    _ operation: ElementwiseChain.Operation, _ x: [View], _ dims: [Int]
  ) -> View {
    let buffer = newBuffer(dims)
    if buffers[buffer].count == 0 { return View(.buffer(buffer), dims: dims) }
    let whole = View.rowMajor(dims)
    for view in x {
      guard let source = view.buffer, let chain = buffers[source].chain else { continue }
      // Only the whole of a value of the same chain can be read within the chain.
      if openChains[dims] != chain.index || view.strides != whole || view.offset != 0 {
        require(view)
      }
    }
    if let full = openChains[dims], chains[full].steps.count >= ChainDraft.limit { close(full) }
    let index = openChains[dims] ?? chains.count
    if index == chains.count {
      chains.append(ChainDraft(dims: dims))
      openChains[dims] = index
    }
    let operands = x.map { view -> ChainDraft.Operand in
      if let source = view.buffer, let chain = buffers[source].chain {
        if chain.index == index { return .step(chain.step) }
        buffers[source].isStored = true
      }
      return .view(view)
    }
    buffers[buffer].chain = (index, chains[index].steps.count)
    chains[index].steps.append(
      ChainDraft.Step(operation: operation, operands: operands, buffer: buffer))
    return View(.buffer(buffer), dims: dims)
  }

  private mutating func product(
    _ contraction: Contraction, _ a: View, _ b: View, _ dims: [Int]
  ) -> View {
    var (a, b, labels) = (a, b, contraction)
    let shape = Shape(dims)
    var plan = ContractionPlan(labels, a.dims, a.strides, b.dims, b.strides, shape)
    if shape.count == 0 || plan.depth == 0 {
      let buffer = newBuffer(dims)
      return append(.zeros(into: buffer), buffer, dims)
    }
    if plan.depth == 1 { return outerProduct(labels, a, b, dims) }
    if plan.isColumnMajor {
      // Cᵀ = Bᵀ Aᵀ, and the rows of Cᵀ are contiguous.
      (a, b) = (b, a)
      labels = Contraction(lhs: labels.rhs, rhs: labels.lhs, output: labels.output)
      plan = ContractionPlan(labels, a.dims, a.strides, b.dims, b.strides, shape)
    }
    if !plan.readsLHS {
      let order = plan.batch + plan.rows + plan.inner
      a = stored(a.permuted(order.compactMap { labels.lhs.firstIndex(of: $0) }))
      labels.lhs = order
    }
    if !plan.readsRHS {
      let order = plan.batch + plan.inner + plan.columns
      b = stored(b.permuted(order.compactMap { labels.rhs.firstIndex(of: $0) }))
      labels.rhs = order
    }
    let asked = labels.output
    if !plan.writesOutput { labels.output = plan.batch + plan.rows + plan.columns }
    let inOrder = labels.output.map { label in dims[asked.firstIndex(of: label) ?? 0] }
    require(a)
    require(b)
    let buffer = newBuffer(inOrder)
    let prepared = StridedProduct(
      ContractionPlan(labels, a.dims, a.strides, b.dims, b.strides, Shape(inOrder)))
    let result = append(.product(prepared, a, b, into: buffer), buffer, inOrder)
    return result.permuted(asked.compactMap { labels.output.firstIndex(of: $0) })
  }

  /// A contraction that sums nothing: each element of the result is one product.
  private mutating func outerProduct(
    _ labels: Contraction, _ a: View, _ b: View, _ dims: [Int]
  ) -> View {
    func spread(_ view: View, _ own: [Int]) -> View {
      // Labels that are summed have extent 1.
      let kept = own.indices.filter { labels.output.contains(own[$0]) }
      let axes = kept.compactMap { labels.output.firstIndex(of: own[$0]) }
      return view.permuted(kept).broadcast(to: dims, axes: axes)
    }
    return elementwise(
      .binary(.multiply), [spread(a, labels.lhs), spread(b, labels.rhs)], dims)
  }

  private mutating func sum(_ x: View, _ axes: [Int], _ dims: [Int]) -> View {
    let kept = x.dims.indices.filter { !axes.contains($0) }
    let buffer = newBuffer(dims)
    if axes.contains(where: { x.dims[$0] == 0 }) {
      return append(.zeros(into: buffer), buffer, dims)
    }
    // The summed axes come first if they lie first, else last.
    let leading = x.permuted(axes.sorted() + kept)
    if leading.isContiguous, !kept.isEmpty {
      require(leading)
      let sum = BlockSum(
        outer: 1, extent: axes.reduce(1) { $0 * x.dims[$1] }, inner: dims.reduce(1, *))
      return append(.sum(sum, leading, into: buffer), buffer, dims)
    }
    let trailing = contiguous(x.permuted(kept + axes.sorted()))
    require(trailing)
    let sum = BlockSum(
      outer: dims.reduce(1, *), extent: axes.reduce(1) { $0 * x.dims[$1] }, inner: 1)
    return append(.sum(sum, trailing, into: buffer), buffer, dims)
  }

  private mutating func padded(
    _ x: View, _ low: [Int], _ interior: [Int], _ dims: [Int]
  ) -> View {
    require(x)
    let buffer = newBuffer(dims)
    let strides = View.rowMajor(dims)
    let start = zip(low, strides).reduce(0) { $0 + $1.0 * $1.1 }
    let steps = zip(strides, interior).map { $0 * ($1 + 1) }
    let result = append(.zeros(into: buffer), buffer, dims)
    if x.count == 0 { return result }
    let transfer = StridedTransfer(dims: x.dims, from: x.strides, to: steps, startingAt: start)
    return append(.transfer(transfer, x, into: buffer), buffer, dims)
  }

  private mutating func concatenated(_ x: [View], _ axis: Int, _ dims: [Int]) -> View {
    for part in x { require(part) }
    let buffer = newBuffer(dims)
    let strides = View.rowMajor(dims)
    var start = 0
    for part in x where part.count > 0 {
      let transfer = StridedTransfer(
        dims: part.dims, from: part.strides, to: strides, startingAt: start * strides[axis])
      drafts.append(.transfer(transfer, part, into: buffer))
      start += part.dims[axis]
    }
    return View(.buffer(buffer), dims: dims)
  }

  private mutating func evaluated(
    _ primitive: Primitive, _ x: [View], _ results: [[Int]]
  ) -> [View] {
    for view in x { require(view) }
    let made = results.map { newBuffer($0) }
    drafts.append(.evaluate(primitive, x, into: made))
    return zip(made, results).map { View(.buffer($0), dims: $1) }
  }
}
