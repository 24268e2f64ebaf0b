import Autodiff
import Geometry
public import Language
import Maps
import Tensors

/// Values as text: on one line, or as they are shown.
///
/// `line` fits into a sentence or a table; `display` is what a statement shows.
public struct ValueText: Sendable {
  /// The most significant digits of a number.
  public var digits: Int
  /// The columns of the terminal; nil where lines may be of any length.
  public var width: Int?
  /// The lines of the terminal; nil where there may be any number.
  public var height: Int?
  /// Whether numbers, strings and words stand out in colour.
  public var color: DiagnosticRenderer.Color
  /// Whether the middle of something large is left out.
  public var shows: Extent

  /// How much of a large value is shown.
  public enum Extent: Sendable {
    /// What fits; the middle is left out.
    case part
    /// Everything.
    case all
  }

  /// How text is written that stands alone or within something else.
  private enum Quoting {
    case bare
    case quoted
  }

  /// Options of display.
  public init(
    digits: Int = 5, width: Int? = nil, height: Int? = nil,
    color: DiagnosticRenderer.Color = .plain, shows: Extent = .part
  ) {
    self.digits = digits
    self.width = width
    self.height = height
    self.color = color
    self.shows = shows
  }

  /// What a statement shows for the value; empty for nothing.
  public func display(_ value: Value) -> String {
    let text = layout(value)
    switch (color, value) {
    case (.plain, _): return text
    case (.ansi, .string): return ResultColors.string(text)
    case (.ansi, _): return ResultColors.paint(text, value.coloredWords)
    }
  }

  /// What `display` shows, without colours.
  func layout(_ value: Value) -> String {
    switch value {
    case .nothing: ""
    case .map(let map): display(map.map)
    case .data(let data): display(data)
    case .answer(let answer): display(answer)
    case .verdict(let verdict): wrapped(display(verdict.value))
    case .tensor(let box):
      box.value.witness.map { Runtime.text($0, style) } ?? box.value.shape.phrase
    case .string(let box): width == nil ? box.value : Self.escapingControls(box.value)
    case .tuple(let tuple): display(tuple)
    case .list(let list): display(list)
    case .number, .boolean, .range, .space, .function, .module:
      text(value, .bare)
    }
  }

  /// Prose in lines that fit the terminal; tables stay as they are.
  func wrapped(_ text: String) -> String {
    width.map { WrappedText.prose(text, width: $0) } ?? text
  }

  /// The value on one line, strings in quotes.
  public func line(_ value: Value) -> String { text(value, .quoted) }

  /// The value on one line as interpolation and `print` write it.
  public func plain(_ value: Value) -> String { text(value, .bare) }

  /// What the prompt shows for a binding.
  public func summary(_ name: String, _ value: Value) -> String {
    let text = plainSummary(name, value)
    switch color {
    case .plain: return text
    case .ansi:
      return name + ResultColors.paint(String(text.dropFirst(name.count)), value.coloredWords)
    }
  }

  private func plainSummary(_ name: String, _ value: Value) -> String {
    switch value {
    case .map(let map): "\(name) : \(signature(map.map))"
    case .nothing: "\(name) = nothing"
    case .tensor(let box) where box.value.shape.count > 12:
      "\(name) = \(box.value.shape.phrase)"
    case .number, .boolean, .string, .tensor, .list, .tuple, .range, .space, .function, .data,
      .answer, .verdict, .module:
      bound(name, shortened(line(value)))
    }
  }

  /// The text of a rounded number begins with `≈`, which then stands for the `=`.
  private func bound(_ name: String, _ text: String) -> String {
    text.hasPrefix("≈ ") ? "\(name) \(text)" : "\(name) = \(text)"
  }

  var style: TextStyle {
    TextStyle(
      digits: digits, width: width, height: height, elision: shows == .all ? .never : .middle)
  }

