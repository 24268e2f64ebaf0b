import Foundation
import Testing

/// The command as it was built, beside the tests.
enum BuiltCommand {
  static var path: String {
    get throws {
      let build = Bundle.module.bundleURL.deletingLastPathComponent()
      let path = build.appendingPathComponent("mfl").path
      try #require(FileManager.default.isExecutableFile(atPath: path), "mfl is not at \(path)")
      return path
    }
  }

  /// What a process answered.
  struct Answer: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs `mfl` with arguments and standard input.
  static func run(_ arguments: [String], input: String = "") throws -> Answer {
    try runProcess([path] + arguments, input: input)
  }

  /// Runs a command found in PATH and waits for it.
  static func runProcess(_ command: [String], input: String = "") throws -> Answer {
    let folder = FileManager.default.temporaryDirectory
    let errorFile = folder.appendingPathComponent(UUID().uuidString)
    let inputFile = folder.appendingPathComponent(UUID().uuidString)
    defer {
      try? FileManager.default.removeItem(at: errorFile)
      try? FileManager.default.removeItem(at: inputFile)
    }
    try Data().write(to: errorFile)
    try Data(input.utf8).write(to: inputFile)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = try FileHandle(forWritingTo: errorFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Answer(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      errors: try String(contentsOf: errorFile, encoding: .utf8))
  }
}
