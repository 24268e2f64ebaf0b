import Foundation
import Testing

/// `MFL_RECORD=1 swift test --filter Readme` writes what is shown into the README.
@Suite("The README")
struct ReadmeTests {
  private static let file = Package.folder.appendingPathComponent("README.md")
  private static let fence = "```mfl\n"

  @Test("every block of the tour shows what the prompt shows, in one session")
  func tour() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    let prompt = RecordedPrompt(folder: Package.folder.path)
    var replayed = ""
    var rest = Substring(text)
    var blocks = 0
    while let start = rest.range(of: Self.fence),
      let end = rest[start.upperBound...].range(of: "```\n")
    {
      let block = String(rest[start.upperBound..<end.lowerBound])
      let actual = Transcript(block).replayed(in: prompt)
      if !Package.isRecording { #expect(actual == block) }
      replayed += rest[..<start.upperBound] + actual + rest[end]
      rest = rest[end.upperBound...]
      blocks += 1
    }
    #expect(blocks >= 8)
    if Package.isRecording {
      try (replayed + rest).write(to: Self.file, atomically: true, encoding: .utf8)
    }
  }
}
