public import Autodiff
import Synchronization
import Tensors

extension SmoothMap {
  /// The map as a function to be differentiated at points.
  ///
  /// Its tensors are captured and not part of it: maps that differ in their weights alone share
  /// their graphs, so that a training step records nothing new.
  public var pointwise: Pointwise {
    if case .layer(.function(let pointwise, _)) = structure { return pointwise }
    return known.value { madePointwise }
  }

  private var madePointwise: Pointwise {
    var signature = Signature()
    var captured: [Term] = []
    let isKnown = append(to: &signature, &captured)
    // A copy without what is being worked out, which would otherwise hold on to itself.
    let map = SmoothMap(name, domain, codomain, structure)
    return Pointwise(signature: isKnown ? signature : nil, captured: captured) { x, captured in
      var next = captured.makeIterator()
      return try map.rebuilt { next.next() ?? $0 }.apply(x, .one)
    }
  }

  /// Says how the map is made, and lists the tensors it is made with in the order of `rebuilt`.
  ///
  /// - Returns: false when a function among its layers is not known by a signature.
  public func append(to signature: inout Signature, _ captured: inout [Term]) -> Bool {
    func note(_ tag: Int, _ tensors: Term...) {
      signature.append(tag)
      for tensor in tensors {
        signature.append(tensor.shape)
        captured.append(tensor)
      }
    }
    if signature.isTooLong { return false }
    // A program can ask a map for these, so they belong to what it is.
    signature.append(name)
    signature.append(kind.description)
    signature.append(domain)
    signature.append(codomain)
    switch structure {
    case .layer(let layer):
      for tensor in layer.tensors {
        if tensor.role != .captured { signature.append(tensor.value.shape) }
        captured.append(tensor.value)
      }
      return layer.append(to: &signature)
    case .chain(let layers):
      note(11)
      signature.append(layers.count)
      return layers.allSatisfy { $0.append(to: &signature, &captured) }
    case .sum(let f, let g):
      note(12)
      return f.append(to: &signature, &captured) && g.append(to: &signature, &captured)
    case .product(let f, let g):
      note(13)
      return f.append(to: &signature, &captured) && g.append(to: &signature, &captured)
    case .scaled(let factor, let f):
      note(14, factor)
      return f.append(to: &signature, &captured)
    case .directSum(let f, let g):
      note(15)
      return f.append(to: &signature, &captured) && g.append(to: &signature, &captured)
    case .branch(let f, let g):
      note(16)
      return f.append(to: &signature, &captured) && g.append(to: &signature, &captured)
    case .coupling(let coupling):
      note(coupling.direction == .forward ? 17 : 18)
      return coupling.scale.append(to: &signature, &captured)
        && coupling.shift.append(to: &signature, &captured)
    case .flow(let flow):
      note(19, flow.time)
      signature.append(flow.tolerance)
      return flow.field.append(to: &signature, &captured)
    case .solved(let solved):
      switch solved.method {
      case .newton:
        note(30)
        return solved.forward.append(to: &signature, &captured)
      case .fixedPoint(let inverse, let rest):
        note(31)
        return solved.forward.append(to: &signature, &captured)
          && inverse.append(to: &signature, &captured) && rest.append(to: &signature, &captured)
      }
    }
  }

  /// The same map of other tensors, each in place of the one it is asked for with.
  public func rebuilt(_ replacement: (Term) -> Term) -> SmoothMap {
    let structure: Structure =
      switch self.structure {
      case .layer(let layer): .layer(layer.replacing(layer.tensors.map { replacement($0.value) }))
      case .chain(let layers): .chain(layers.map { $0.rebuilt(replacement) })
      case .sum(let f, let g): .sum(f.rebuilt(replacement), g.rebuilt(replacement))
      case .product(let f, let g): .product(f.rebuilt(replacement), g.rebuilt(replacement))
      case .scaled(let factor, let f): .scaled(replacement(factor), f.rebuilt(replacement))
      case .directSum(let f, let g): .directSum(f.rebuilt(replacement), g.rebuilt(replacement))
      case .branch(let f, let g): .branch(f.rebuilt(replacement), g.rebuilt(replacement))
      case .coupling(let coupling):
        .coupling(
          Coupling(
            scale: coupling.scale.rebuilt(replacement), shift: coupling.shift.rebuilt(replacement),
            direction: coupling.direction))
      case .flow(let flow): .flow(flow.rebuilt(replacement))
      case .solved(let solved): .solved(solved.rebuilt(replacement))
      }
    var map = SmoothMap(name, domain, codomain, structure)
    map.origin = origin
    return map
  }
}

extension Signature {
  /// Adds a space.
  public mutating func append(_ space: Space) {
    append(space.shape == nil ? 0 : 1)
    if let shape = space.shape { append(shape) }
  }
}

/// What is worked out of a map when it is first asked for, shared by its copies.
final class KnownPointwise: Sendable {
  private let known = Mutex<Pointwise?>(nil)

  func value(_ make: () -> Pointwise) -> Pointwise {
    if let value = known.withLock({ $0 }) { return value }
    let value = make()
    known.withLock { $0 = value }
    return value
  }
}

extension Flow {
  fileprivate func rebuilt(_ replacement: (Term) -> Term) -> Flow {
    let time = replacement(time)
    return Flow(field: field.rebuilt(replacement), time: time, tolerance: tolerance)
  }
}

extension Solved {
  fileprivate func rebuilt(_ replacement: (Term) -> Term) -> Solved {
    let forward = forward.rebuilt(replacement)
    switch method {
    case .newton: return Solved(forward: forward, method: .newton)
    case .fixedPoint(let inverse, let rest):
      let inverse = inverse.rebuilt(replacement)
      return Solved(
        forward: forward,
        method: .fixedPoint(inverse: inverse, rest: rest.rebuilt(replacement)))
    }
  }
}
