// The Swift-embedded language of maps: `let net = try affine(2, 8) |> tanh |> affine(8, 2)`.
//
// One import for tensors, derivatives, maps and what derivatives tell of them.
@_exported public import Autodiff
@_exported public import Geometry
@_exported public import Maps
@_exported public import Tensors
