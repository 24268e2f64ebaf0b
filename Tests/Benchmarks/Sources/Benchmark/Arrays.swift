import Manifold
import Runtime

/// The arrays both sides compute with, in the folder of one row.
struct Arrays {
  /// The folder with `inputs/` and the results of each side.
  let folder: String
  /// Reads and writes through the language, whose formats are those of mfl.
  private let session = Session(.init(files: .all))

  /// Takes the folder of one row.
  init(folder: String) { self.folder = folder }

  /// An input by its name.
  func callAsFunction(_ name: String) throws -> Term {
    Term(try session.tensor("read \"\(folder)/inputs/\(name).npy\""))
  }

  /// The network of tanh layers with the weights among the inputs.
  func network() throws -> SmoothMap {
    let widths = try self("widths")
    var layers: [SmoothMap] = []
    for layer in 0..<widths.shape[0] - 1 {
      if layer > 0 { layers.append(tanh) }
      layers.append(try affine(self("weight\(layer)"), self("bias\(layer)")))
    }
    return try SmoothMap.composed(layers)
  }

  /// Writes a result.
  func write(_ tensor: Tensor, _ name: String) throws {
    session["result"] = Value(Term(tensor))
    _ = try session.evaluate("write(result, \"\(folder)/mfl/\(name).npy\")")
  }
}

extension Session {
  /// The tensor an expression of the language answers.
  func tensor(_ expression: String) throws -> Tensor {
    guard let term = try evaluate(expression).convertedToTerm() else {
      throw NotTensor(expression: expression)
    }
    return try term.known(expression)
  }

  /// Something else than a tensor was answered.
  struct NotTensor: Error {
    /// What was evaluated.
    let expression: String
  }
}