  private func text(_ value: Value, _ quoting: Quoting) -> String {
    let isWhole = shows == .all || value.partCount(upTo: Self.partLimit) <= Self.partLimit
    return text(value, quoting, isWhole ? .all : .atMost(Self.partLimit))
  }

  private func text(_ value: Value, _ quoting: Quoting, _ room: Room) -> String {
    switch value {
    case .nothing: return "nothing"
    case .number(let number): return Runtime.text(number, style)
    case .boolean(let flag): return flag ? "true" : "false"
    case .string(let box): return quoting == .bare ? box.value : Self.quoted(box.value)
    case .tensor(let box):
      guard let tensor = box.value.witness else { return box.value.shape.phrase }
      return inline(tensor, room)
    case .list(let list):
      return "["
        + listed(list.elements.count, room) { text(list.elements[$0], .quoted, $1) } + "]"
    case .tuple(let tuple):
      let fields = listed(tuple.elements.count, room) { index, room in
        let element = text(tuple.elements[index], .quoted, room)
        return tuple.names[index].map { "\($0): \(element)" } ?? element
      }
      let comma = tuple.elements.count == 1 && tuple.names[0] == nil ? "," : ""
      return "(" + fields + comma + ")"
    case .range(let range):
      // An empty one has no last integer.
      return range.notation == .closed && range.count > 0
        ? "\(range.start)...\(range.end - 1)" : "\(range.start)..<\(range.end)"
    case .space(let box): return box.value.description
    case .map(let map): return "\(map.map.name) : \(signature(map.map))"
    case .function(let callable): return signature(callable)
    case .data(let data): return "data of \(counted(data.count, "point"))"
    case .answer(let answer): return answer.summary ?? text(answer.value, quoting)
    case .verdict(let verdict): return verdict.value.summary
    case .module(let module):
      return "module \(module.name) (\(module.members.map(\.name).joined(separator: ", ")))"
    }
  }

  /// How many numbers, strings and other parts a value on one line shows.
  private static let partLimit = 1000
  /// How many elements of one list are shown.
  private static let elementLimit = 100

  /// How many parts of a value there is room for.
  private enum Room {
    case all
    case atMost(Int)

    /// The room for each of so many elements, all of which are shown together.
    func shared(by count: Int) -> Room {
      switch self {
      case .all: .all
      case .atMost(let limit): .atMost(max(min(limit / max(count, 1), limit - 1), 1))
      }
    }
  }

  /// The elements of a list or tuple one after another; a long one keeps its first and last.
  private func listed(_ count: Int, _ room: Room, _ element: (Int, Room) -> String) -> String {
    let limit: Int
    switch room {
    case .all: limit = shows == .all ? count : Self.elementLimit
    case .atMost(1) where count > 0: return "…"
    // Elements may be lists themselves, for which something must be left.
    case .atMost(let parts): limit = max(Int(Double(parts).squareRoot()), 2)
    }
    let shown = min(count, limit)
    let inner = room.shared(by: shown)
    let head = (shown + 1) / 2
    var parts = (0..<head).map { element($0, inner) }
    if shown < count { parts.append("… \(count - shown) more …") }
    parts += ((count - shown + head)..<count).map { element($0, inner) }
    return parts.joined(separator: ", ")
  }

  /// A tensor on one line; rows of a matrix are separated by `;`.
  private func inline(_ tensor: Tensor, _ room: Room) -> String {
    var style = TextStyle(digits: digits, elision: style.elision)
    if case .atMost(let limit) = room { style.countLimit = limit }
    return inlineText(tensor, style)
  }

  private func shortened(_ line: String) -> String {
    let limit = max((width ?? 100) - 20, 20)
    return line.count <= limit ? line : "\(line.prefix(limit))…"
  }

  private func signature(_ callable: Callable) -> String {
    switch callable {
    case .closure(let closure): "function \(closure.code.signature)"
    case .builtin(let box): "function \(box.value.signature)"
    case .composition(let composition): "function \(composition.name)"
    }
  }

