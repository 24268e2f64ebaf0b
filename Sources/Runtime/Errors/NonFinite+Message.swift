import Autodiff
import Tensors

extension NonFinite {
  /// The number that is not finite, in words.
  static func word(for number: Double) -> String {
    number.isNaN ? "NaN" : number < 0 ? "-infinity" : "infinity"
  }

  /// What gave the number, in which part of the work.
  var problemText: ProblemText {
    let gave = "gave \(Self.word(for: value))"
    var facts: [String] = []
    let title: String
    if let primal {
      title = "the derivative of \(Self.phrase(primal.primitive, primal.operands, "at")) \(gave)"
      facts.append("there \(operation.phrase(operands)) \(gave)")
    } else {
      title = "\(operation.phrase(operands)) \(gave)"
    }
    if let samples { facts.append(samples) }
    for case .layer(let index, let count, let name, _) in places {
      facts.append("layer \(index) of \(count), `\(name)`, counted from 0")
    }
    if shape.count > 1 {
      facts.append("element \(shape.index(of: index)) of \(shape.phrase)")
    }
    if primal == nil, case .derivative = phase { facts.append("it is in a derivative") }
    return ProblemText(
      value.isNaN ? "number.nan" : "number.infinity", title, label: "here", facts: facts,
      hint: hint)
  }

  /// Which of several samples it is.
  private var samples: String? {
    for place in places {
      switch place {
      case .layer: continue
      case .sample(let index, let count): return "sample \(index) of \(count), counted from 0"
      case .batch(let count):
        guard shape.first == count, count > 0 else { continue }
        let row = index / (shape.count / count)
        return "sample \(row) of \(count), counted from 0"
      }
    }
    return nil
  }

  private var hint: String? {
    let primitive: Primitive
    if let primal {
      primitive = primal.primitive
    } else if case .primitive(let own) = operation {
      primitive = own
    } else {
      return nil
    }
    return switch primitive {
    case .map(.log): phase == .value ? "logarithms need positive numbers" : nil
    case .map(.squareRoot):
      phase == .value
        ? "roots need numbers from 0 on" : "a root has an infinite slope at 0; norm2 has none"
    case .map(.exp), .map(.sinh), .map(.cosh), .map(.expm1):
      "numbers end near 1.8e308, which is exp(709.78)"
    default: nil
    }
  }

  fileprivate static func phrase(
    _ primitive: Primitive, _ operands: Operands, _ preposition: String = "of"
  ) -> String {
    let name = primitive.word
    switch operands {
    case .numbers(let numbers):
      let texts = numbers.map { NumberText($0, digits: 6).text }
      switch (primitive, texts.count) {
      case (.raise(let exponent), 1): return "\(texts[0]) ^ \(NumberText(exponent).text)"
      case (_, 2):
        return primitive.symbol.map { "\(texts[0]) \($0) \(texts[1])" }
          ?? "\(name)(\(texts[0]), \(texts[1]))"
      case (_, 1): return "\(name) \(preposition) \(texts[0])"
      default: return name
      }
    case .magnitudes(let numbers): return name + magnitudes(numbers)
    }
  }

  fileprivate static func magnitudes(_ numbers: [Double]) -> String {
    if numbers.isEmpty { return "" }
    let texts = numbers.map { NumberText($0, digits: 3).text }
    return " of numbers up to \(texts.joined(separator: " and "))"
  }
}

extension NonFinite.Operation {
  fileprivate func phrase(_ operands: NonFinite.Operands) -> String {
    switch (self, operands) {
    case (.primitive(let primitive), _): return NonFinite.phrase(primitive, operands)
    case (.arithmetic(let symbol), .numbers(let numbers)) where numbers.count == 2:
      let texts = numbers.map { NumberText($0, digits: 6).text }
      return "\(texts[0]) \(symbol) \(texts[1])"
    case (.arithmetic(let symbol), _): return symbol
    case (.function(let name), .magnitudes(let numbers)):
      return name + NonFinite.magnitudes(numbers)
    case (.function(let name), .numbers): return name
    }
  }
}

extension Primitive {
  /// The operator that programs write for it between two numbers.
  fileprivate var symbol: String? {
    switch self {
    case .add, .combine(.add): "+"
    case .multiply, .combine(.multiply): "*"
    case .combine(.subtract): "-"
    case .combine(.divide): "/"
    case .combine(.power): "^"
    case .combine(.remainder): "%"
    default: nil
    }
  }

  /// What the operation is called.
  fileprivate var word: String {
    switch self {
    case .map(.reciprocal): "reciprocal"
    case .map(.squareRoot): "sqrt"
    case .map(.cubeRoot): "cbrt"
    case .map(let function): function.rawValue
    case .combine(let function): function.rawValue
    case .raise: "a power"
    case .contract: "a product"
    case .sum: "a sum"
    case .solve: "solving a system"
    case .determinant: "the determinant"
    case .logAbsDeterminant: "the logarithm of the determinant"
    case .cholesky: "cholesky"
    case .symmetricEigen: "eigh"
    case .singularValueDecomposition: "svd"
    case .reciprocalGaps: "the gaps between eigenvalues"
    case .scatterAdd, .scatterAddAlong: "a sum"
    case .add: "+"
    case .multiply: "*"
    case .negate: "-"
    default: "an operation"
    }
  }
}
