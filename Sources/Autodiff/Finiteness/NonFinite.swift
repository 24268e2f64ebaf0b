public import Tensors

/// The first number that was not finite though everything it was made of was; facts without wording.
public struct NonFinite: Sendable, Equatable {
  /// What gave the number.
  public enum Operation: Sendable, Equatable {
    /// A primitive on tensors.
    case primitive(Primitive)
    /// An operator on two plain numbers, by its symbol.
    case arithmetic(String)
    /// A function computed as a whole, by its name.
    case function(String)
  }

  /// What is known of the operands.
  public enum Operands: Sendable, Equatable {
    /// The numbers the element was made of.
    case numbers([Double])
    /// The greatest magnitude in each operand, where the element was made of many numbers.
    case magnitudes([Double])
  }

  /// A part of the work in which it happened.
  public enum Place: Sendable, Equatable {
    /// A layer of a chain, counted from 0; `origin` is where the program made it.
    case layer(Int, of: Int, name: String, origin: Int?)
    /// One sample of several, counted from 0.
    case sample(Int, of: Int)
    /// All samples at once, one per row of the leading axis.
    case batch(of: Int)
  }

  /// An operation whose derivative is concerned, and what it was applied to.
  public struct Primal: Sendable, Equatable {
    /// The operation that is differentiated.
    public let primitive: Primitive
    /// Its operands at the element concerned, where that is known.
    public let operands: Operands
  }

  /// Whether a number belongs to a value or to a derivative.
  public enum Phase: Sendable, Equatable {
    case value
    case derivative
  }

  /// What gave the number.
  public let operation: Operation
  /// NaN, or an infinity.
  public let value: Double
  /// What it was made of.
  public let operands: Operands
  /// The position of the number among the elements of the result.
  public let index: Int
  /// The shape of the result.
  public let shape: Shape
  /// Whether it arose in a value or in a derivative.
  public let phase: Phase
  /// What was differentiated, where the number arose in a derivative and that is known.
  public internal(set) var primal: Primal?
  /// The parts of the work it lies in, innermost first.
  public internal(set) var places: [Place] = []

  /// The number, among all operations checked, of the operation at whose place this is to be told.
  let step: Int
  /// Whether that is the operation itself, or one it was derived from.
  let isOwnStep: Bool
}