  /// A text in quotes, as a program writes it.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      switch character {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "{": quoted += "\\{"
      default: quoted += escapingControls(String(character))
      }
    }
    return quoted + "\""
  }

  /// A text in which characters that would move the cursor, change colours or reverse the line are
  /// escaped as a program writes them; line breaks and tabs stay.
  static func escapingControls(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: DisplayWidth.isUnprintable) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if DisplayWidth.isUnprintable(scalar), scalar != "\n", scalar != "\t" {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}

extension Value {
  /// The words that stand out in its text.
  fileprivate var coloredWords: ResultColors.Words {
    switch self {
    case .verdict: .verdict
    case .map: .kinds
    case .nothing, .number, .boolean, .string, .tensor, .list, .tuple, .range, .space, .function,
      .data, .answer, .module:
      .none
    }
  }

  /// How many numbers, strings and other parts the value has; counting ends beyond a limit, and a
  /// list in too many others counts as more.
  fileprivate func partCount(upTo limit: Int, depth: Int = 0) -> Int {
    let elements: [Value]
    switch self {
    case .tensor(let box): return box.value.shape.count
    case .list(let list): elements = list.elements
    case .tuple(let tuple): elements = tuple.elements
    case .nothing, .number, .boolean, .string, .range, .space, .function, .map, .data, .answer,
      .verdict, .module:
      return 1
    }
    guard depth < 100 else { return limit + 1 }
    var count = 0
    // Elements that a long list does not show do not count either.
    for element in elements.count > 100 ? elements.prefix(50) + elements.suffix(50) : elements[...]
    {
      count += max(element.partCount(upTo: limit - count, depth: depth + 1), 1)
      if count > limit { break }
    }
    return count
  }
}

extension Machine {
  /// The options values are shown with.
  var valueText: ValueText {
    let color: DiagnosticRenderer.Color =
      switch rendering {
      case .coloredText: .ansi
      case .text, .json: .plain
      }
    return ValueText(digits: digits, width: width, height: height, color: color)
  }

  /// A value as interpolation writes it.
  func plainText(_ value: Value) throws -> String {
    let style = valueText
    return try text(of: value) { style.plain($0) }
  }

  /// The text of a value; that of a large one is made where the wait for it can be interrupted.
  func text(
    of value: Value, _ make: @escaping @Sendable (Value) -> String
  ) throws -> String {
    let nanosecondsEach = 200
    return try LongWork.perform(LongWork.cost(value.extent, nanosecondsEach)) {
      () throws(TensorError) in make(value)
    }
  }

  /// Shows the value of a statement and remembers it as `ans`.
  func show(_ value: Value) throws {
    if case .nothing = value { return }
    answer = value
    lastAnswer = .shown
    Execution.current.finiteCheck?.noteGiven(value)
    try write(value, valueText)
  }

  /// Writes a value on lines of its own.
  func write(_ value: Value, _ style: ValueText) throws {
    guard !isSilent else { return }
    switch rendering {
    case .text, .coloredText: output(try text(of: value) { style.display($0) } + "\n")
    case .json: output(try text(of: value, \.json) + "\n")
    }
  }

  /// Writes a text that is no value.
  func write(_ text: String) {
    guard !isSilent else { return }
    switch rendering {
    case .text, .coloredText: output(text)
    case .json:
      var json = JSONText()
      json.object { json in
        json.member("type", "text")
        json.member("text", text.hasSuffix("\n") ? String(text.dropLast()) : text)
      }
      output(json.text + "\n")
    }
  }

  /// Shows the summary of a binding and remembers its value as `ans`.
  func announce(_ name: String, _ value: Value) throws {
    answer = value
    lastAnswer = .announced(name)
    if isSilent { return }
    switch rendering {
    case .text, .coloredText:
      let style = valueText
      output(try text(of: value) { style.summary(name, $0) } + "\n")
    case .json: break
    }
  }
}
