/// Hands out stretches of one block of memory to values that do not live at the same time.
struct Arena {
  /// The elements the block must have.
  private(set) var extent = 0
  /// What is free below `extent`, by position, no two neighbouring.
  private var free: [Range<Int>] = []

  /// Stretches begin at multiples of a cache line of eight elements.
  private static func rounded(_ count: Int) -> Int { (max(count, 1) + 7) & ~7 }

  /// The start of a stretch of `count` elements: the tightest free one, else new at the end.
  mutating func allocate(_ count: Int) -> Int {
    let size = Arena.rounded(count)
    let fitting = free.indices.filter { free[$0].count >= size }
    if let best = fitting.min(by: { free[$0].count < free[$1].count }) {
      let start = free[best].lowerBound
      if free[best].count == size {
        free.remove(at: best)
      } else {
        free[best] = (start + size)..<free[best].upperBound
      }
      return start
    }
    if let last = free.last, last.upperBound == extent {
      free.removeLast()
      extent = last.lowerBound + size
      return last.lowerBound
    }
    defer { extent += size }
    return extent
  }

  /// Gives a stretch back.
  mutating func release(_ start: Int, _ count: Int) {
    var stretch = start..<(start + Arena.rounded(count))
    let position = free.firstIndex { $0.lowerBound > start } ?? free.count
    if position < free.count, free[position].lowerBound == stretch.upperBound {
      stretch = stretch.lowerBound..<free[position].upperBound
      free.remove(at: position)
    }
    if position > 0, free[position - 1].upperBound == stretch.lowerBound {
      free[position - 1] = free[position - 1].lowerBound..<stretch.upperBound
    } else {
      free.insert(stretch, at: position)
    }
  }
}
