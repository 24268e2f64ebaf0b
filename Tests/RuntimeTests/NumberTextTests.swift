import Testing

@testable import Runtime

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "a number with few figures is shown in its shortest form",
    arguments: [
      (0.0, "0"), (-0.0, "0"), (1, "1"), (-2, "-2"), (0.1, "0.1"), (2.5e-3, "0.0025"),
      (1e-4, "0.0001"), (1e-5, "1e-05"), (-1.25e-7, "-1.25e-07"), (1e100, "1e+100"),
      (123_456_789, "123456789"), (999_999_999_999_999, "999999999999999"), (1e15, "1e+15"),
      (12345.5e10, "123455000000000"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
      (Double.leastNonzeroMagnitude, "5e-324"), (0.5, "0.5"), (1024.25, "1024.25"),
    ])
  func exact(value: Double, expected: String) {
    let digits = value == 1024.25 ? 6 : 5
    let shown = NumberText(value, digits: digits)
    #expect(shown.text == expected)
    #expect(shown.rounding == .none)
  }

  @Test(
    "a number with more figures is rounded, and it is known whether that shows",
    arguments: [
      (1.0 / 3, "0.33333", NumberText.Rounding.evident),
      (Double.pi, "3.1416", .evident),
      (2.0 / 3e6, "6.6667e-07", .evident),
      (1.23456789e20, "1.2346e+20", .evident),
      (12_345_678_901.5, "1.2346e+10", .evident),
      (0.1 + 0.2, "0.3", .hidden),
      (0.999999999, "1", .hidden),
      (99_999.96, "100000", .hidden),
      (1_234_567.891, "1234568", .hidden),
      (-9.99999e-6, "-1e-05", .hidden),
      (9_999_999_999.7, "10000000000", .hidden),
      (0.123455, "0.12346", .evident),
    ])
  func rounded(value: Double, expected: String, rounding: NumberText.Rounding) {
    let shown = NumberText(value)
    #expect(shown.text == expected)
    #expect(shown.rounding == rounding)
  }

  @Test("seventeen digits read back as the same number")
  func roundTrip() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let shown = NumberText(value, digits: 17)
      #expect(shown.rounding == .none)
      #expect(Double(shown.text) == value)
    }
  }

  @Test("the text is within half a unit of its last figure, whatever the digits", arguments: 1...17)
  func accuracy(digits: Int) {
    for value in [1.0 / 3, 2.0 / 3, 12345.6789, 9.9999999, 3.3e-9, 7.7e33, -0.05050505] {
      let shown = Double(NumberText(value, digits: digits).text) ?? .nan
      #expect(abs(shown - value) <= 0.5000001 * abs(value) * Double.pow10(1 - digits))
    }
  }
}

extension Double {
  fileprivate static func pow10(_ power: Int) -> Double { Double("1e\(power)") ?? .nan }
}
