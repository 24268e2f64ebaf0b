public import Autodiff
public import Formats
public import Geometry
import Language
public import Maps
public import Tensors

/// What can go wrong while a program runs: facts, without wording and without a place.
///
/// `Problem+Message.swift` words them; the compiled code that meets one adds the place.
public enum Problem: Error, Sendable {
  /// Where several names are bound at once.
  public enum BindingPlace: Sendable {
    /// `a, b = value`
    case statement
    /// `for a, b in values`
    case loop
  }

  // Names
  case unknownName(String, near: String?, advice: String?)
  case unknownProperty(String, near: String?, known: [String], advice: String? = nil)
  case propertySubject(property: String, found: String, fitting: [String], hint: String?)
  case noValueYet(name: String)
  case tooManyNames(limit: Int)
  case reservedName(String, use: ReservedUse)

  // Calls
  case notCallable(kind: String, callee: String, argument: String, form: CallForm)
  case missingArgument(
    function: String, parameter: String, signature: String, hint: String? = nil)
  case extraArgument(
    function: String, given: Int, takes: Int, signature: String, hint: String? = nil)
  case unknownKeyword(
    function: String, keyword: String, near: String?, known: [String])
  case notASpace(parameter: String, found: String)
  case laterSpace(parameter: String)
  case mapValue(name: String, found: String)
  case mapWithoutDefault(parameter: String)
  case repeatedArgument(function: String, parameter: String)
  case keywordOnly(function: String, parameter: String)
  case argumentKind(function: String, parameter: String, wanted: String, found: String)
  case argumentChoice(
    function: String, parameter: String, words: [String], found: String, near: String?)
  case argumentValue(function: String, parameter: String, wanted: String, found: String)
  /// A problem that one argument of a call causes, by its position in the call.
  indirect case argument(Int, Problem)

  // Operators
  case operands(symbol: String, lhs: String, rhs: String, hint: String?)
  case operand(symbol: String, found: String, wanted: String)
  case shapes(symbol: String, lhs: Shape, rhs: Shape)
  case product(lhs: Shape, rhs: Shape)
  case condition(found: String)
  case undecided(reason: String)
  case notInteger(what: String, found: String)
  case negative(what: String, value: Int)
  case outOfRange(what: String, value: Double, range: ClosedRange<Int>)
  /// What is no extent, with the call that was meant.
  case extent(found: String, call: String?)
  case notWhole(what: String, value: Double)

  // Containers
  case raggedRows(row: Int, found: Int, expected: Int)
  case blockHeights([Int])
  case indexOutOfRange(index: Int, count: Int, axis: Int?)
  case tooManyIndices(found: Int, rank: Int, kind: String)
  case indexKind(found: String)
  case notIndexable(kind: String, hint: String?)
  case noField(String, kind: String, near: String?, known: [String], advice: String? = nil)
  case notIterable(kind: String)
  case destructuring(names: Int, values: Int, in: BindingPlace)
  case elementCount(shape: Shape, found: Int)
  case dataMismatch(what: String, found: Int, expected: Int)

  // Statements
  case assertion(message: String?, comparison: Comparison?)
  case misplaced(Misplaced)
  case importFailed(path: String, ImportFailure)

  // Limits
  case nestedTooDeeply(limit: Int)
  case tooManyCalls(limit: Int)
  case tooManySteps(limit: Int)
  case tooLate(seconds: Double)
  /// The machine, of so many bytes, has none left.
  case outOfMemory(Int)
  case tooLong(what: String, unit: String, Int)
  case tooManyElements(dims: [Int], limit: Int)
  case interrupted

  // Other layers
  case tensor(TensorError)
  case autodiff(AutodiffError)
  case map(MapError)
  case geometry(GeometryError)
  case format(FormatError)
  /// A problem the vocabulary or the host words itself.
  case custom(id: String, title: String, facts: [String], hint: String?)

  /// What was done with a name that is reserved.
  public enum ReservedUse: Sendable {
    /// It was bound.
    case binding
    /// A function mentions it.
    case capture
    /// It was used before anything was shown.
    case reading
  }

