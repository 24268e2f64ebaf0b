import Tensors

/// An instruction before addresses are known.
enum Draft {
  case chain(Int)
  case product(StridedProduct, View, View, into: Int)
  case transfer(StridedTransfer, View, into: Int)
  case zeros(into: Int)
  case sum(BlockSum, View, into: Int)
  case evaluate(Primitive, [View], into: [Int])
}

/// Memory the plan makes: part of the arena, or the block of an output.
struct Buffer {
  let count: Int
  /// The elementwise chain that computes it, and at which step.
  var chain: (index: Int, step: Int)?
  /// Whether anything outside its chain reads it.
  var isStored = false
  /// The output it is.
  var output: Int?
}

/// Elementwise operations on equally shaped operands, to be run together.
struct ChainDraft {
  enum Operand: Hashable {
    case view(View)
    case step(Int)
  }

  struct Step {
    let operation: ElementwiseChain.Operation
    let operands: [Operand]
    let buffer: Int
  }

  let dims: [Int]
  var steps: [Step] = []

  /// Beyond this a chain is run and another begun, which bounds its registers.
  static let limit = 64
}
