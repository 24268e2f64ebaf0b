/// Random tensors of which sample i depends on the key and on i alone.
///
/// Drawing n samples moves the position on by n, so that drawing them in pieces, or on several
/// threads, gives the same numbers as drawing them at once.
public struct RandomGenerator: Sendable, Hashable {
  /// The index of the next sample.
  public var position: UInt64 = 0

  private let key: SIMD2<UInt32>

  /// Which numbers a counter is for, so that keys are never made of drawn samples.
  private enum Purpose: UInt32 {
    case sample
    case split
    case name
  }

  /// Makes the generator of a seed.
  public init(seed: UInt64) { key = RandomGenerator.halves(seed) }

  /// Draws numbers evenly from [0, 1), multiples of 2⁻⁵³.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`; the position stays where it was.
  public mutating func uniform(_ shape: Shape) throws(TensorError) -> Tensor {
    try draw(shape) { RandomGenerator.unit($0.first) }
  }

  /// Draws from the standard normal distribution by the method of Box and Muller.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`; the position stays where it was.
  public mutating func normal(_ shape: Shape) throws(TensorError) -> Tensor {
    try draw(shape) { words in
      // The first factor needs a number above zero, and [0, 1) is turned round to (0, 1].
      let radius = -2 * ScalarFunctions.log(1 - RandomGenerator.unit(words.first))
      let angle = 2 * Double.pi * RandomGenerator.unit(words.second)
      return radius.squareRoot() * ScalarFunctions.cos(angle)
    }
  }

  /// Makes an independent generator and moves on by one.
  public mutating func split() -> RandomGenerator {
    let words = words(position, .split)
    position &+= 1
    return RandomGenerator(seed: words.first)
  }

  /// The independent generator of a name: the same for the same key and name, whatever was drawn.
  public func named(_ name: String) -> RandomGenerator {
    RandomGenerator(seed: words(RandomGenerator.hash(name), .name).first)
  }

  private mutating func draw(
    _ shape: Shape, _ sample: ((first: UInt64, second: UInt64)) -> Double
  ) throws(TensorError) -> Tensor {
    var tensor = try Tensor(repeating: 0, shape: shape)
    try tensor.fill { sample(words(position &+ UInt64($0), .sample)) }
    position &+= UInt64(shape.count)
    return tensor
  }

  private func words(_ index: UInt64, _ purpose: Purpose) -> (first: UInt64, second: UInt64) {
    let low = RandomGenerator.halves(index)
    let block = Philox.block(counter: SIMD4(low[0], low[1], 0, purpose.rawValue), key: key)
    return (UInt64(block[1]) << 32 | UInt64(block[0]), UInt64(block[3]) << 32 | UInt64(block[2]))
  }

  private static func unit(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }

  private static func halves(_ word: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32))
  }

  /// FNV-1a over the UTF-8 bytes.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
