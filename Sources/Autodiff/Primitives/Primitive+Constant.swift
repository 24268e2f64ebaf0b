import Tensors

extension Primitive {
  /// The result for operands that are each one number throughout, when it is so itself.
  ///
  /// A constant stays a recipe, so that it enters a graph as a constant and not as a captured tensor.
  func constant(of operands: [Term]) throws(AutodiffError) -> Term? {
    if case .literal(let literal) = self { return Term(literal) }
    guard keepsConstants else { return nil }
    var numbers: [Tensor] = []
    for operand in operands {
      guard let fill = operand.fill else { return nil }
      numbers.append(Tensor(fill))
    }
    if operands.allSatisfy({ $0.shape == .scalar }), !changesShape { return nil }
    let shape = try reporting { () throws(TensorError) in try shapes(operands.map(\.shape))[0] }
    if changesShape { return numbers[0].scalar.map { .filled($0, shape) } }
    return try evaluate(numbers)[0].scalar.map { .filled($0, shape) }
  }

  /// Whether the result moves elements without changing them.
  private var changesShape: Bool {
    switch self {
    case .broadcast, .reshape, .permute, .slice: true
    default: false
    }
  }

  private var keepsConstants: Bool {
    switch self {
    case .add, .negate, .multiply, .select, .map, .combine, .raise: true
    default: changesShape
    }
  }
}
