import COpenBLAS
import Testing

@testable import Tensors

/// A row-major matrix with a name for what is special about it.
struct Sample {
  let name: String
  let rows: Int
  let columns: Int
  var elements: [Double]

  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Sample {
    var random = SplitMix(seed: seed)
    return Sample(name: "random", rows: rows, columns: columns) { _, _ in
      Double.random(in: -1...1, using: &random)
    }
  }
}

extension Sample {
  init(name: String, rows: Int, columns: Int, entry: (Int, Int) -> Double) {
    self.init(
      name: name, rows: rows, columns: columns,
      elements: (0..<rows * columns).map { entry($0 / columns, $0 % columns) })
  }
}

/// One matrix of every kind that decompositions find hard.
func matrices(_ m: Int, _ n: Int) -> [Sample] {
  var random = SplitMix(seed: UInt64(100 * m + n))
  func uniform() -> Double { Double.random(in: -1...1, using: &random) }
  func make(_ name: String, _ entry: (Int, Int) -> Double) -> Sample {
    Sample(name: name, rows: m, columns: n, entry: entry)
  }
  /// 10⁻¹⁵ at the end of an axis, falling evenly.
  func grade(_ i: Int, _ extent: Int) -> Double {
    exp2(-50 * i / max(extent - 1, 1))
  }
  let (p, q) = ((0..<m).map { _ in uniform() }, (0..<n).map { _ in uniform() })
  let (e, f) = ((0..<m).map { _ in uniform() }, (0..<n).map { _ in uniform() })
  let length = p.reduce(0) { $0 + $1 * $1 }
  return [
    make("random") { _, _ in uniform() },
    make("rank 1") { p[$0] * q[$1] },
    make("rank 2") { p[$0] * q[$1] + e[$0] * f[$1] },
    make("almost rank 1") { p[$0] * q[$1] + 1e-15 * uniform() },
    make("zero") { _, _ in 0 },
    make("ones") { _, _ in 1 },
    make("identity") { $0 == $1 ? 1 : 0 },
    make("reflection") { ($0 == $1 ? 1 : 0) - ($1 < m ? 2 * p[$0] * p[$1] / length : 0) },
    make("descending columns") { uniform() * grade($1, n) },
    make("ascending columns") { uniform() * grade(n - 1 - $1, n) },
    make("descending rows") { i, _ in uniform() * grade(i, m) },
    make("ascending rows") { i, _ in uniform() * grade(m - 1 - i, m) },
    make("upper triangle") { $0 <= $1 ? uniform() : 0 },
    make("lower triangle") { $0 >= $1 ? uniform() : 0 },
    make("bidiagonal") { $0 == $1 ? 1 : $0 + 1 == $1 ? 1e-8 : 0 },
    make("Kahan") { $0 == $1 ? pow($0) : $0 < $1 ? -0.5 * pow($0) : 0 },
    make("signs") { _, _ in Double(Int.random(in: -1...1, using: &random)) },
    make("sparse") { _, _ in Int.random(in: 0..<5, using: &random) == 0 ? 1 : 0 },
    make("two blocks") { ($0 < m / 2) == ($1 < n / 2) ? uniform() * ($0 < m / 2 ? 1e-8 : 1) : 0 },
    make("huge") { _, _ in uniform() * 1e300 },
    make("tiny") { _, _ in uniform() * 1e-300 },
    make("both") { uniform() * ($0 == 0 && $1 == 0 ? 1e300 : 1e-300) },
    make("counting") { Double($0 * n + $1) },
  ]
}

private func exp2(_ exponent: Int) -> Double {
  Double(sign: .plus, exponent: exponent, significand: 1)
}

private func pow(_ exponent: Int) -> Double {
  (0..<exponent).reduce(1.0) { value, _ in value * 0.75 }
}

/// Whether vectors are asked for.
enum Wanted {
  case values
  case vectors
}

/// The factors of several matrices of one shape, one array each.
struct Factors: Equatable {
  var s: [[Double]] = []
  var u: [[Double]] = []
  var vt: [[Double]] = []
}

/// Decomposes matrices of one shape by the small kernel, which has to converge on all of them.
func run(
  _ samples: [Sample], _ path: SmallSVD.Instructions, _ wanted: Wanted
) throws -> Factors {
  let (m, n) = (samples[0].rows, samples[0].columns)
  let k = min(m, n)
  let a = samples.flatMap(\.elements)
  var s = [Double](repeating: .nan, count: samples.count * k)
  var u = [Double](repeating: .nan, count: samples.count * m * k)
  var vt = [Double](repeating: .nan, count: samples.count * k * n)
  let failures =
    switch wanted {
    case .values:
      try SmallSVD.run(
        a, rows: m, columns: n, samples: samples.count, s: &s, u: nil, vt: nil, path)
    case .vectors:
      try SmallSVD.run(
        a, rows: m, columns: n, samples: samples.count, s: &s, u: &u, vt: &vt, path)
    }
  #expect(failures == 0, "\(m)×\(n)")
  func parts(_ x: [Double], _ size: Int) -> [[Double]] {
    samples.indices.map { Array(x[$0 * size..<($0 + 1) * size]) }
  }
  return switch wanted {
  case .values: Factors(s: parts(s, k))
  case .vectors: Factors(s: parts(s, k), u: parts(u, m * k), vt: parts(vt, k * n))
  }
}

/// The bit patterns of one matrix's factors.
func bits(_ factors: Factors, _ sample: Int) -> [UInt64] {
  [factors.s, factors.u, factors.vt].filter { !$0.isEmpty }
    .flatMap { $0[sample].map(\.bitPattern) }
}

/// The singular values by LAPACK's dgesvd.
func reference(_ sample: Sample) throws -> [Double] {
  var a = sample.elements
  var (m, n, one, info) = (Int32(sample.columns), Int32(sample.rows), Int32(1), Int32(0))
  var s = [Double](repeating: 0, count: min(sample.rows, sample.columns))
  var work = [Double](repeating: 0, count: 64 * (sample.rows + sample.columns))
  var length = Int32(work.count)
  var none = 0.0
  var other = 0.0
  OpenBLAS.routines.dgesvd_(
    "N", "N", &m, &n, &a, &m, &s, &none, &one, &other, &one, &work, &length, &info, 1, 1)
  try #require(info == 0)
  return s
}
