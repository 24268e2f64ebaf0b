; Made from the lexer's table and the vocabulary; a test compares.

(comment) @comment
(documentation) @comment.documentation

(number) @number
(boolean) @boolean
(string) @string
(escape) @string.escape
(interpolation ["{" "}"] @punctuation.special)

(name) @variable
(hole) @variable.builtin
((name) @variable.builtin (#eq? @variable.builtin "ans"))
(parameter name: (name) @variable.parameter)
(argument name: (name) @variable.parameter)
(lambda parameters: (name) @variable.parameter)
(member name: (name) @property)
(member name: (keyword_name) @property)

(definition name: (name) @function)
(call function: (name) @function.call)
(application function: (name) @function.call)

((name) @function.builtin
  (#any-of? @function.builtin
    "R" "abs" "acos" "acosh" "affine" "apropos" "argmax" "asin" "asinh" "atan" "atanh" "average_pool" "batch_norm" "branch" "cbrt" "ceil" "cholesky" "collapse" "column_space" "compose" "concat" "constant" "conv" "cos" "cosh" "count" "coupling" "cross" "curl" "defects" "det" "diag" "directional" "divergence" "dot" "dropout" "dsum" "eigen" "elu" "erf" "erfc" "evidence" "exp" "expm" "expm1" "eye" "filter" "flatten" "floor" "flow" "fvp" "gelu" "global_average_pool" "gnvp" "grad" "hessian" "homogeneous" "hvp" "identity" "inf" "inverse" "jacobian" "jet" "jvp" "kind" "kron" "laplacian" "layer_norm" "layers" "leaky_relu" "linear" "linking" "linspace" "lipschitz" "local_affine" "log" "log10" "log1p" "log2" "logsumexp" "map" "max" "max_pool" "mean" "min" "nan" "norm" "norm2" "normal_sample" "null_space" "ones" "outer" "parameters" "permutation" "pi" "pieces" "pinv" "print" "profile" "projection" "qr" "random" "rank" "read" "reciprocal" "reduce" "reflection" "regions" "relu" "reshape" "residual" "rotation" "round" "scaling" "seed" "separability" "separable" "shape" "shear" "show" "sigmoid" "sign" "silu" "sin" "singular_values" "sinh" "softmax" "softplus" "solve" "sort" "sqrt" "square" "stack" "sum" "svd" "tan" "tanh" "text" "trace" "translation" "typeof" "vjp" "winding" "with" "write" "zeros" "π" "ℝ"))

(property property: (name) @constant)
((property property: (name) @constant.builtin)
  (#any-of? @constant.builtin
    "linear" "affine" "piecewise_affine" "smooth" "continuous" "injective" "surjective" "bijective" "homeomorphism" "diffeomorphism" "embedding" "immersion" "submersion" "local_diffeomorphism" "isometry" "conformal" "volume_preserving" "orientation_preserving" "contraction" "symmetric" "orthogonal" "positive_definite" "singular" "idempotent" "diagonal"))

["for" "while" "break" "continue" "return"] @keyword
(break) @keyword
(continue) @keyword
["if" "then" "else"] @keyword.conditional
["import" "as"] @keyword.import
"assert" @keyword
["and" "or" "not" "in" "is" "at" "on"] @keyword.operator
(word_operator) @keyword.operator
(word_compose) @keyword.operator

["..." "..<" "!=" "->" ".*" ".+" ".-" "./" ".^" "<=" "==" ">=" "|>" "~=" "%" "*" "+" "-" "/" "<" "=" ">" "\\" "^" "·" "…" "→" "∇" "−" "∘" "≈" "≠" "≤" "≥" "⊕" "⊗"] @operator
(transpose ["'" "ᵀ"] @operator)

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ";" ":" "."] @punctuation.delimiter
