import Tensors

/// A primitive without an instruction of its own: its operands are made tensors, its results copied.
struct Evaluation: Sendable {
  struct Operand: Sendable {
    let address: BlockAddress
    let shape: Shape
    let transfer: StridedTransfer

    init(_ view: View, at address: BlockAddress) {
      self.address = address
      shape = Shape(view.dims)
      transfer = StridedTransfer(
        dims: view.dims, from: view.strides, to: View.rowMajor(view.dims))
    }
  }

  let primitive: Primitive
  let operands: [Operand]
  let results: [(address: BlockAddress, count: Int)]

  func run(_ blocks: BlockBases) throws(AutodiffError) {
    var tensors: [Tensor] = []
    tensors.reserveCapacity(operands.count)
    for operand in operands {
      let tensor = try reporting { () throws(TensorError) in
        try Tensor.uninitialized(operand.shape)
      }
      operand.transfer.run(blocks[operand.address], into: tensor.base)
      tensors.append(tensor)
    }
    for (result, tensor) in zip(results, try primitive.evaluate(tensors)) {
      tensor.withElements { elements in
        guard let start = elements.baseAddress else { return }
        blocks[result.address].update(from: start, count: result.count)
      }
    }
  }
}
