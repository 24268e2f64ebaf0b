public import Autodiff
public import Language
import Tensors

/// A running copy of the language: the one door by which a program embeds it.
///
/// A session keeps its bindings from one run to the next, and shares nothing with other sessions.
///
///     let session = Session(.init(output: { print($0, terminator: "") }))
///     _ = session.run("net = affine(2, 8) |> tanh", name: "<lesson>")
///     let width = try session.evaluate("count net.layers")
///
/// Everything happens on a thread of the session's own with a large stack; calls wait for it, and
/// those from several threads take turns. `interrupt()` alone does not wait. What the session calls
/// — `output`, `notes`, functions of the host — runs on that thread too, and may call the session
/// again: a program that runs within another shares its limits, and what it binds is put back when
/// the statement around it fails. It must not wait for another thread that calls the session.
public final class Session: @unchecked Sendable {
  // Sendable because `engine` is used on the session's thread alone, and everything else is.

  /// How the session began.
  public let configuration: Configuration
  private let interruption: Interrupt
  private let thread = OwnedThread()
  private let hasThread: Bool
  /// Gives turns to the callers on whose threads programs run where the session has none.
  private let turn = RecursiveLock()
  /// All state; made, used and released on the session's thread.
  private var engine: Engine?

  /// Whose thread programs run on.
  enum Place {
    /// The session's own, or the callers' where the system gives none.
    case ownThread
    /// The callers', which take turns.
    case callersThread
  }

  /// The stack that a caller's thread is taken to have left, for it may be small.
  private static let callersStackSize = 512 << 10

  /// A session with the standard vocabulary.
  public convenience init(_ configuration: Configuration = Configuration()) {
    self.init(configuration, on: .ownThread)
  }

  init(_ configuration: Configuration, on place: Place) {
    self.configuration = configuration
    let interruption = configuration.interrupt ?? Interrupt()
    self.interruption = interruption
    hasThread =
      switch place {
      case .ownThread: thread.start()
      case .callersThread: false
      }
    let stackSize = hasThread ? OwnedThread.stackSize : Session.callersStackSize
    engine = perform {
      Engine(configuration, interrupt: interruption, stackSize: stackSize)
    }
  }

  deinit {
    perform { engine = nil }
    if hasThread { thread.stop() }
  }

  /// Runs a program and shows its values through the configuration's `output`.
  ///
  /// A statement that fails, is interrupted or meets a limit leaves every binding as it was; those
  /// before it keep their effect.
  ///
  /// - Parameters:
  ///   - text: the program.
  ///   - name: what diagnostics call it: a path, by whose folder relative paths in the program go, or
  ///     a name in angle brackets such as `<lesson>`.
  /// - Returns: whether it ran to its end, or the diagnostic of the first error and its stage.
  public func run(_ text: String, name: String) -> Outcome {
    withEngine { $0.run(text, name: name) } ?? .finished
  }

  /// Runs a program and returns the value of its last statement, showing nothing of its own.
  ///
  /// - Parameters:
  ///   - text: the program.
  ///   - name: what diagnostics call it, as for `run`.
  /// - Returns: the value; `.nothing` when the last statement is no expression.
  /// - Throws: the diagnostic of the first error, with its place in the text.
  public func evaluate(
    _ text: String, name: String = "<evaluate>"
  ) throws(Diagnostic) -> Value {
    let result: Result<Value, Diagnostic>? = withEngine { $0.evaluate(text, name: name) }
    return try (result ?? .success(.nothing)).get()
  }

  /// Asks the running program to stop; any thread may, and nothing is waited for.
  ///
  /// The statement that runs ends within a tenth of a second with the stage `.interrupted` and leaves
  /// every binding as it was. Where nothing runs, nothing happens.
  public func interrupt() { interruption.requestOfRunning() }

  /// Runs the last statement once more, watched for the operation that first gave NaN or infinity.
  ///
  /// The statement finds the bindings and random numbers it found the first time; nothing is shown,
  /// and what it changes is put back. Files it writes are written again.
  public func findNaN() -> NaNSearch { withEngine { $0.findNaN() } ?? .nothingRan }

  /// The value of a name the session has bound; setting nil forgets it.
  ///
  /// `ans` is the value shown last. What `bind` refuses is not bound, and reads as nil.
  public subscript(name: String) -> Value? {
    get { withEngine { $0.value(of: name) } ?? nil }
    set { _ = withEngine { engine in try? engine.bind(name, to: newValue) } }
  }

  /// Binds a name as a program would.
  ///
  /// - Throws: the diagnostic of a text that is no name, or of one name too many.
  public func bind(_ name: String, to value: Value) throws(Diagnostic) {
    let result: Result<Void, Diagnostic>? = withEngine { engine in
      do throws(Problem) { return .success(try engine.bind(name, to: value)) } catch {
        return .failure(engine.diagnostic(error, Source(name: "<bind>", text: name)))
      }
    }
    try result?.get()
  }

