import Autodiff
public import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How often one closed curve in space goes through another.
public struct Linking: Sendable {
  /// The linking number.
  public let number: Int
  /// The sum it was rounded from.
  public let sum: Double
  /// How near the curves come to each other.
  public let distance: Double

  /// By how much the sum is off a whole number.
  public var defect: Double { (sum - Double(number)).magnitude }

  /// The most pairs of edges.
  public static let pairLimit = 50_000_000
  /// The greatest defect that rounding explains.
  static let tolerance = 1e-6
}

/// The linking number of two closed polygons in space: Gauss's integral, edge by edge.
///
/// For straight edges the integral is a solid angle: the points b(t) − a(s) fill a parallelogram, and
/// what is summed is the part of the sphere that it covers seen from the origin, over −4π. The number
/// is that of the passages of b through a disc that a bounds, upwards where a turns anticlockwise.
///
/// *Shapes*: `[n, 3]` and `[m, 3]`; the last corner is joined to the first.
/// - Throws: `CurveError`. *Complexity*: O(n m).
/// *Source*: van Oosterom and Strackee, The solid angle of a plane triangle (1983).
public func linking(of first: Tensor, with second: Tensor) throws -> Linking {
  let unit = unit(of: [first, second])
  let (a, b) = (try points(first, unit), try points(second, unit))
  let (pairs, overflow) = a.count.multipliedReportingOverflow(by: b.count)
  guard !overflow, pairs <= Linking.pairLimit else {
    throw CurveError.tooManyPairs(overflow ? .max : pairs, limit: Linking.pairLimit)
  }
  var sum = 0.0
  var distance = Double.infinity
  let size = (a + b).reduce(0) { max($0, ($1 - a[0]).length) }
  for i in a.indices {
    try Interruption.check()
    let (a0, a1) = (a[i], a[i + 1 == a.count ? 0 : i + 1])
    var row = 0.0
    for j in b.indices {
      if j & 1023 == 1023 { try Interruption.check() }
      let (b0, b1) = (b[j], b[j + 1 == b.count ? 0 : j + 1])
      distance = min(distance, Vector3.distance(a0, a1, b0, b1))
      let (r00, r01, r11, r10) = (b0 - a0, b1 - a0, b1 - a1, b0 - a1)
      row -= Vector3.solidAngle(r00, r01, r11) + Vector3.solidAngle(r00, r11, r10)
    }
    sum += row
  }
  // Edges that touch or overlap: the parallelogram passes through the origin.
  guard distance > 1e-12 * size else { throw CurveError.curvesMeet(distance: distance * unit) }
  let turns = sum / (4 * Double.pi)
  let number = turns.rounded()
  guard (turns - number).magnitude <= Linking.tolerance, number.magnitude < 1e9 else {
    throw CurveError.notWhole(value: turns, distance: distance * unit)
  }
  return Linking(number: Int(number), sum: turns, distance: distance * unit)
}

private func points(_ curve: Tensor, _ unit: Double) throws -> [Vector3] {
  let corners = try corners(of: curve, dimension: 3).map { $0 / unit }
  return stride(from: 0, to: corners.count, by: 3).map {
    Vector3(corners[$0], corners[$0 + 1], corners[$0 + 2])
  }
}

/// A vector of space.
private struct Vector3 {
  let x: Double
  let y: Double
  let z: Double

  init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  static func - (a: Vector3, b: Vector3) -> Vector3 { Vector3(a.x - b.x, a.y - b.y, a.z - b.z) }

  func dot(_ other: Vector3) -> Double { x * other.x + y * other.y + z * other.z }

  func cross(_ other: Vector3) -> Vector3 {
    Vector3(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  func moved(_ t: Double, along d: Vector3) -> Vector3 {
    Vector3(x + t * d.x, y + t * d.y, z + t * d.z)
  }

  var length: Double { dot(self).squareRoot() }

  /// The solid angle of the triangle with these corners seen from the origin, positive where they
  /// turn anticlockwise seen from outside.
  static func solidAngle(_ a: Vector3, _ b: Vector3, _ c: Vector3) -> Double {
    let (la, lb, lc) = (a.length, b.length, c.length)
    let volume = a.dot(b.cross(c))
    let sum = la * lb * lc + a.dot(b) * lc + b.dot(c) * la + c.dot(a) * lb
    return 2 * atan2(volume, sum)
  }

  /// The distance of two segments.
  ///
  /// *Source*: Ericson, Real-Time Collision Detection (2005), section 5.1.9.
  static func distance(_ a0: Vector3, _ a1: Vector3, _ b0: Vector3, _ b1: Vector3) -> Double {
    let (u, v, w) = (a1 - a0, b1 - b0, a0 - b0)
    let (a, e, f) = (u.dot(u), v.dot(v), v.dot(w))
    func clamped(_ t: Double) -> Double { min(max(t, 0), 1) }
    var (s, t) = (0.0, 0.0)
    if a > 0, e > 0 {
      let (b, c) = (u.dot(v), u.dot(w))
      let determinant = a * e - b * b
      s = determinant > 0 ? clamped((b * f - c * e) / determinant) : 0
      t = (b * s + f) / e
      if t < 0 || t > 1 {
        t = clamped(t)
        s = clamped((b * t - c) / a)
      }
    } else if a > 0 {
      s = clamped(-u.dot(w) / a)
    } else if e > 0 {
      t = clamped(f / e)
    }
    return (a0.moved(s, along: u) - b0.moved(t, along: v)).length
  }
}
