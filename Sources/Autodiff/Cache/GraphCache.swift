import Synchronization
import Tensors

/// The paths recorded of functions, with the graphs and plans derived from them.
///
/// A function is looked up by its signature and the shapes of its point and of what it captured. The
/// cache is bounded by the number of functions and by the size of the tensors they captured without
/// saying so; those used least recently leave first.
public final class GraphCache: Sendable {
  /// What a path is looked up by.
  struct Key: Hashable {
    let signature: Signature
    let point: Shape
  }

  /// What happened in a cache.
  public struct Statistics: Sendable, Equatable {
    /// Paths recorded.
    public var recordings = 0
    /// Functions that left for others.
    public var evictions = 0

    /// Nothing so far.
    public init(recordings: Int = 0, evictions: Int = 0) {
      self.recordings = recordings
      self.evictions = evictions
    }
  }

  private struct Entry {
    var paths: [CachedPath] = []
    var lastUse = 0
    /// Whether the function refused to be recorded for reuse.
    var isRefused = false
    /// The size of what its paths captured themselves.
    var elementCount: Int { paths.reduce(0) { $0 + $1.elementCount } }
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var clock = 0
    /// The size of what all paths captured.
    var elementCount = 0
    var statistics = Statistics()
  }

  /// The memory plans are run in.
  let workspaces = WorkspacePool()

  private let state = Mutex(State())
  private let capacity: Int

  /// The most numbers kept for all functions that captured them: 256 MB.
  private static let elementLimit = 1 << 25
  /// The most paths kept of one function; one with more branches is recorded again.
  private static let pathLimit = 64

  /// A cache of at most `capacity` functions.
  public init(capacity: Int = 256) { self.capacity = max(capacity, 1) }

  /// What happened so far.
  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// The paths known of a function, the most recently recorded last; nil where it refused to be kept.
  func paths(_ key: Key) -> [CachedPath]? {
    state.withLock { state in
      state.clock += 1
      let now = state.clock
      guard let index = state.entries.index(forKey: key) else { return [] }
      state.entries.values[index].lastUse = now
      if state.entries.values[index].isRefused { return nil }
      return state.entries.values[index].paths
    }
  }

  func countRecording() { state.withLock { $0.statistics.recordings += 1 } }

  /// Keeps a path of a function.
  func keep(_ path: CachedPath, _ key: Key) {
    change(key) { entry in
      if entry.paths.count >= Self.pathLimit { entry.paths.removeFirst() }
      entry.paths.append(path)
    }
  }

  /// Notes that a function cannot be kept.
  func refuse(_ key: Key) { change(key) { $0.isRefused = true } }

  private func change(_ key: Key, _ body: (inout Entry) -> Void) {
    state.withLock { state in
      state.clock += 1
      var entry = state.entries[key] ?? Entry()
      state.elementCount -= entry.elementCount
      body(&entry)
      entry.lastUse = state.clock
      state.entries[key] = entry
      state.elementCount += entry.elementCount
      while state.entries.count > capacity || state.elementCount > Self.elementLimit,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.entries[oldest.key] = nil
        state.elementCount -= oldest.value.elementCount
        state.statistics.evictions += 1
      }
    }
  }
}
