/// A table that forgets its oldest entries.
struct Recent<Key: Hashable, Value> {
  private var values: [Key: Value] = [:]
  private var keys: [Key] = []
  private var oldest = 0
  private let limit = 4096

  /// The value of a key, unless it was forgotten.
  subscript(key: Key) -> Value? { values[key] }

  /// Gives a key a value.
  mutating func set(_ key: Key, _ value: Value) {
    guard values.updateValue(value, forKey: key) == nil else { return }
    if keys.count < limit {
      keys.append(key)
    } else {
      values[keys[oldest]] = nil
      keys[oldest] = key
      oldest = (oldest + 1) % limit
    }
  }
}
