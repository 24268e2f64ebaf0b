import Foundation
import Testing

/// `MFL_RECORD=1 swift test --filter Example` writes what the programs show beside them.
@Suite("The examples")
struct ExampleTests {
  private static var programs: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(
        atPath: Package.folder.appendingPathComponent("examples").path
      ).filter { $0.hasSuffix(".mfl") }.sorted()
    }
  }

  @Test("every program shows what is recorded beside it", arguments: try programs)
  func program(name: String) throws {
    let path = Package.folder.appendingPathComponent("examples/\(name)")
    let expected = path.deletingPathExtension().appendingPathExtension("out")
    let answer = try BuiltCommand.run([path.path])
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(answer.errors.isEmpty, "\(answer.errors)")
    if Package.isRecording {
      try answer.output.write(to: expected, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: expected, encoding: .utf8) == answer.output)
  }
}
