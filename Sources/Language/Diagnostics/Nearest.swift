/// The candidate a mistyped name most likely meant, or nil where none is near.
///
/// Near is at most two edits away, or one for names under five letters, where an edit inserts, deletes
/// or replaces a letter or swaps two neighbours; letters that differ in case alone are one edit
/// together. Names under three letters are near to everything, so that only case may differ; of those
/// of three the first letter is the one typed, for `net` was not meant as `det`. A swap is nearer
/// than another edit; of equally near candidates the first wins, so a caller puts the likelier ones
/// first.
///
/// *Complexity*: O(candidates · length²); names over 64 letters are not compared.
public func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  // No 64 letters take more; a name may have millions.
  guard name.utf8.count <= 256 else { return nil }
  let typed = Array(name)
  let lowered = name.lowercased()
  if let same = candidates.first(where: { $0 != name && $0.lowercased() == lowered }) {
    return same
  }
  guard (3...64).contains(typed.count) else { return nil }
  // Whoever typed the beginning of a name meant that name.
  if typed.count >= 4,
    let whole = candidates.filter({ $0 != name && $0.hasPrefix(name) }).min(by: {
      $0.count < $1.count
    })
  {
    return whole
  }
  // Less than a third of the letters, each edit costing 2, and never more than two edits.
  let limit = typed.count < 5 ? 2 : min((2 * typed.count - 1) / 3, 4)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates where candidate != name {
    let letters = Array(candidate)
    guard letters.count >= 3, abs(letters.count - typed.count) <= 2 else { continue }
    let distance = editDistance(typed, letters)
    // A replacement costs 2 whatever the letters; the first is the one least often mistyped.
    if typed.count == 3, distance == 2, letters.count == typed.count, letters[0] != typed[0] {
      continue
    }
    if distance <= limit, distance < (best?.distance ?? 5) { best = (candidate, distance) }
  }
  return best?.candidate
}

/// The first candidate of two to four letters that one edit tells from a name of two or three, and
/// that begins with the same letter or has the same letters; nil where there is none.
///
/// Among few names, such as those a program binds itself, such a name is likelier than none.
public func nearestShort(to name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name)
  guard (2...3).contains(typed.count) else { return nil }
  return candidates.first { candidate in
    let letters = Array(candidate)
    guard candidate != name, letters.count >= 2, letters.count <= 4,
      letters[0] == typed[0] || letters.sorted() == typed.sorted()
    else { return false }
    return editDistance(typed, letters) <= 2
  }
}

/// The least cost of insertions, deletions and replacements (2 each) and swaps of neighbours (1
/// each) that turn one word into the other, each letter being edited at most once.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforePrevious = [Int](repeating: 0, count: b.count + 1)
  var previous = (0...b.count).map { 2 * $0 }
  for i in 1..<(a.count + 1) {
    var row = [2 * i]
    for j in 1..<(b.count + 1) {
      let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 2)
      var least = min(replaced, previous[j] + 2, row[j - 1] + 2)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        least = min(least, beforePrevious[j - 2] + 1)
      }
      row.append(least)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.count]
}
