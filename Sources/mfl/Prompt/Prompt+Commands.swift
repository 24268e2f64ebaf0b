import Formats
import Glibc
import Language
import Runtime

/// What the commands do.
extension Prompt {
  mutating func perform(_ command: PromptCommand) -> Next {
    switch command {
    case .quit: return .leave
    case .help: output.write(fitted(WrappedText.unbroken(Manual.page)))
    case .describe(let name, let level): describe(name, level)
    case .explain(let command): output.write(fitted(Manual.text(about: command)))
    case .search(let words): report(session.run("apropos \"\(words)\"", name: "<prompt>"))
    case .kind(let code): showKind(code)
    case .names: showNames()
    case .settings: showSettings()
    case .set(let setting): set(setting)
    case .load(let path): load(path)
    case .reload: reload()
    case .save(let path, let overwriting): save(path, overwriting)
    case .time(let code): time(code)
    case .why: explainLatest()
    case .findNaN: report(session.findNaN())
    case .misused(let misuse): reporter.report(misuse.diagnostic)
    }
    return .goOn
  }

  private func describe(_ name: String, _ level: HelpLevel) {
    if let description = session.describe(name, level) {
      output.write(fitted(description) + "\n")
    } else if let entry = Manual.entry(named: name) {
      output.write(fitted(Manual.text(about: entry.command)))
    } else {
      output.report(fitted(session.suggestions(for: name)) + "\n")
    }
  }

  /// A text with the lines broken that are too long for the terminal.
  private func fitted(_ text: String) -> String {
    session.width.map { WrappedText.prose(text, width: $0, .flush) } ?? text
  }

  private mutating func showKind(_ code: String) {
    do throws(Diagnostic) {
      output.write(try session.kind(of: code) + "\n")
    } catch {
      report(error)
    }
  }

  private func showNames() {
    let valueText = session.valueText
    let names = session.names
    if names.isEmpty { output.write("no names are bound yet\n") }
    for name in names {
      guard let value = session[name] else { continue }
      output.write(valueText.summary(name, value) + "\n")
    }
  }

  private func showSettings() {
    let seen = Terminal.size.map { ", the terminal has \($0.width)" } ?? ""
    let settings = [
      ("digits \(session.digits)", "significant figures of numbers, 1 to 17"),
      ("color \(color.rawValue)", "auto, always or never"),
      ("width \(width.map(String.init) ?? "auto")", "columns of a line, or auto\(seen)"),
    ]
    for (setting, meaning) in settings {
      let padding = String(repeating: " ", count: max(16 - setting.count, 3))
      output.write(setting + padding + meaning + "\n")
    }
  }

  private mutating func set(_ setting: Setting) {
    switch setting {
    case .digits(let digits): session.digits = digits
    case .color(let wish):
      color = wish
      editor.setColor(Terminal.textColor(wish))
      switch session.rendering {
      case .json: break
      case .text, .coloredText:
        session.rendering = Session.Configuration.Rendering(Terminal.color(wish, on: .output))
      }
    case .width(let columns):
      width = columns
      session.width = columns ?? Terminal.size?.width
    }
  }

  private mutating func load(_ given: String) {
    do throws(Diagnostic) {
      run(fileAt: try session.path(ofProgram: given))
    } catch {
      report(error)
    }
  }

  private mutating func reload() {
    guard let loaded else {
      return report(
        Diagnostic("prompt.command", "no file was loaded yet", hint: ":load lesson.mfl"))
    }
    session.forgetImports()
    run(fileAt: loaded)
  }

  private mutating func run(fileAt path: String) {
    do throws(FormatError) {
      let text = try ProgramFile.read(path).text
      loaded = path
      // A file is a program: its bindings show nothing.
      session.mode = .script
      let outcome = session.run(text, name: path)
      session.mode = .prompt
      if let text = session.succeeded(of: text, outcome) {
        record.addFile(text, path: path, session.effects)
        tellNames(session.effects.flatMap(\.names))
      }
      report(outcome)
    } catch {
      report(Diagnostic(error))
    }
  }

