/// Elementwise operations on equally shaped operands, run together a strip at a time.
///
/// A strip is short enough that everything between the operands and the results stays in the first
/// level cache: memory is read once and written once however long the chain is. Each value of the
/// chain has a *lane*: a place in memory where it is read or written directly, or a register, which
/// is a strip of scratch memory. A class, because instructions are handed around while they run.
package final class ElementwiseChain: Sendable {
  /// What one step computes of its operands.
  package enum Operation: Hashable, Sendable {
    case unary(UnaryOperation)
    case binary(BinaryOperation)
    /// xᵖ for a fixed p.
    case raise(Double)
    /// The second operand where the first is not 0, else the third.
    case select
    /// Two functions of one operand that share most of their work.
    case pair(VectorFunctions.Pair)
  }

  /// Where a value is while a strip is worked on.
  package enum Lane: Hashable, Sendable {
    /// Contiguous memory, as many elements as the chain has.
    case memory(BlockAddress)
    /// A strip of scratch memory.
    case register(Int)
  }

  /// One operation; operands and result are lanes by index, unused operands repeat the first.
  package struct Step: Sendable {
    let operation: Operation
    let operands: (Int, Int, Int)
    let result: Int
    /// The lane of a pair's second result, else that of the first.
    let second: Int

    /// Makes a step of up to three operands and one result, or two of a pair.
    package init(_ operation: Operation, _ operands: [Int], results: [Int]) {
      self.operation = operation
      let first = operands[0]
      self.operands = (
        first, operands.count > 1 ? operands[1] : first, operands.count > 2 ? operands[2] : first
      )
      result = results[0]
      second = results.count > 1 ? results[1] : results[0]
    }
  }

  /// What a register holds before the first step of every strip.
  package enum Filling: Sendable {
    /// One element of memory throughout.
    case element(BlockAddress)
    /// The strip's elements, gathered from another layout.
    case gathered(BlockAddress, StripReader)
  }

  private let count: Int
  private let lanes: [Lane]
  private let fillings: [(register: Int, filling: Filling)]
  private let steps: [Step]
  private let stripLength: Int
  /// The elements of scratch memory a run needs.
  package let scratchCount: Int

  /// The elements of all registers together: a third of a first-level cache of 48 KB.
  private static let registerBudget = 2048

  /// Makes a chain over `count` elements.
  package init(
    count: Int, lanes: [Lane], fillings: [(register: Int, filling: Filling)], steps: [Step],
    registers: Int
  ) {
    self.count = count
    self.lanes = lanes
    self.fillings = fillings
    self.steps = steps
    let affordable = Self.registerBudget / max(registers, 1) & ~7
    stripLength = min(max(affordable, 64), 512, max((count + 7) & ~7, 8))
    scratchCount = registers * stripLength
  }

  /// The elements after which a run may be interrupted.
  package static let pause = 1 << 18

  /// Runs the chain; `poll` is asked now and then whether to go on.
  package func run<E: Error>(
    _ blocks: BlockBases, scratch: UnsafeMutablePointer<Double>, poll: () throws(E) -> Void
  ) throws(E) {
    for (register, filling) in fillings {
      let target = scratch + register * stripLength
      switch filling {
      case .element(let address):
        target.update(repeating: blocks[address].pointee, count: min(stripLength, count))
      case .gathered: break
      }
    }
    var start = 0
    while start < count {
      let end = min(start + Self.pause, count)
      runStrips(start..<end, blocks, scratch)
      start = end
      if start < count { try poll() }
    }
  }

  private func runStrips(
    _ range: Range<Int>, _ blocks: BlockBases, _ scratch: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(
      of: UnsafeMutablePointer<Double>.self, capacity: lanes.count
    ) { places in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: stripLength) {
        let length = min(stripLength, range.upperBound - start)
        for index in lanes.indices {
          switch lanes[index] {
          case .memory(let address): places[index] = blocks[address] + start
          case .register(let register): places[index] = scratch + register * stripLength
          }
        }
        for (register, filling) in fillings {
          guard case .gathered(let address, let reader) = filling else { continue }
          reader.read(
            blocks[address], from: start, count: length, into: scratch + register * stripLength)
        }
        for step in steps {
          step.run(
            places[step.operands.0], places[step.operands.1], places[step.operands.2],
            into: places[step.result], and: places[step.second], count: length)
        }
      }
    }
  }
}

extension ElementwiseChain.Step {
  @inline(__always)
  fileprivate func run(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, and z: UnsafeMutablePointer<Double>, count: Int
  ) {
    switch operation {
    case .unary(let operation): VectorFunctions.apply(operation, a, into: y, count: count)
    case .binary(let operation): VectorFunctions.apply(operation, a, b, into: y, count: count)
    case .raise(let exponent): VectorFunctions.raise(a, to: exponent, into: y, count: count)
    case .pair(let pair): VectorFunctions.apply(pair, a, into: y, and: z, count: count)
    case .select: for i in 0..<count { y[i] = a[i] != 0 ? b[i] : c[i] }
    }
  }
}
