public import Tensors

/// Watches every operation of a piece of work for the one that first gives NaN or infinity.
///
/// An operation is at fault where its result is not finite though its operands are. What others make
/// of such a result is followed from tensor to tensor, so that a number that is not finite in the end
/// is traced to the operation that made it, and one that is masked on the way blames nobody.
///
/// The work is run twice. The first run finds the operation; the second, a check made with
/// `stoppingAt`, fails at it, and the error passes the places of the program, of the layers and of
/// the samples on its way out. Runs are equal because checked work keeps no graphs, makes no plans
/// and shares no batches.
public final class FiniteCheck: @unchecked Sendable {
  /// Where a number that is not finite comes from.
  public enum Origin: Sendable {
    /// An operation made it from finite numbers.
    case made(NonFinite)
    /// It was there before.
    case given
  }

  private let target: NonFinite?
  /// How many operations on tensors were checked.
  public private(set) var count = 0
  /// The first number made that was not finite, whether or not anything came of it.
  public private(set) var first: NonFinite?
  /// How many operations made such a number of finite ones.
  public private(set) var faults = 0
  /// Where the first number came from that was not finite in a value the work gave.
  public private(set) var reached: Origin?
  /// Where the latest number came from that was not finite.
  public private(set) var latest: Origin?
  /// What stopped the second run, with the places it passed.
  public private(set) var stopped: NonFinite?
  /// Whether any derivative was computed.
  public private(set) var hasDerived = false

  /// The step of the operation that is being run again or differentiated.
  var provenance: Int?
  private var isDeriving = false

  private var tensors = Recent<ObjectIdentifier, (tensor: Tensor, origin: Origin)>()
  private var numbers = Recent<UInt64, Origin>()
  private var valuesAtSteps = Recent<Int, NonFinite>()

  /// A check; one with a target stops the work there.
  public init(stoppingAt target: NonFinite? = nil) { self.target = target }

  /// The step the next operation will be.
  var nextStep: Int { count + 1 }

  // MARK: Operations

  /// Notes what a primitive made of its operands.
  ///
  /// - Throws: `.notFinite` at the target.
  func note(_ primitive: Primitive, _ x: [Tensor], _ y: [Tensor]) throws(AutodiffError) {
    try advance { NonFinite.Primal(primitive, x, y, of: $0) }
    for result in y {
      guard let position = result.firstNonFinite else { continue }
      remember(result, origin(primitive, x, result, position))
    }
  }

  /// Notes what an operator made of two plain numbers.
  ///
  /// - Throws: `.notFinite` at the target.
  public func note(
    _ symbol: String, _ a: Double, _ b: Double, gives value: Double
  ) throws(AutodiffError) {
    try advance { _ in nil }
    guard !value.isFinite else { return }
    let known = [a, b].filter { !$0.isFinite }.map { numbers[$0.magnitude.bitPattern] ?? .given }
    let origin =
      known.first?.preferring(known.last)
      ?? .made(
        made(.arithmetic(symbol), value, .numbers([a, b]), 0, .scalar))
    remember(Tensor(value), origin)
  }

  /// Where the fault lies when a function gives what nothing noted within it made.
  public enum Blame: Sendable {
    /// With the function as a whole, where its operands were finite.
    case whole
    /// With something it used that was there before.
    case parts
  }

  /// Does the work of a function and notes what it gave, if nothing within made it.
  ///
  /// - Throws: `.notFinite` at the target; what the work throws.
  public func noting<Result>(
    _ function: String, _ blame: Blame, _ operands: () -> [Tensor],
    gives results: (Result) -> [Tensor],
    _ work: () throws -> Result
  ) throws -> Result {
    let before = latest
    latest = nil
    let value: Result
    do {
      value = try work()
    } catch {
      latest = latest ?? before
      throw error
    }
    let within = latest
    latest = within ?? before
    try advance { _ in nil }
    for result in results(value) {
      guard let position = result.firstNonFinite, origin(of: result) == nil else { continue }
      let operands = operands()
      let bad = operands.filter { $0.firstNonFinite != nil }
      let known = bad.lazy.compactMap { self.origin(of: $0) }.first ?? within
      if known == nil, bad.isEmpty, case .whole = blame {
        let found = made(
          .function(function), result[flat: position],
          .magnitudes(operands.map(\.greatestMagnitude)), position, result.shape)
        remember(result, .made(found))
      } else {
        remember(result, known ?? .given)
      }
    }
    return value
  }

  /// Notes a value that the work gave: shown, bound or written.
  public func noteGiven(_ value: Tensor) {
    guard reached == nil, value.firstNonFinite != nil else { return }
    reached = origin(of: value) ?? latest ?? .given
  }

  /// Does work whose numbers nobody asked for, such as finding a codomain at a made-up point.
  public static func unwatched<Result>(_ work: () throws -> Result) rethrows -> Result {
    let current = Execution.current
    guard current.finiteCheck != nil else { return try work() }
    return try Execution(
      cache: current.cache, workers: current.workers, memory: current.supervision.memory,
      elementLimit: current.supervision.elementLimit, isStopping: current.isStopping
    ).perform(work)
  }

