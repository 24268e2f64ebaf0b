import Tensors
import Testing

@testable import Runtime

@Suite("Tensors as text")
struct TensorTextTests {
  @Test(
    "numbers and vectors stand on one line",
    arguments: [
      (Tensor(2), "2"),
      (Tensor(1.0 / 3), "0.33333"),
      (Tensor(0.1 + 0.2), "≈ 0.3"),
      (Tensor([0.3, -0.7]), "[0.3, -0.7]"),
      (Tensor([1.0 / 3, 1]), "[0.33333, 1]"),
      (Tensor([0.999999999, 1]), "≈ [1, 1]"),
      (Tensor([1e-5, .nan, -.infinity]), "[1e-05, nan, -inf]"),
      (Tensor([7]), "[7]"),
      (Tensor([]), "[]"),
    ])
  func vectors(tensor: Tensor, expected: String) {
    #expect(text(tensor) == expected)
  }

  @Test("matrices have a line per row, aligned at the decimal point")
  func matrices() throws {
    let matrix = try Tensor(rows: [[1, 2], [3, 4]])
    #expect(text(matrix) == "[1, 2;\n 3, 4]")
    let ragged = try Tensor(rows: [[0.12345, -0.7, 1], [1.5, 0.04567, 1e-20], [-12, 3, 100]])
    #expect(
      text(ragged) == """
        [  0.12345, -0.7,       1;
           1.5,      0.04567,   1e-20;
         -12,        3,       100]
        """)
  }

  @Test("a matrix of one row or column reads back as a matrix")
  func thin() throws {
    #expect(text(try Tensor(rows: [[1, 2]])) == "[[1, 2]]")
    #expect(text(try Tensor(rows: [[1], [2]])) == "[1;\n 2]")
    #expect(text(try Tensor(rows: [[1]])) == "[[1]]")
  }

  @Test("one mark stands before a value of which some number looks exact and is not")
  func marked() throws {
    let matrix = try Tensor(rows: [[0.1 + 0.2, 2], [3, 4]])
    #expect(text(matrix) == "≈ [0.3, 2;\n   3,   4]")
  }

  @Test("more axes nest, and each block is named")
  func blocks() throws {
    let tensor = try Tensor(shape: [2, 2, 2], elements: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(
      text(tensor) == """
        [[1, 2;  # [0, :, :]
          3, 4],
         [5, 6;  # [1, :, :]
          7, 8]]
        """)
    let thin = try Tensor(shape: [2, 1, 2], elements: [1, 2, 3, 4])
    #expect(text(thin) == "[[[1, 2]],  # [0, :, :]\n [[3, 4]]]  # [1, :, :]")
    let deep = try Tensor(shape: [1, 2, 1, 1], elements: [1, 2])
    #expect(text(deep) == "[[[[1]],  # [0, 0, :, :]\n  [[2]]]]  # [0, 1, :, :]")
  }

  @Test("tensors without elements tell their shape")
  func empty() throws {
    #expect(text(try Tensor(shape: [0, 3], elements: [])) == "zeros(0, 3)")
    #expect(text(try Tensor(shape: [2, 0, 4], elements: [])) == "zeros(2, 0, 4)")
  }

  @Test("beyond a thousand numbers the middle is left out and the shape told")
  func large() throws {
    let vector = Tensor((0..<1001).map(Double.init))
    #expect(text(vector) == "[0, 1, 2, …, 998, 999, 1000]  # [1001]")
    #expect(!text(Tensor((0..<1000).map(Double.init))).contains("…"))
    let matrix = try Tensor(shape: [100, 100], elements: (0..<10_000).map(Double.init))
    #expect(
      text(matrix) == """
        [   0,    1,    2, …,   97,   98,   99;
          100,  101,  102, …,  197,  198,  199;
          200,  201,  202, …,  297,  298,  299;
         …;
         9700, 9701, 9702, …, 9797, 9798, 9799;
         9800, 9801, 9802, …, 9897, 9898, 9899;
         9900, 9901, 9902, …, 9997, 9998, 9999]  # [100, 100]
        """)
    let everything = text(matrix, TextStyle(elision: .never))
    #expect(!everything.contains("…"))
    #expect(everything.split(separator: "\n").count == 100)
  }

  @Test("a long vector is wrapped at the width, aligned")
  func wrapped() {
    let vector = Tensor((1...12).map { Double($0) / 2 })
    #expect(
      text(vector, TextStyle(width: 30, height: 24)) == """
        [0.5, 1,   1.5, 2,   2.5,
         3,   3.5, 4,   4.5, 5,
         5.5, 6]
        """)
  }

  @Test(
    "nothing is wider or taller than the terminal",
    arguments: [
      [5], [300], [100_000], [3, 3], [40, 40], [2, 500], [500, 2], [3, 50, 50], [9, 9, 9, 9],
    ],
    [(40, 12), (80, 24), (200, 60)])
  func fits(dims: [Int], size: (Int, Int)) throws {
    let shape = Shape(dims)
    let values = (0..<shape.count).map { Double($0 * 7919 % 1000) / 7 - 70 }
    let tensor = try Tensor(shape: shape, elements: values)
    let shown = text(tensor, TextStyle(width: size.0, height: size.1))
    let lines = shown.split(separator: "\n")
    let bodies = lines.map { $0.prefix { $0 != "#" } }
    #expect(bodies.allSatisfy { $0.count <= size.0 })
    #expect(lines.count <= max(size.1, 6))
    if dims.count == 1, dims[0] <= 5 { #expect(!shown.contains("…")) }
  }

  @Test("everything is shown where nothing is to be left out, however narrow the terminal")
  func never() throws {
    let tensor = try Tensor(rows: [(0..<60).map(Double.init), (0..<60).map(Double.init)])
    let shown = text(tensor, TextStyle(digits: 17, width: 40, height: 10, elision: .never))
    #expect(!shown.contains("…"))
    #expect(shown.split(separator: ",").count == 119)
  }

  @Test("within a sentence a tensor stands on one line, not aligned and not marked")
  func inline() throws {
    #expect(inlineText(Tensor(2.5)) == "2.5")
    #expect(inlineText(Tensor([0.1 + 0.2, 12])) == "[0.3, 12]")
    #expect(inlineText(try Tensor(rows: [[1, 0.5], [1, 20]])) == "[1, 0.5; 1, 20]")
    #expect(inlineText(try Tensor(rows: [[1, 2]])) == "[[1, 2]]")
    let tensor = try Tensor(shape: [2, 2, 2], elements: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(inlineText(tensor) == "[[1, 2; 3, 4], [5, 6; 7, 8]]")
    #expect(inlineText(try Tensor(shape: [0, 2], elements: [])) == "zeros(0, 2)")
  }
}
