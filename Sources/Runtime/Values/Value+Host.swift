import Autodiff
import Geometry
public import Tensors

/// Values to and from the types of Swift, for programs that embed the language.
extension Value {
  /// A vector of numbers.
  ///
  ///     session["x0"] = try Value([0.3, -0.7])
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory` where there is no memory for them.
  public init(_ numbers: [Double]) throws(TensorError) {
    self.init(Term(try Tensor(shape: Shape.checked([numbers.count]), elements: numbers)))
  }

  /// The numbers in a value, row by row: a number itself, the elements of a vector, matrix or tensor,
  /// the integers of a range, the points of data; nil for everything else.
  public var numbers: [Double]? {
    (try? plain.convertedToTerm())??.concrete?.elements
  }

  /// The text that a string holds; nil for everything else.
  public var text: String? {
    if case .string(let box) = plain { box.value } else { nil }
  }

  /// What a truth value or a verdict says; nil for an unknown verdict and for everything else.
  public var flag: Bool? {
    switch plain {
    case .boolean(let flag): flag
    case .verdict(let verdict):
      switch verdict.value.answer {
      case .yes: true
      case .no: false
      case .unknown: nil
      }
    case .nothing, .number, .string, .tensor, .list, .tuple, .range, .space, .map, .function, .data,
      .answer, .module:
      nil
    }
  }
}
