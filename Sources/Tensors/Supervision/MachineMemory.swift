import Glibc

/// What memory the machine has, and how much of it is left for this process.
///
/// The smallest of three counts: what the kernel says could be had without swapping, what the
/// process's control group may still take, and what `ulimit -v` leaves of the address space.
///
/// *Source*: the manual pages proc(5), cgroups(7) and getrlimit(2).
package enum MachineMemory {
  /// The bytes of physical memory.
  static let physical: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: pageSize)
    return pages > 0 && !overflow ? bytes : 2 << 30
  }()

  /// The bytes this process could have in all.
  package static let total = min(physical, group?.limit ?? physical, addressSpace ?? physical)

  /// The bytes that are kept for everybody else: who has less left must stop.
  package static let reserve = min(max(total / 16, 512 << 20), total / 4)

  /// The bytes that could be taken before something swaps or fails; nil where nobody says.
  package static var available: Int? {
    let machine = number(after: "MemAvailable:", in: "/proc/meminfo").map { $0 << 10 }
    let space = addressSpace.flatMap { limit in pages(at: 0).map { max(limit - $0, 0) } }
    return [machine, group?.available, space].compactMap(\.self).min()
  }

  /// The bytes this process holds in memory; nil where nobody says.
  package static var resident: Int? { pages(at: 1) }

  private static let pageSize = max(sysconf(Int32(_SC_PAGESIZE)), 1)

  /// A count of `/proc/self/statm`, in bytes.
  private static func pages(at position: Int) -> Int? {
    let counts = text(of: "/proc/self/statm")?.split(separator: " ") ?? []
    guard position < counts.count, let count = Int(counts[position]) else { return nil }
    return count * pageSize
  }

  /// The bytes of address space the process may have; nil where that is not limited.
  private static let addressSpace: Int? = {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
    return Int(exactly: limit.rlim_cur).flatMap { $0 < Int.max / 2 ? $0 : nil }
  }()

  /// The control group that bounds the process's memory; nil where none does.
  private static let group = ControlGroup.own

  /// A control group with a limit, of either version.
  private struct ControlGroup {
    let limit: Int
    let usage: String
    let statistics: String
    /// What the files of caches that can be dropped are called in the statistics.
    let cache: String

    /// What it may still take; the caches of files it has read can be dropped.
    var available: Int? {
      guard let used = MachineMemory.text(of: usage).flatMap({ MachineMemory.number(in: $0) })
      else { return nil }
      let cached = MachineMemory.number(after: cache, in: statistics) ?? 0
      return max(limit - used + cached, 0)
    }

    static let own: ControlGroup? = {
      for line in (MachineMemory.text(of: "/proc/self/cgroup") ?? "").split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        let controllers = parts[1].split(separator: ",")
        let path = parts[2] == "/" ? "" : String(parts[2])
        // Within a container the path may be that of the host, and the folder its own.
        for path in [path, ""] {
          if controllers.isEmpty, let group = unified("/sys/fs/cgroup\(path)") { return group }
          if controllers.contains("memory"), let group = legacy("/sys/fs/cgroup/memory\(path)") {
            return group
          }
        }
      }
      return nil
    }()

    private static func unified(_ folder: String) -> ControlGroup? {
      guard let limit = bound("\(folder)/memory.max") else { return nil }
      return ControlGroup(
        limit: limit, usage: "\(folder)/memory.current", statistics: "\(folder)/memory.stat",
        cache: "inactive_file ")
    }

    private static func legacy(_ folder: String) -> ControlGroup? {
      guard let limit = bound("\(folder)/memory.limit_in_bytes") else { return nil }
      return ControlGroup(
        limit: limit, usage: "\(folder)/memory.usage_in_bytes",
        statistics: "\(folder)/memory.stat", cache: "total_inactive_file ")
    }

    /// The limit a file holds, where there is one below what the machine has.
    private static func bound(_ path: String) -> Int? {
      guard let limit = MachineMemory.text(of: path).flatMap({ MachineMemory.number(in: $0) }),
        limit > 0, limit < MachineMemory.physical
      else { return nil }
      return limit
    }
  }

  // MARK: - Files of the kernel

  /// The number after a word that begins a line of a file.
  private static func number(after word: String, in path: String) -> Int? {
    let line = text(of: path)?.split(separator: "\n").first { $0.hasPrefix(word) }
    return line.flatMap { number(in: $0.dropFirst(word.count)) }
  }

  /// The whole number a text begins with.
  private static func number(in text: some StringProtocol) -> Int? {
    Int(text.drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber })
  }

  private static func text(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return withUnsafeTemporaryAllocation(byteCount: 1 << 13, alignment: 1) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      guard count > 0 else { return nil }
      return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
  }
}
