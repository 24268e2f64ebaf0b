/// A sum of products in Einstein's notation: one label per axis of each operand and of the result.
///
/// A label in both operands but not in the result is summed over. Every label of an operand occurs
/// in the other or in the result, labels of the result are distinct and come from an operand, and no
/// operand repeats a label. The matrix product is `lhs: [0, 1], rhs: [1, 2], output: [0, 2]`.
public struct Contraction: Hashable, Sendable {
  /// The labels of the first operand's axes.
  public var lhs: [Int]
  /// The labels of the second operand's axes.
  public var rhs: [Int]
  /// The labels of the result's axes.
  public var output: [Int]

  /// Makes a contraction of labels, which may be any integers.
  public init(lhs: [Int], rhs: [Int], output: [Int]) {
    self.lhs = lhs
    self.rhs = rhs
    self.output = output
  }

  /// The product of two matrices.
  public static let matrixProduct = Contraction(lhs: [0, 1], rhs: [1, 2], output: [0, 2])

  /// Whether the labels keep the rules.
  public var isValid: Bool {
    isDistinct(lhs) && isDistinct(rhs) && isDistinct(output)
      && lhs.allSatisfy { rhs.contains($0) || output.contains($0) }
      && rhs.allSatisfy { lhs.contains($0) || output.contains($0) }
      && output.allSatisfy { lhs.contains($0) || rhs.contains($0) }
  }

  private func isDistinct(_ labels: [Int]) -> Bool {
    labels.indices.allSatisfy { !labels[..<$0].contains(labels[$0]) }
  }

  /// The shape of the result.
  ///
  /// - Throws: `.invalidContraction` when the labels break the rules or do not match the ranks;
  ///   `.shapeMismatch` when a shared label has two extents; `.tooLarge`.
  public func shape(_ a: Shape, _ b: Shape) throws(TensorError) -> Shape {
    // The ranks come first: they bound the labels to be looked through.
    guard lhs.count == a.rank, rhs.count == b.rank, output.count <= a.rank + b.rank, isValid else {
      throw .invalidContraction(self)
    }
    for (axis, label) in rhs.enumerated() {
      if let shared = lhs.firstIndex(of: label), a[shared] != b[axis] {
        throw .shapeMismatch(operation: "contract", lhs: a, rhs: b)
      }
    }
    return try Shape.checked(
      output.map { label in
        if let axis = lhs.firstIndex(of: label) { return a[axis] }
        return rhs.firstIndex(of: label).map { b[$0] } ?? 1
      })
  }
}
