import Autodiff
import Formats
import Language
import Maps
import Tensors

extension Problem.Comparison {
  /// A comparison that did not hold; sides that look the same are told with all their figures.
  init(_ operation: BinaryOperator, _ lhs: Value, _ rhs: Value, _ text: ValueText) {
    var text = text
    func figures(_ value: Value) -> Substring {
      text.line(value).drop { $0 == "≈" || $0 == " " }
    }
    if figures(lhs) == figures(rhs) { text.digits = 17 }
    self.init(
      lhs: text.line(lhs), symbol: operation.symbol, rhs: text.line(rhs),
      isClose: (try? Value.areClose(lhs, rhs)) ?? false)
  }
}

/// How a problem is told: the parts of a diagnostic that do not depend on the place.
struct ProblemText {
  var id: String
  var title: String
  /// The remark at the place itself.
  var label = ""
  var facts: [String] = []
  var hint: String?

  init(
    _ id: String, _ title: String, label: String = "", facts: [String] = [], hint: String? = nil
  ) {
    self.id = id
    self.title = title
    self.label = label
    self.facts = facts
    self.hint = hint
  }
}

extension Problem {
  /// The problem in words.
  var text: ProblemText {
    switch self {
    case .unknownName, .unknownProperty, .propertySubject, .noValueYet, .tooManyNames,
      .reservedName, .misplaced:
      nameText
    case .notCallable, .missingArgument, .extraArgument, .unknownKeyword, .repeatedArgument,
      .notASpace, .laterSpace, .mapWithoutDefault, .mapValue,
      .keywordOnly,
      .argumentKind, .argumentChoice, .argumentValue:
      callText
    case .argument(_, let problem): problem.text
    case .operands, .operand, .shapes, .product, .condition, .undecided, .notInteger, .notWhole,
      .negative, .outOfRange, .extent:
      operatorText
    case .raggedRows, .blockHeights, .indexOutOfRange, .tooManyIndices, .indexKind, .notIndexable,
      .noField, .notIterable, .destructuring, .elementCount, .dataMismatch:
      containerText
    case .assertion(let message, let comparison): Self.assertion(message, comparison)
    case .importFailed(let path, let failure): Self.importText(path, failure)
    case .nestedTooDeeply, .tooManyCalls, .tooManySteps, .tooLate, .outOfMemory, .tooLong,
      .tooManyElements, .interrupted:
      limitText
    case .tensor(let error): error.problemText
    case .autodiff(let error): error.problemText
    case .map(let error): error.problemText
    case .geometry(let error): error.problemText
    case .format(let error): error.problemText
    case .custom(let id, let title, let facts, let hint):
      ProblemText(id, title, facts: facts, hint: hint)
    }
  }

  private var nameText: ProblemText {
    switch self {
    case .unknownName(let name, let near, let advice):
      ProblemText(
        "name.unknown", "nothing is called \(name.shortened)",
        hint: advice ?? near.map { "did you mean \($0)?" })
    case .unknownProperty(let name, let near, let known, let advice):
      ProblemText(
        "name.property", "there is no property \(name)",
        facts: known.isEmpty || near != nil || advice != nil
          ? [] : ["the properties are \(known.joined(separator: ", "))"],
        hint: advice.map { "it is called \($0)" } ?? near.map { "did you mean \($0)?" })
    case .propertySubject(let property, let found, let fitting, let hint):
      ProblemText(
        "property.subject", "\(property) is not a property of \(found)",
        facts: fitting.isEmpty ? [] : ["it is one of \(fitting.joined(separator: " and of "))"],
        hint: hint)
    case .noValueYet(let name):
      ProblemText("name.unbound", "\(name) has no value yet", label: "used before it is bound")
    case .tooManyNames(let limit):
      ProblemText("limit.names", "more than \(limit) names")
    case .reservedName(let name, .binding):
      ProblemText(
        "name.reserved", "\(name) is reserved for the last value shown",
        hint: "choose another name")
    case .reservedName(let name, .capture):
      ProblemText(
        "name.reserved", "a function cannot use \(name), which changes with every value shown",
        hint: "bind it first: x = \(name)")
    case .reservedName(let name, .reading):
      ProblemText("name.unbound", "\(name) is the last value shown, and nothing was shown yet")
    case .misplaced(.breakLoop):
      ProblemText("statement.place", "break is only meaningful in a loop")
    case .misplaced(.continueLoop):
      ProblemText("statement.place", "continue is only meaningful in a loop")
    case .misplaced(.returnValue):
      ProblemText("statement.place", "return is only meaningful in a function")
    case .misplaced(.importFile):
      ProblemText(
        "statement.place", "import stands at the outermost level of a program",
        hint: "move it out of the block")
    case .misplaced(.symbol(let symbol)):
      ProblemText(
        "expression.place", "\(symbol) stands for nothing here",
        facts: symbol == "_"
          ? ["_ is a hole in the arguments of a call: f(_, y) is x -> f(x, y)"]
          : symbol == ":" ? ["as an index, : is the whole axis: A[0, :]"] : [])
    default: ProblemText("host.error", "\(self)")
    }
  }