  /// Says on one line what a file has bound.
  private func tellNames(_ names: [String]) {
    var seen: Set<String> = []
    let names = names.filter { seen.insert($0).inserted }
    guard !names.isEmpty else { return }
    let width = session.width ?? WrappedText.ordinaryWidth
    var line = "bound " + names.joined(separator: ", ")
    var shown = names.count
    while DisplayWidth.of(line) > width, shown > 1 {
      shown -= 1
      line = "bound \(names[..<shown].joined(separator: ", ")) and \(names.count - shown) more"
    }
    output.write(line + "\n")
  }

  private mutating func save(_ given: String, _ overwriting: PromptCommand.Overwriting) {
    guard let path = self.path(given) else { return }
    guard record.count > 0 else {
      return report(
        Diagnostic("prompt.save", "there is nothing to save: no statement succeeded yet"))
    }
    if overwriting == .refused, Self.isFile(path), !saved.contains(path) {
      return report(
        Diagnostic(
          "prompt.save", "\(given) is there already, and was not written here",
          hint: ":save! \(given) takes its place"))
    }
    do throws(FormatError) {
      try TextFile.write(record.program, to: path) { Signals.isInterrupted }
      saved.insert(path)
      let statements = "\(record.count) statement\(record.count == 1 ? "" : "s")"
      output.write("wrote \(statements) to \(Self.absolute(path))\n")
    } catch {
      report(Diagnostic(error))
    }
  }

  /// Whether there is something at a path that is no folder.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }

  /// A path from the root, so that a file is found again that was named from the working directory.
  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let buffer = getcwd(nil, 0) else { return path }
    defer { free(buffer) }
    let folder = String(cString: buffer)
    return (folder == "/" ? "" : folder) + "/" + path.trimmedOfCurrentFolder
  }

  /// The path to write to as seen from where the process is; nil, having said so, where none may be.
  private mutating func path(_ given: String) -> String? {
    switch session.configuration.files {
    case .all: return given
    case .folder(let folder): return given.hasPrefix("/") ? given : "\(folder)/\(given)"
    case .none, .sandbox:
      report(Diagnostic("prompt.files", "no files may be written here"))
      return nil
    }
  }

  private mutating func time(_ code: String) {
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = session.run(code, name: "<prompt>")
    let duration = clock.now - start
    keep(code, outcome)
    report(outcome)
    if case .incomplete = outcome { return }
    output.write(PromptCommand.phrase(for: duration) + "\n")
  }

  private func explainLatest() {
    guard let latest else {
      output.write("nothing went wrong yet\n")
      return
    }
    reporter.report(latest, trace: .long)
    if let explanation = session.explain(latest.id) { output.write("\n" + explanation) }
  }

  private mutating func report(_ search: NaNSearch) {
    func checked(_ operations: Int) -> String {
      operations == 0 ? "" : ": \(operations) operation\(operations == 1 ? "" : "s") checked"
    }
    switch search {
    case .nothingRan: output.write("nothing ran yet\n")
    case .clean(let operations): output.write("no NaN or infinity\(checked(operations))\n")
    case .masked(let diagnostic, let operations):
      output.write("no NaN or infinity in what the statement gave\(checked(operations))\n")
      output.write("on the way, and without effect:\n")
      output.flush()
      report(diagnostic)
    case .found(let diagnostic), .given(let diagnostic), .failed(let diagnostic):
      report(diagnostic)
    }
  }
}

extension String {
  /// The path without `./` before it.
  fileprivate var trimmedOfCurrentFolder: Substring {
    var path = self[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    return path
  }
}

extension PromptCommand {
  /// A duration in the unit that suits it, as in `1.25 ms`.
  static func phrase(for duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let total = Double(seconds) + Double(attoseconds) * 1e-18
    let units: [(size: Double, name: String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    let unit = units.first { total >= $0.size } ?? (1e-6, "µs")
    let scaled = total / unit.size
    let scale: Double = scaled >= 100 ? 1 : scaled >= 10 ? 10 : 100
    let rounded = (scaled * scale).rounded() / scale
    let text = rounded.description
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " " + unit.name
  }
}
