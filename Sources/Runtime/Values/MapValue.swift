public import Maps

/// A map, and the function of the program it came from if there is one.
public final class MapValue: Sendable {
  /// The map between its spaces.
  public let map: SmoothMap
  /// The function whose first parameter has a space; it takes the extra arguments too.
  public let closure: Closure?

  /// What a call with named arguments alone means, as in `leaky_relu(slope: 0.1)`.
  let options: Builtin?

  /// Makes the value of a map.
  public init(_ map: SmoothMap, closure: Closure? = nil, options: Builtin? = nil) {
    self.map = map
    self.closure = closure
    self.options = options
  }

  /// The same value around another form of its map.
  func with(_ map: SmoothMap) -> MapValue {
    MapValue(map, closure: closure, options: options)
  }

  var depth: Int { closure?.depth ?? 0 }
}

extension Value {
  /// A map under the name the program asks about it by, for sentences such as `net(0) = …`.
  func called(_ name: String?) -> Value {
    guard let name, case .map(let map) = self else { return self }
    var renamed = map.map
    renamed.name = name
    return .map(map.with(renamed))
  }
}