  private var limitText: ProblemText {
    switch self {
    case .nestedTooDeeply(let limit):
      ProblemText(
        "limit.nesting", "values are nested more than \(grouped(limit)) deep",
        facts: ["a list, tuple or function holds another, which holds another, and so on"])
    case .tooManyCalls(let limit):
      ProblemText(
        "limit.recursion", "too many nested calls",
        label: limit > 0 ? "the call at depth \(grouped(limit))" : "",
        facts: ["a function that calls itself needs a case that does not"])
    case .tooManySteps(let limit):
      ProblemText(
        "limit.steps", "the program took more than \(grouped(limit, "step"))")
    case .tooLate(let seconds):
      ProblemText(
        "limit.seconds",
        "the program took longer than \(NumberText(seconds, digits: 5).text) "
          + (seconds == 1 ? "second" : "seconds"),
        label: "it was here when its time was over")
    case .outOfMemory(let bytes):
      ProblemText(
        "limit.memory", "the machine has no more memory for this program",
        label: "it was here when the memory was used up",
        facts: [
          "nearly all of its \(grouped(bytes >> 20)) MiB are taken",
          "names keep their values until they are bound anew",
        ])
    case .tooLong(let what, let unit, let limit):
      ProblemText("limit.size", "\(what) has at most \(grouped(limit)) \(unit)")
    case .tooManyElements(let dims, let limit):
      ProblemText(
        "limit.elements", "a tensor of shape \(dims) is too large",
        facts: ["the limit is \(grouped(limit, "element"))"])
    default: ProblemText("interrupted", "interrupted")
    }
  }

  private static func assertion(_ message: String?, _ comparison: Comparison?) -> ProblemText {
    ProblemText(
      "assert.failed", message.map { "assertion failed: \($0)" } ?? "assertion failed",
      label: comparison.map { "the left side is \($0.lhs), the right side \($0.rhs)" }
        ?? "this is false",
      hint: comparison.flatMap {
        $0.isClose && $0.symbol == "==" ? "computed numbers are compared with ≈, or ~=" : nil
      })
  }

  private static func importText(_ path: String, _ failure: ImportFailure) -> ProblemText {
    switch failure {
    case .forbidden:
      ProblemText(
        "file.forbidden", "this program may not touch files",
        facts: ["it runs in a sandbox, or in a host that gives it none"])
    case .outside:
      ProblemText(
        "file.outside", "\(path) lies outside the folder of the program",
        facts: ["in a sandbox a program imports files of its own folder and of those below it"])
    case .cycle(let files):
      ProblemText(
        "import.cycle", "\(path) imports itself",
        facts: ["the way round: \(files.joined(separator: " → "))"])
    case .nested(let limit):
      ProblemText("limit.imports", "more than \(limit) files import one another")
    }
  }
}

extension String {
  /// The text as a message mentions it: one too long for that by its beginning.
  var shortened: String {
    utf8.count <= 80 ? self : prefix(64) + "…"
  }
}
