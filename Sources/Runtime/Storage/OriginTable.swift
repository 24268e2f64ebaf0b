import Maps

/// The places that maps remember as their origin, forgotten some time after the last map from there.
struct OriginTable {
  private struct Entry {
    let site: Site
    weak var token: Origin.Token?
  }

  private var entries: [Int: Entry] = [:]
  private var indices: [Site: Int] = [:]
  private var next = 0
  /// How many entries there may be before those of no map are looked for.
  private var bound = OriginTable.least

  /// The smallest bound.
  static let least = 256

  /// How many places are remembered.
  var count: Int { entries.count }

  /// The origin of a map that is made at a place.
  mutating func add(_ site: Site) -> Origin {
    if let index = indices[site], let token = entries[index]?.token {
      return Origin(index: index, token: token)
    }
    if entries.count >= bound { sweep() }
    let token = Origin.Token()
    let index = indices[site] ?? next
    if index == next { next += 1 }
    indices[site] = index
    entries[index] = Entry(site: site, token: token)
    return Origin(index: index, token: token)
  }

  /// The place of an origin.
  subscript(index: Int) -> Site? { entries[index]?.site }

  private mutating func sweep() {
    for (index, entry) in entries where entry.token == nil {
      entries[index] = nil
      indices[entry.site] = nil
    }
    bound = max(OriginTable.least, 2 * entries.count)
  }
}