  /// How a call is written.
  public enum CallForm: Sendable {
    /// `f(x)`
    case parentheses
    /// `f x`
    case juxtaposition
    /// `f [x]`, which may have been meant as indexing
    case juxtaposedBrackets
    /// `x |> f`
    case pipe
  }

  /// The two sides of a comparison that did not hold.
  public struct Comparison: Sendable {
    /// What the left side was.
    public let lhs: String
    /// The operator.
    public let symbol: String
    /// What the right side was.
    public let rhs: String
    /// Whether the sides differ by no more than rounding.
    public var isClose = false
  }

  /// A statement where it has no meaning.
  public enum Misplaced: Sendable {
    /// `break` outside a loop.
    case breakLoop
    /// `continue` outside a loop.
    case continueLoop
    /// `return` outside a function.
    case returnValue
    /// `import` inside a block.
    case importFile
    /// `:` or `_` where they stand for nothing.
    case symbol(String)
  }

  /// Why a file could not be imported.
  public enum ImportFailure: Sendable {
    /// The session may not touch files.
    case forbidden
    /// It imports itself, through these files.
    case cycle([String])
    /// It lies outside the folder of a sandbox.
    case outside
    /// Imports are nested too deeply.
    case nested(limit: Int)
  }
}

/// A problem at its place: what compiled code throws.
struct Failure: Error {
  var problem: Problem
  var site: Site
  /// Places that explain the problem, with remarks.
  var secondary: [Diagnostic.Label] = []
  /// The innermost calls that led here, and the outermost, innermost first.
  private(set) var trace: [Diagnostic.Call] = []
  /// How many calls between them are left out.
  private(set) var omittedCalls = 0

  /// How many calls are kept at either end of a trace.
  private static let keptCalls = 50

  /// Notes that the failure left a function through a call at `site`.
  mutating func left(_ function: String, at site: Site) {
    if let last = trace.last, last.source === site.source, last.span == site.span,
      last.function == function
    {
      trace[trace.count - 1].times += 1
      return
    }
    note(Diagnostic.Call(function, site.source, site.span))
  }

  /// Notes that the failure left a file that is imported at `site`.
  mutating func leftFile(importedAt site: Site) {
    note(Diagnostic.Call("", site.source, site.span, kind: .import))
  }

  private mutating func note(_ call: Diagnostic.Call) {
    trace.append(call)
    if trace.count > 2 * Failure.keptCalls {
      omittedCalls += trace.remove(at: Failure.keptCalls).times
    }
  }
}

/// A place in a source.
struct Site: Hashable, Sendable {
  let source: Source
  let span: Span

  static func == (a: Site, b: Site) -> Bool { a.source === b.source && a.span == b.span }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(source))
    hasher.combine(span)
  }
}

extension Problem {
  /// Whether the program stopped because it was asked to.
  var isInterruption: Bool {
    switch self {
    case .interrupted, .tensor(.interrupted): true
    case .autodiff(let error): error.isInterruption
    case .map(let error): error.isInterruption
    case .format(let error): error.problem == .interrupted
    case .argument(_, let problem): problem.isInterruption
    default: false
    }
  }

  /// The problem behind an error of any layer below.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let failure as Failure: self = failure.problem
    case let error as TensorError: self = .tensor(error)
    case let error as AutodiffError: self = .autodiff(error)
    case let error as MapError: self = .map(error)
    case let error as GeometryError: self = .geometry(error)
    case let error as FormatError: self = .format(error)
    case let error as PiecewiseAffineError: self = error.problem
    case let error as CurveError: self = error.problem
    case let error as SeparationError: self = error.problem
    case let diagnostic as Diagnostic:
      self = .custom(
        id: diagnostic.id, title: diagnostic.title, facts: diagnostic.facts, hint: diagnostic.hint)
    default:
      self = .custom(id: "host.error", title: "\(error)", facts: [], hint: nil)
    }
  }
}
