import CReadline
import Glibc
import Runtime

/// Edits lines with GNU readline, which alone knows `~/.inputrc`, history search and completion.
struct ReadlineEditor: LineEditor {
  private let client: ReadlineClient
  private let history: HistoryFile?
  private var newest: String?
  private var color: TextColor

  /// An editor that asks `completer` at Tab, paints lines with `highlighter`, and keeps its history
  /// in a file, if there is one.
  init(
    history: HistoryFile?, color: TextColor, highlighter: Highlighter,
    completer: @escaping ReadlineClient.Completer
  ) {
    self.history = history
    self.color = color
    client = ReadlineClient(highlighter: highlighter, completer: completer)
    mfl_readline_setup(client.interface, color.look)
    for entry in history?.recalled() ?? [] {
      add_history(entry)
      newest = entry
    }
  }

  mutating func setColor(_ color: TextColor) {
    self.color = color
    mfl_readline_set_look(color.look)
  }

  mutating func readLine(_ prompt: PromptText, after lines: String) -> LineInput {
    client.linesBefore = lines
    Signals.holdStops()
    defer { Signals.releaseStops() }
    mfl_readline_begin(text(of: prompt), Int32(prompt.width))
    while true {
      var sources = [
        pollfd(fd: Terminal.Stream.input.rawValue, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Signals.wakeUp, events: Int16(POLLIN), revents: 0),
      ]
      poll(&sources, nfds_t(sources.count), -1)
      if handleSignals() == .interrupt {
        mfl_readline_cancel()
        return .interrupted
      }
      guard sources[0].revents != 0, mfl_readline_step() != 0 else { continue }
      guard let line = mfl_readline_take() else { return .end }
      defer { free(line) }
      return .line(String(cString: line))
    }
  }

  mutating func remember(_ entry: String) {
    // A text with a zero byte cannot be recalled as it is.
    guard entry != newest, !entry.utf8.contains(0) else { return }
    newest = entry
    add_history(entry)
    history?.append(entry)
  }

  /// The prompt with its colour between marks that tell readline what takes no room.
  private func text(of prompt: PromptText) -> String {
    switch color {
    case .plain: prompt.rawValue
    case .colored:
      "\u{1}\(prompt.paint.rawValue)\u{2}\(prompt.rawValue)\u{1}\(Paint.end)\u{2}"
    }
  }

  private enum Consequence {
    case none
    case interrupt
  }

  private func handleSignals() -> Consequence {
    var hasResumed = false
    while let event = Signals.next() {
      switch event {
      case .interrupt: return .interrupt
      case .resize: mfl_readline_resize()
      case .stop, .hangUp, .quit, .terminate:
        mfl_readline_suspend()
        Signals.obey(event)
        mfl_readline_resume()
        hasResumed = true
      case .resume:
        if !hasResumed { mfl_readline_resume() }
      }
    }
    return .none
  }
}

extension TextColor {
  /// What readline's shim calls it.
  fileprivate var look: mfl_look {
    switch self {
    case .plain: MFL_PLAIN
    case .colored: MFL_COLORED
    }
  }
}
