import Foundation
import Glibc
import Testing

/// What a program meets that takes all the memory there is; `ulimit -v` makes a small machine.
///
/// The shadow memory of a sanitizer takes more address space than that.
@Suite("Memory", .enabled(if: dlsym(nil, "__asan_init") == nil && dlsym(nil, "__tsan_init") == nil))
struct MemoryTests {
  /// The kibibytes of the small machine.
  static let size = 800_000

  static let programs = [
    // Elements far larger than what a list counts for them.
    "kept = [[i, i + 1] for i in 0..<1000000000000]",
    // Tensors, doubled or kept.
    "x = ones(1000); while true { x = concat(x, x) }",
    "kept = [zeros(10000) for i in 0..<1000000000000]",
    "A = ones(7000, 7000); B = A * A; C = A * B; D = B * C",
  ]

  @Test("a program that takes it all is told so before the system ends it", arguments: programs)
  func exhausting(_ program: String) throws {
    let answer = try BuiltCommand.runProcess(
      ["sh", "-c", "ulimit -v \(Self.size); exec \"$0\" -e \"$1\"", BuiltCommand.path, program])
    #expect(answer.status == 1, "\(answer.errors)")
    #expect(answer.errors.hasPrefix("error[limit.memory]"), "\(answer.errors)")
  }

  @Test("a limit above what the machine grants is as good as none")
  func grantedMemory() throws {
    let answer = try BuiltCommand.runProcess([
      "sh", "-c", "ulimit -v 3000000; exec \"$0\" --limit depth=1e9 -e 1", BuiltCommand.path,
    ])
    #expect(answer == BuiltCommand.Answer(status: 0, output: "1\n", errors: ""))
  }
}
