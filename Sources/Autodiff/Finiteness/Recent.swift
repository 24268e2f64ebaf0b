/// A table that forgets its oldest entries, by their number and by their weight.
struct Recent<Key: Hashable, Value> {
  private var entries: [Key: (value: Value, weight: Int)] = [:]
  /// The keys in the order in which they came; those before `oldest` were forgotten.
  private var keys: [Key] = []
  private var oldest = 0
  private var weight = 0

  private static var countLimit: Int { 4096 }
  private static var weightLimit: Int { 1 << 24 }

  /// The value of a key, unless it was forgotten.
  subscript(key: Key) -> Value? { entries[key]?.value }

  /// Gives a key a value; the newest entry is kept however heavy it is.
  mutating func set(_ key: Key, _ value: Value, weight own: Int = 1) {
    let before = entries.updateValue((value, own), forKey: key)
    weight += own - (before?.weight ?? 0)
    if before == nil { keys.append(key) }
    while entries.count > 1, entries.count > Self.countLimit || weight > Self.weightLimit {
      weight -= entries.removeValue(forKey: keys[oldest])?.weight ?? 0
      oldest += 1
    }
    if oldest > Self.countLimit {
      keys.removeFirst(oldest)
      oldest = 0
    }
  }
}
