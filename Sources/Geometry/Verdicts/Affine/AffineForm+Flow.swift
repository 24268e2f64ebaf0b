import Autodiff
import Glibc
import Maps
import Tensors

extension AffineForm {
  /// The flow of an affine field x′ = A x + b for a time t: x ↦ exp(tA) x + …, the matrix exponential of the
  /// field in homogeneous coordinates.
  ///
  /// Its determinant is exp(t tr A) > 0, so it has full rank whatever rounding says; for A' = −A it is a
  /// rotation. The bounds are those of scaling and squaring, where the exponential of a normal matrix is
  /// as well conditioned as its norm says, and that of another matrix no worse than exp |tA|.
  ///
  /// Answers nil for other fields and where the numbers overflow.
  init?(_ flow: Flow, name: String) throws {
    guard flow.field.kind.form <= .affine, let t = flow.time.concrete?.elements.first, t.isFinite,
      let field = try AffineForm(of: flow.field, name: name), field.source == field.target,
      field.source <= 64
    else { return nil }
    let n = field.source
    let (a, b) = (field.matrix.elements, field.shift.elements)
    var rows = [Double](repeating: 0, count: (n + 1) * (n + 1))
    for i in 0..<n {
      for j in 0..<n { rows[i * (n + 1) + j] = t * a[i * n + j] }
      rows[i * (n + 1) + n] = t * b[i]
    }
    guard rows.allSatisfy(\.isFinite),
      let exponential = try? Tensor(shape: [n + 1, n + 1], elements: rows).matrixExponential()
    else { return nil }
    let e = exponential.elements
    let matrix = (0..<n).flatMap { i in (0..<n).map { e[i * (n + 1) + $0] } }
    let shift = (0..<n).map { e[$0 * (n + 1) + n] }
    let (size, isDiagonal) = (
      Tensor(rows).norm, (0..<n * n).allSatisfy { $0 % (n + 1) == 0 || a[$0] == 0 }
    )
    let isSkew = (0..<n).allSatisfy { i in (0..<n).allSatisfy { a[i * n + $0] == -a[$0 * n + i] } }
    let isSymmetric = (0..<n).allSatisfy { i in
      (0..<n).allSatisfy { a[i * n + $0] == a[$0 * n + i] }
    }
    let isNormal = isSkew || isSymmetric
    let inherited = Tensor(field.bounds).norm * t.magnitude
    let rounding = 64 * Double(n + 1) * Double.ulpOfOne * (1 + size) + inherited
    let growth = isNormal && b.allSatisfy { $0 == 0 } ? max(1, Tensor(e).norm) : Glibc.exp(size)
    let bound = rounding * growth
    guard bound.isFinite else { return nil }
    let isExact = t == 0
    let bounds = matrix.enumerated().map { index, entry in
      if isExact || isDiagonal && index % (n + 1) != 0 { return 0.0 }
      return isDiagonal ? rounding * entry.magnitude : bound
    }
    try self.init(
      name: name, matrix: try Tensor(shape: [n, n], elements: matrix), shift: Tensor(shift),
      shiftTolerance: isExact || field.shift.elements.allSatisfy { $0 == 0 } ? 0 : bound,
      bounds: bounds, within: n...n, sign: 1)
    guard field.isExact else { return }
    if isSkew { nature = .rotation }
    var trace = ExactNumber()
    for i in 0..<n { trace.add(a[i * (n + 1)]) }
    if trace.sign == 0 { unitVolume = "the trace of its field is 0" }
  }
}