  /// Does work that computes derivatives.
  func deriving<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = isDeriving
    isDeriving = true
    hasDerived = true
    defer { isDeriving = outer }
    return try work()
  }

  /// Does a part of the work, whose place is told if the check stops it.
  public static func inside<Result>(
    _ place: @autoclosure () -> NonFinite.Place, _ work: () throws -> Result
  ) rethrows -> Result {
    do {
      return try work()
    } catch {
      Execution.current.finiteCheck?.stopped?.places.append(place())
      throw error
    }
  }

  // MARK: Following numbers

  /// Counts an operation.
  ///
  /// - Throws: `.notFinite` at the target.
  private func advance(
    _ primal: (NonFinite) -> NonFinite.Primal?
  ) throws(AutodiffError) {
    count += 1
    guard var target, target.step == count, stopped == nil else { return }
    if !target.isOwnStep { target.primal = primal(target) }
    stopped = target
    throw .notFinite(target)
  }

  private func made(
    _ operation: NonFinite.Operation, _ value: Double, _ operands: NonFinite.Operands,
    _ index: Int, _ shape: Shape
  ) -> NonFinite {
    let found = NonFinite(
      operation: operation, value: value, operands: operands, index: index, shape: shape,
      phase: isDeriving ? .derivative : .value, step: provenance ?? count,
      isOwnStep: provenance == nil)
    if provenance == nil { valuesAtSteps.set(count, found) }
    first = first ?? found
    faults += 1
    return found
  }

  private func origin(
    _ primitive: Primitive, _ x: [Tensor], _ y: Tensor, _ position: Int
  ) -> Origin {
    for operand in x where operand.firstNonFinite != nil {
      if case .made(let found) = origin(of: operand) { return .made(found) }
    }
    guard let index = primitive.firstFault(x, y, position) else {
      return x.isEmpty ? origin(of: y) ?? .given : .given
    }
    // A value that is computed again on the way to a derivative was found when it was recorded.
    if let provenance, let known = valuesAtSteps[provenance] { return .made(known) }
    let operands =
      primitive.isElementwise
      ? NonFinite.Operands.of(x, at: index) : .magnitudes(x.map(\.greatestMagnitude))
    return .made(made(.primitive(primitive), y[flat: index], operands, index, y.shape))
  }

  private func origin(of tensor: Tensor) -> Origin? {
    if let known = tensors[tensor.storageID] { return known.origin }
    return tensor.firstNonFinite.flatMap { numbers[tensor[flat: $0].magnitude.bitPattern] }
  }

  private func remember(_ tensor: Tensor, _ origin: Origin) {
    latest = origin
    tensors.set(tensor.storageID, (tensor, origin), weight: tensor.count)
    guard let position = tensor.firstNonFinite else { return }
    let bits = tensor[flat: position].magnitude.bitPattern
    // Numbers have no identity but their bits: among equal ones the first is told.
    if case .made = origin, numbers[bits] == nil { numbers.set(bits, origin) }
  }
}

extension FiniteCheck.Origin {
  /// Of two origins the one that names an operation.
  fileprivate func preferring(_ other: Self?) -> Self {
    if case .given = self, let other { return other }
    return self
  }
}

extension NonFinite.Operands {
  /// The numbers at an element of tensors of one shape.
  fileprivate static func of(_ x: [Tensor], at index: Int) -> Self {
    .numbers(x.map { $0[flat: index] })
  }
}

extension NonFinite.Primal {
  /// A primitive and its operands at an element of its derivative, whose last axes are the result's.
  fileprivate init(_ primitive: Primitive, _ x: [Tensor], _ y: [Tensor], of derivative: NonFinite) {
    let shape = y.first?.shape ?? .scalar
    let isAligned = shape.count > 0 && derivative.shape.suffix(shape.rank).elementsEqual(shape)
    let operands: NonFinite.Operands =
      !primitive.isElementwise
      ? .magnitudes(x.map(\.greatestMagnitude))
      : isAligned || shape.count == 1
        ? .of(x, at: derivative.index % shape.count) : .numbers([])
    self.init(primitive: primitive, operands: operands)
  }
}

extension Primitive {
  /// Whether an element of the result depends on the elements of the operands there alone.
  var isElementwise: Bool {
    switch self {
    case .add, .negate, .multiply, .select, .map, .combine, .raise, .stopGradient, .corner: true
    case .literal, .contract, .broadcast, .sum, .permute, .reshape, .slice, .pad, .concatenate,
      .gather, .scatterAdd, .takeAlong, .scatterAddAlong, .solve, .maximum, .argmax, .argsort,
      .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .loop:
      false
    }
  }

  /// The first element of a result that is not finite though what it was made of is.
  fileprivate func firstFault(_ x: [Tensor], _ y: Tensor, _ position: Int) -> Int? {
    if x.isEmpty { return nil }
    if isElementwise, x.allSatisfy({ $0.count == y.count }) {
      return (position..<y.count).first { index in
        !y[flat: index].isFinite && x.allSatisfy { $0[flat: index].isFinite }
      }
    }
    return x.allSatisfy { $0.firstNonFinite == nil } ? position : nil
  }
}

extension Tensor {
  /// The greatest magnitude among the elements, 0 where there are none.
  fileprivate var greatestMagnitude: Double {
    withElements { $0.reduce(0) { max($0, abs($1)) } }
  }
}
