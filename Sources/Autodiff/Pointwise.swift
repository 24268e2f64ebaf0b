import Synchronization
import Tensors

/// A function of points, and derivatives of it, at one point or at every row of many.
///
/// Every question about a map comes through here: the function is recorded, the graph transformed
/// (`Transform`), planned and run at the point, or batched and run at all rows. What was recorded,
/// transformed and planned once is found again by the function's signature.
public struct Pointwise: Sendable {
  /// What the function has in common with others that have the same graph; nil where that is unknown.
  private let signature: Signature?
  /// The tensors it uses besides its point; inputs of its graph.
  public let captured: [Term]
  private let function: @Sendable (Term, [Term]) throws -> Term

  private static let counter = Atomic<Int>(0)

  /// A function from a point to a value, which is kept under a signature of its own.
  public init(_ function: @escaping @Sendable (Term) throws -> Term) {
    var own = Signature()
    own.append("pointwise")
    own.append(Self.counter.wrappingAdd(1, ordering: .relaxed).newValue)
    self.init(signature: own, captured: []) { x, _ in try function(x) }
  }

  /// A function of a point and of captured tensors.
  ///
  /// Functions with equal signatures must do the same with what they are given; nil is for one that
  /// is never to be found again.
  public init(
    signature: Signature?, captured: [Term],
    function: @escaping @Sendable (Term, [Term]) throws -> Term
  ) {
    self.signature = signature
    self.captured = captured
    self.function = function
  }

  /// The value, by running the function itself.
  public func callAsFunction(_ x: Term) throws -> Term { try function(x, captured) }

  /// The function with other tensors of the same shapes in place of the captured ones.
  public func replacing(captured: [Term]) -> Pointwise {
    Pointwise(signature: signature, captured: captured, function: function)
  }

  /// The same function, whose values are looked at when they are made.
  public func checking(_ check: @escaping @Sendable (Term) throws -> Void) -> Pointwise {
    let function = function
    return Pointwise(signature: signature, captured: captured) { x, captured in
      let value = try function(x, captured)
      try check(value)
      return value
    }
  }

  /// Adds what the function has in common with others to a signature.
  ///
  /// - Returns: whether that is known.
  public func append(to words: inout Signature) -> Bool {
    guard let signature else { return false }
    words.append(signature)
    return true
  }

  /// The transformed function at one point.
  ///
  /// `extra` are further inputs of the transformed graph, such as a tangent.
  public func at(_ point: Term, extra: [Term] = [], _ transform: Transform) throws -> Term {
    if let check = Execution.current.finiteCheck {
      return try checked(at: point, extra: extra, transform, check)
    }
    let found = try recorded(at: point)
    let key = CachedPath.Key(transform: transform, rows: nil, extras: extra.count)
    if !extra.isEmpty { try found.cached.check(extra.map(\.shape), transform) }
    if let known = try Pointwise.known(found.arguments, found.cached.path.captures, extra) {
      return Term(try found.cached.plan(key)(known)[0])
    }
    return try found.cached.path.run(found.cached.graph(key), found.arguments, extra: extra)[0]
  }

  /// The tensors of operands none of which is traced.
  static func known(_ operands: [Term]...) throws -> [Tensor]? {
    var tensors: [Tensor] = []
    tensors.reserveCapacity(operands.reduce(0) { $0 + $1.count })
    for operand in operands.lazy.joined() {
      if operand.isTraced { return nil }
      tensors.append(try operand.known("an operand"))
    }
    return tensors
  }

  // MARK: Recording

  /// A path that is right at a point, and the arguments to run it with.
  struct Recorded {
    let cached: CachedPath
    let arguments: [Term]

    /// What the graph of the path takes: the arguments, then what the path captured itself.
    var operands: [Term] { arguments + cached.path.captures }
  }

  private func key(_ shape: Shape) -> GraphCache.Key? {
    signature.map { GraphCache.Key(signature: $0, point: shape) }
  }

  /// The path the function takes at a point: one that is known, or a new recording.
  func recorded(at point: Term) throws -> Recorded {
    if let key = key(point.shape), let known = Execution.current.cache.paths(key) {
      let arguments = [point] + captured
      for cached in known.reversed() {
        let found = Recorded(cached: cached, arguments: arguments)
        if try cached.path.isStraight || cached.holds(at: found.operands) { return found }
      }
    }
    return try record(at: point)
  }

  /// The paths recorded of points of one shape, the latest first; `point` stands for any of them.
  func knownPaths(like point: Term) -> [Recorded] {
    guard let key = key(point.shape), let known = Execution.current.cache.paths(key) else {
      return []
    }
    return known.reversed().map { Recorded(cached: $0, arguments: [point] + captured) }
  }

  /// Records the function at a point.
  func record(at point: Term) throws -> Recorded {
    let cache = Execution.current.cache
    cache.countRecording()
    guard let key = key(point.shape), cache.paths(key) != nil else {
      return try recordOnce(at: point)
    }
    let path: Path
    do {
      path = try Reuse.recording {
        try Path.traced(at: [point] + captured) { [try function($0[0], Array($0.dropFirst()))] }
      }
    } catch let error as AutodiffError where error.isInterruption {
      throw error
    } catch {
      // It may refuse to be kept, or fail for a reason of its own, which it then gives itself.
      let once = try recordOnce(at: point)
      cache.refuse(key)
      return once
    }
    let cached = CachedPath(path)
    // What is being traced at the moment belongs to this one use.
    if !path.captures.contains(where: \.isTraced) { cache.keep(cached, key) }
    return Recorded(cached: cached, arguments: [point] + captured)
  }

  /// Records the function at a point for this one use.
  func recordOnce(at point: Term) throws -> Recorded {
    let path = try Path.traced(at: [point]) { [try function($0[0], captured)] }
    return Recorded(cached: CachedPath(path), arguments: [point])
  }
}
