/// What the derivative of a map written out in formulas tells.
struct WrittenJacobian {
  /// ∂fᵢ/∂xⱼ.
  let rows: [[Formula]]
  let values: [Formula]

  private static let largest = 3

  /// Answers nil where a component is not written out, or where there are too many coordinates.
  init?(_ components: [Entry], source: Int) {
    guard source >= 1, source <= Self.largest, components.count <= 2 * Self.largest else {
      return nil
    }
    var (rows, values): ([[Formula]], [Formula]) = ([], [])
    for component in components {
      guard let formula = component.formula else { return nil }
      var row: [Formula] = []
      for k in 0..<source {
        guard let derivative = formula.derivative(k) else { return nil }
        row.append(derivative)
      }
      rows.append(row)
      values.append(formula)
    }
    self.rows = rows
    self.values = values
  }

  var isSquare: Bool { rows.count == rows[0].count }

  /// det J, where J is square.
  var determinant: Formula? { isSquare ? Formula.determinant(rows) : nil }

  /// s where JᵀJ = s I, identically.
  var conformalFactor: Formula? {
    let n = rows[0].count
    var factor: Formula?
    for i in 0..<n {
      for j in i..<n {
        var sum: Formula? = .constant(0)
        for row in rows { sum = sum.flatMap { s in (row[i] * row[j]).flatMap { s + $0 } } }
        guard let entry = sum else { return nil }
        if i != j {
          guard entry.terms.isEmpty else { return nil }
        } else if let factor {
          guard entry == factor else { return nil }
        } else {
          factor = entry
        }
      }
    }
    return factor
  }

  /// Whether |f|² is positive everywhere, so that 0 is no value.
  var missesZero: Bool {
    var sum: Formula? = .constant(0)
    for value in values { sum = sum.flatMap { s in (value * value).flatMap { s + $0 } } }
    return sum.map { $0.sign > 0 } ?? false
  }

  /// Whether it is a polynomial of a complex number, or of its conjugate, that is not constant: its
  /// components are polynomials that satisfy the equations of Cauchy and Riemann.
  var isComplexPolynomial: Bool {
    guard rows.count == 2, rows[0].count == 2, values.allSatisfy(\.isPolynomial),
      values.contains(where: { $0.constant == nil })
    else { return false }
    func vanishes(_ formula: Formula?) -> Bool { formula.map(\.terms.isEmpty) ?? false }
    let keeps =
      vanishes(rows[0][0] - rows[1][1])
      && vanishes(rows[0][1] + rows[1][0])
    let reverses =
      vanishes(rows[0][0] + rows[1][1])
      && vanishes(rows[0][1] - rows[1][0])
    return keeps || reverses
  }
}

extension WrittenJacobian {
  /// Adds what identities between the derivatives show.
  func inform(_ piece: inout Piece) {
    func add(_ property: Property, _ verdict: Verdict) {
      if piece.answer(property) == .unknown { piece.facts[property] = verdict }
    }
    if let determinant {
      if let constant = determinant.constant, constant.magnitude == 1 {
        add(.volumePreserving, .proved("det J = \(Notation.number(constant)) everywhere"))
      }
      if determinant.sign != 0 {
        let side = determinant.sign > 0 ? "positive" : "negative"
        let reason =
          determinant.constant.map { "det J = \(Notation.number($0)) everywhere" }
          ?? "det J is \(side) everywhere, a sum of squares and exponentials"
        add(.immersion, .proved(reason))
        add(.submersion, .proved(reason))
        piece.orientation = piece.orientation ?? determinant.sign
      }
    }
    if let factor = conformalFactor, factor.sign > 0 {
      add(.immersion, .proved("J'J = s I with s > 0 everywhere"))
      if let constant = factor.constant {
        add(.conformal, .proved("J'J = \(Notation.number(constant)) I everywhere"))
      } else {
        add(
          .conformal,
          .proved(
            isSquare && rows.count == 2
              ? "its derivatives satisfy the equations of Cauchy and Riemann, and it has no critical "
                + "point: J'J = s I with s > 0 everywhere"
              : "J'J = s I with s > 0 everywhere"))
      }
    }
    if missesZero {
      add(.surjective, .disproved("the squares of its values add up to a number > 0, so 0 is none"))
    } else if isComplexPolynomial {
      add(
        .surjective,
        .proved(
          "it is a polynomial of a complex number, and such a polynomial takes every value "
            + "(the fundamental theorem of algebra)"))
    }
  }
}
