/// The symbols that can be typed by name: `\alpha` and Tab.
enum Symbols {
  /// What each name stands for; every one of these is read by the language.
  static let table: [String: String] = {
    var table = marks.merging(letters) { mark, _ in mark }
    for (digit, subscripted) in "₀₁₂₃₄₅₆₇₈₉".enumerated() {
      table["_\(digit)"] = String(subscripted)
    }
    return table
  }()

  // swift-format-ignore
  private static let marks = [
    "nabla": "∇", "grad": "∇", "circ": "∘", "otimes": "⊗", "oplus": "⊕", "cdot": "·",
    "to": "→", "rightarrow": "→", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "dots": "…", "ldots": "…", "top": "ᵀ", "transpose": "ᵀ", "minus": "−",
    "R": "ℝ", "reals": "ℝ", "infty": "inf",
  ]

  // swift-format-ignore
  private static let letters = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ", "varrho": "ϱ",
    "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "ell": "ℓ", "hbar": "ħ",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
  ]
}
