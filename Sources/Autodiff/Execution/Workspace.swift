import Synchronization
import Tensors

/// The arena and the scratch memory of one run at a time.
final class Workspace: @unchecked Sendable {
  private let memory: Tensor
  let base: UnsafeMutablePointer<Double>

  init(count: Int) throws(TensorError) {
    memory = try Tensor.scratch(count)
    base = memory.base
  }

  var count: Int { memory.count }
}

/// Workspaces between runs: a few, whatever the number of plans, and of bounded size together.
final class WorkspacePool: Sendable {
  private let free = Mutex<[Workspace]>([])

  /// The most elements that are kept in all: 128 MB.
  private static let elementLimit = 1 << 24
  private static let countLimit = 8

  /// The smallest free workspace that is large enough, else a new one.
  ///
  /// - Throws: memory errors.
  func take(_ count: Int) throws(AutodiffError) -> Workspace {
    let found = free.withLock { free -> Workspace? in
      let fitting = free.indices.filter { free[$0].count >= count }
      guard let best = fitting.min(by: { free[$0].count < free[$1].count }) else { return nil }
      return free.remove(at: best)
    }
    if let found { return found }
    return try reporting { () throws(TensorError) in
      do {
        return try Workspace(count: count)
      } catch {
        // What lies here unused may be what is missing.
        free.withLock { $0.removeAll() }
        return try Workspace(count: count)
      }
    }
  }

  /// Keeps a workspace for the next run; those kept longest make room for it.
  func putBack(_ workspace: Workspace) {
    if workspace.count > Self.elementLimit { return }
    free.withLock { free in
      free.append(workspace)
      while free.count > Self.countLimit
        || free.reduce(0, { $0 + $1.count }) > Self.elementLimit
      { free.removeFirst() }
    }
  }
}
