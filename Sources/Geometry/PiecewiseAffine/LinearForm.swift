/// The function p ↦ c + g·p of the parameters of a cell, or the difference of two of them.
///
/// The numbers lie in a table of many forms: c first, then the entries of g, `stride` apart.
struct LinearForm {
  private let table: [Double]
  private let start: Int
  private let subtracted: Int?
  private let stride: Int

  /// The form that begins at a position of a table, less another one of the same table.
  init(_ table: [Double], at start: Int, less subtracted: Int? = nil, stride: Int) {
    self.table = table
    self.start = start
    self.subtracted = subtracted
    self.stride = stride
  }

  /// c.
  var constant: Double { self[0] }

  /// The coefficient of a parameter, counted from 0.
  func slope(_ parameter: Int) -> Double { self[parameter + 1] }

  private subscript(row: Int) -> Double {
    let value = table[start + row * stride]
    guard let subtracted else { return value }
    return value - table[subtracted + row * stride]
  }
}