  /// Adds an entry of the host to the vocabulary, or replaces one: a function, or a constant.
  ///
  /// Its name is found by completion and `describe`, its arguments are checked as those of the
  /// language's own functions are, and what it throws becomes a diagnostic at the call: a
  /// `Diagnostic` or a `Problem` as it is, any other error by its description.
  public func define(_ builtin: Builtin) {
    var own = builtin
    own.author = .host
    let entry = own
    _ = withEngine { $0.machine.vocabulary.add(entry) }
  }

  /// Adds a function of the host to the vocabulary.
  ///
  ///     session.define("twice", [.required("x", .number)], "Twice a number.") { _, arguments in
  ///       .number(2 * (try arguments.number("x")))
  ///     }
  ///
  /// - Parameters:
  ///   - name: what programs call it.
  ///   - parameters: what it takes.
  ///   - summary: what it does, in one sentence.
  ///   - implementation: what runs, on the session's thread.
  public func define(
    _ name: String, _ parameters: [Builtin.Parameter], _ summary: String,
    implementation: @escaping @Sendable (Context, Arguments) throws -> Value
  ) {
    define(
      Builtin(
        name, topic: "host", parameters: parameters, result: "value", summary: summary,
        implementation: implementation))
  }

  /// The names the session has bound, in the order in which they were first bound.
  public var names: [String] { withEngine { $0.names } ?? [] }

  /// What could stand at a place in a line, and the UTF-8 offset where it would begin.
  ///
  /// - Parameters:
  ///   - line: one line or several, complete or not.
  ///   - cursor: how many of its UTF-8 bytes are before the cursor.
  public func complete(_ line: String, at cursor: Int) -> Completions {
    withEngine { Completion(line, at: cursor, $0).answer } ?? .none(at: cursor)
  }

  /// What `?name` shows, or at the full level `??name`: of a binding, a definition with its
  /// documentation, the vocabulary, a word or sign of the language, a property or a topic.
  ///
  /// The empty name and `help` give the first page; nil where nothing is known of the name.
  public func describe(_ name: String, _ level: HelpLevel = .short) -> String? {
    withEngine { $0.describe(name, level) } ?? nil
  }

  /// What to say of a name nothing is known of: what may have been meant, and what mentions it.
  public func suggestions(for name: String) -> String {
    withEngine { $0.suggestions(for: name) } ?? ""
  }

  /// How often functions were recorded to be differentiated, and forgotten again.
  public var graphStatistics: GraphCache.Statistics {
    withEngine { $0.machine.graphs.statistics } ?? GraphCache.Statistics()
  }

  /// The entries of the vocabulary, in the order of the reference.
  public var vocabulary: [Builtin] { withEngine { $0.machine.vocabulary.entries } ?? [] }

  /// How many significant digits are shown.
  public var digits: Int {
    get { withEngine { $0.machine.digits } ?? configuration.digits }
    set { _ = withEngine { $0.machine.digits = min(max(newValue, 1), 17) } }
  }

  /// Whether input comes from a program or from someone at a prompt.
  public var mode: Configuration.Mode {
    get { withEngine { $0.machine.mode } ?? configuration.mode }
    set { _ = withEngine { $0.machine.mode = newValue } }
  }

  /// How wide lines may be; nil for no limit.
  public var width: Int? {
    get { withEngine { $0.machine.width } ?? nil }
    set { _ = withEngine { $0.machine.width = newValue } }
  }

  /// How many lines what is shown may have; nil for no limit.
  public var height: Int? {
    get { withEngine { $0.machine.height } ?? nil }
    set { _ = withEngine { $0.machine.height = newValue } }
  }

  /// How values are written to the output.
  public var rendering: Configuration.Rendering {
    get { withEngine { $0.machine.rendering } ?? configuration.rendering }
    set { _ = withEngine { $0.machine.rendering = newValue } }
  }

  /// Values as text, as the session shows them.
  public var valueText: ValueText { withEngine { $0.machine.valueText } ?? ValueText() }

  func withEngine<Result>(_ body: (Engine) -> Result) -> Result? {
    perform { engine.map(body) }
  }

  private func perform<Result>(_ body: () -> Result) -> Result {
    guard hasThread else {
      return turn.perform { isOutermost in
        // Each caller's stack is elsewhere.
        if isOutermost {
          engine?.machine.stackGuard = StackGuard(stackSize: Session.callersStackSize)
        }
        return body()
      }
    }
    var watch = MemoryWatch()
    return thread.perform(
      lookingUp: { if watch.isRunningOut() { interruption.requestForMemory() } }, body)
  }
}

extension Session {
  /// Whether work that was interrupted is still being brought to its end, in any session.
  ///
  /// Decompositions by LAPACK cannot stop in the middle: the session goes on at once, and a helper
  /// thread computes to the end what nobody will see. A process that ends meanwhile should leave by
  /// `_exit`, since `exit` takes the library down under the helper.
  public static var hasLeftOverWork: Bool { LongWork.isLeftOver }
}
