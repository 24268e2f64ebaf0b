import Maps

/// What can be called and is not a map.
public enum Callable: Sendable {
  /// A function the program defines.
  case closure(Closure)
  /// A function of the vocabulary or of the host.
  case builtin(Box<Builtin>)
  /// `f ∘ g` of functions that are not both maps.
  case composition(Composition)

  /// The name the function goes by.
  public var name: String {
    switch self {
    case .closure(let closure): closure.code.name
    case .builtin(let box): box.value.name
    case .composition(let composition): composition.name
    }
  }

  var depth: Int {
    switch self {
    case .closure(let closure): closure.depth
    case .builtin(let box): box.value.depth
    case .composition(let composition): composition.depth
    }
  }
}

/// A function of the program together with the values it captured when it was made.
public final class Closure: Sendable {
  let code: FunctionCode
  /// One value for each capture of the code, nil where the name had no value yet.
  let captured: [Value?]
  /// The values of the defaults, evaluated when the function was made.
  let defaults: [Value?]
  let depth: Int
  /// The number of its parameters, and of the slots of a frame it runs in.
  let parameterCount: Int
  let slotCount: Int

  init(code: FunctionCode, captured: [Value?], defaults: [Value?]) throws(Problem) {
    self.code = code
    self.captured = captured
    self.defaults = defaults
    parameterCount = code.parameters.count
    slotCount = code.slotCount
    depth = try Nesting.around((captured + defaults).lazy.compactMap { $0 })
  }
}

/// Two functions, the inner applied first.
public final class Composition: Sendable {
  let outer: Value
  let inner: Value
  let depth: Int

  init(outer: Value, inner: Value) throws(Problem) {
    self.outer = outer
    self.inner = inner
    depth = try Nesting.around([outer, inner])
  }

  /// The mathematician's notation for it.
  var name: String { "\(outer.callableName ?? "?") ∘ \(inner.callableName ?? "?")" }
}

extension Value {
  /// The name of a function or map, nil for everything else.
  public var callableName: String? {
    switch self {
    case .function(let callable): callable.name
    case .map(let map): map.map.name
    case .nothing, .number, .boolean, .string, .tensor, .list, .tuple, .range, .space, .data,
      .answer, .verdict, .module:
      nil
    }
  }
}
