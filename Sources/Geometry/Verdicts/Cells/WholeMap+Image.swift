import Glibc
import Maps
import Tensors

/// Which values a piecewise affine map of the line or the plane takes.
extension WholeMap {
  /// The verdict on being onto; nil where the cells do not decide it.
  func surjective() throws -> Verdict? {
    if source < target {
      return .disproved(
        "the image of \(Notation.space(source)) has measure zero in \(Notation.space(target))")
    }
    if target == 1 { return line() }
    return try plane()
  }

  /// Into the line: a continuous function is onto if and only if it has no bound.
  private func line() -> Verdict? {
    var (isUnboundedAbove, isUnboundedBelow) = (false, false)
    var values: [Double] = []
    for piece in pieces {
      for corner in piece.cell.corners {
        if corner[0].sign > 0 {
          let value = ExactVector.product(piece.map[0], corner).approximation
          values.append(value / corner.rough[0])
        } else {
          // (0, d): the function grows by ⟨g, d⟩ along d.
          switch ExactVector.sign(piece.map[0], corner) {
          case 1: isUnboundedAbove = true
          case -1: isUnboundedBelow = true
          default: break
          }
        }
      }
    }
    let everything = Notation.space(target)
    switch (isUnboundedBelow, isUnboundedAbove) {
    case (true, true):
      return .proved("it is continuous and unbounded below and above, so it takes every value")
    case (false, _):
      let least = Notation.number(values.min() ?? 0)
      return .disproved("its least value is \(least), so the image is not all of \(everything)")
    case (true, false):
      let most = Notation.number(values.max() ?? 0)
      return .disproved("its greatest value is \(most), so the image is not all of \(everything)")
    }
  }

  /// From the plane to itself: where no cell collapses the map is proper and has a degree, the number of
  /// originals of a value less those that are turned over; a degree other than 0 makes it onto.
  private func plane() throws -> Verdict? {
    let isProper = pieces.allSatisfy { $0.sign != 0 }
    if isProper, Set(pieces.map(\.sign)).count == 1 {
      return .proved(
        "det J has one sign on \(everyCell), so it is open and its image is all of \(Notation.space(2))"
      )
    }
    let size = pieces.flatMap { piece in
      piece.cell.corners.filter { $0[0].sign > 0 }.flatMap { corner in
        piece.map.map { ExactVector.product($0, corner).approximation / corner.rough[0] }
      }
    }.greatestMagnitude
    let radius = (2 * max(size, 1)).rounded(.up)
    for index in 0..<24 {
      let angle = 2 * Double.pi * (Double(index) + 0.19) / 24
      let value = [cos(angle), sin(angle)].map { (1000 * $0).rounded() / 1000 * radius + 0 }
      let exact = value.map { ExactNumber($0) }
      guard let found = try originals(of: exact) else { continue }
      if isProper {
        let degree = found.reduce(0) { $0 + $1.piece.sign }
        guard degree == 0 else {
          return .proved("its degree is \(degree): every value has an original")
        }
      }
      if found.isEmpty, !isOnCollapse(exact) {
        return Verdict(
          .no, .refuted, "no point is sent to \(showValue(value))",
          evidence: [("value", Tensor(value))])
      }
    }
    return nil
  }

  /// Whether a singular piece may send a point to a value.
  private func isOnCollapse(_ value: [ExactNumber]) -> Bool {
    pieces.filter { $0.sign == 0 }.contains { piece in
      // All rows of A are multiples of one; the combination that is 0 tells the value apart.
      let (a, b) = (piece.map[0], piece.map[1])
      for axis in 1...2 where a[axis].sign != 0 || b[axis].sign != 0 {
        let (p, q) = (b[axis], -a[axis])
        let defect = p * (value[0] - a[0]) + q * (value[1] - b[0])
        return defect.sign == 0
      }
      return (value[0] - a[0]).sign == 0 && (value[1] - b[0]).sign == 0
    }
  }
}
