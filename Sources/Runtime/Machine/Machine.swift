import Autodiff
import Language
import Maps
import Tensors

/// Where a statement sends control.
enum Flow {
  /// To the next statement.
  case next
  /// Out of the innermost loop.
  case leaveLoop
  /// To the next round of the innermost loop.
  case nextRound
  /// Out of the innermost function; its value is in `Machine.returned`.
  case leaveFunction
}

/// Control that leaves an expression which is not a statement, as in `1 + { return 2 }`.
struct Unwinding: Error {
  let flow: Flow
}

/// What a running program works on: the frame stack, the globals, and what limits it.
///
/// A machine belongs to one session and runs on that session's thread alone; compiled maps refer to
/// it, and are called on the same thread.
final class Machine: @unchecked Sendable {
  let frames: FrameStack
  let globals = GlobalStore()
  var vocabulary: Vocabulary
  let interrupt: Interrupt
  let limits: Limits
  /// Where the stack of the thread ends.
  var stackGuard: StackGuard
  let files: FileAccess
  let output: @Sendable (String) -> Void
  let notes: @Sendable (String) -> Void

  /// Whether a map is being defined, which runs its function once without anyone having asked.
  private(set) var isSilent = false

  /// What programs leave behind that takes long to free.
  let disposal = Disposal()
  /// The graphs of the functions that were differentiated.
  let graphs = GraphCache()
  /// The most threads that share work over many points.
  let threads: Int
  /// The generator behind `random` and new weights.
  var random: RandomGenerator
  /// The value of the function that is being left.
  var returned = Value.nothing
  /// The last value shown.
  var answer: Value?
  /// What the statement that runs has made of `answer`.
  var lastAnswer = StatementEffect.Answer.kept
  /// How many significant digits are shown.
  var digits: Int
  /// How wide the display is; nil for no limit.
  var width: Int?
  /// How high the display is; nil for no limit.
  var height: Int?
  /// How values are written to the output.
  var rendering: Session.Configuration.Rendering
  /// Whether input comes from a program or from someone at a prompt.
  var mode: Session.Configuration.Mode
  /// The places that maps remember as their origin.
  var origins = OriginTable()

  /// The functions of the program that have documentation, for those who search.
  var documented: () -> [(name: String, text: String)] = { [] }
  /// The stack of functions that compute only with numbers.
  private(set) lazy var numericRun = NumericRun(self)
  private(set) var hasGivenUpNumeric = false
  private(set) var isWatched = false

  private var callDepth = 0
  private(set) var steps = 0
  /// When the program that runs must have ended.
  private var deadline: Deadline?
  /// Whether steps or seconds count.
  private let isLimited: Bool
  /// What the values of the session are charged to; nil where nobody counts.
  let memory: MemoryAccount?

  init(
    vocabulary: Vocabulary, configuration: Session.Configuration, interrupt: Interrupt,
    stackSize: Int
  ) {
    self.vocabulary = vocabulary
    self.interrupt = interrupt
    limits = configuration.limits
    files = configuration.files
    output = configuration.output
    notes = configuration.notes
    digits = configuration.digits
    width = configuration.width
    height = configuration.height
    random = RandomGenerator(seed: configuration.seed)
    // The average frame is far smaller than 256 slots, so calls run out before slots do; where very
    // many calls are allowed, the stack of the thread ends first.
    frames = FrameStack(capacity: min(max(limits.callDepth, 1), 1 << 15) * 256)
    isLimited = limits.steps != nil || limits.seconds != nil
    memory = limits.bytes.map { MemoryAccount(limit: $0) }
    threads = min(max(configuration.threads, 1), Session.Configuration.threadLimit)
    mode = configuration.mode
    rendering = configuration.rendering
    stackGuard = StackGuard(stackSize: stackSize)
  }

  /// Starts a program, whose steps and seconds count from now on.
  func beginProgram() {
    steps = 0
    callDepth = 0
    deadline = limits.seconds.map { Deadline(seconds: $0) }
  }

  /// Whether the seconds of the program that runs are used up.
  var isLate: Bool { deadline?.hasPassed ?? false }

  /// Whether the program is to stop, for work that polls by itself, on whatever thread.
  var isStopping: @Sendable () -> Bool {
    let interrupt = interrupt
    guard let deadline else { return { interrupt.isRequested } }
    return { interrupt.isRequested || deadline.hasPassed }
  }

  /// Does something while every operation is looked at for NaN and infinity, or while none is.
  func watching<Result>(_ watch: Bool, _ body: () throws -> Result) rethrows -> Result {
    let before = isWatched
    isWatched = watch
    hasGivenUpNumeric = false
    defer { isWatched = before }
    return try body()
  }

  /// How many more calls may be nested.
  var callsLeft: Int { limits.callDepth - callDepth }

  /// Leaves functions that compute only with numbers to run as all others do, for the rest of the
  /// statement.
  func stopRunningNumeric() { hasGivenUpNumeric = true }

  /// Stops the program when it was asked to stop or has used up its steps or seconds.
  ///
  /// Every loop round, call and comprehension round polls, and long builtins do.
  @inline(__always)
  func poll() throws(Problem) {
    if interrupt.isRequested { throw .interrupted }
    if isLimited { try countStep() }
  }

  /// Does what the program did not ask for: nothing is shown, and no random number is used up.
  func silently<Result>(_ body: () throws -> Result) rethrows -> Result {
    let generator = random
    defer { random = generator }
    return try withoutShowing { try FiniteCheck.unwatched(body) }
  }

  /// Does something that is not shown.
  func withoutShowing<Result>(_ body: () throws -> Result) rethrows -> Result {
    let wasSilent = isSilent
    isSilent = true
    defer { isSilent = wasSilent }
    return try body()
  }

  /// Polls where the work between two polls is long, so that the clock is looked at every time.
  func pollSlowly() throws(Problem) {
    try poll()
    if isLimited, isLate { throw .interrupted }
  }

  @inline(never)
  private func countStep() throws(Problem) {
    steps += 1
    if let limit = limits.steps, steps > limit { throw .tooManySteps(limit: limit) }
    // Looking at the clock takes longer than most steps.
    if steps & 63 == 0, isLate { throw .interrupted }
  }

  /// Counts the steps taken since there were `start` as often as there are rounds like these.
  ///
  /// - Returns: false, nothing being counted, when that is more than are left.
  func repeatSteps(since start: Int, rounds: Int) -> Bool {
    guard let limit = limits.steps else { return true }
    // Each round polls once by itself.
    let (total, overflow) = (steps - start + 1).multipliedReportingOverflow(by: rounds)
    guard !overflow, total <= limit - start else { return false }
    steps = start + total
    return true
  }

  /// Forgets the steps taken since there were `start`.
  func forgetSteps(since start: Int) { steps = start }

  /// Opens the frame of the outermost level of a program, which is neither a call nor a step.
  ///
  /// - Throws: a `Failure` at `site` when there is no room for it or the program is to stop.
  func enterProgram(slots: Int, at site: Site) throws -> Frame {
    if interrupt.isRequested || isLimited && isLate {
      throw Failure(problem: .interrupted, site: site)
    }
    guard stackGuard.hasRoom, let frame = frames.push(slots, running: nil) else {
      throw tooManyCalls(at: site)
    }
    return frame
  }

  /// Closes the frame of a program.
  func leaveProgram(slots: Int) { frames.pop(slots) }

  /// Opens the frame of a call of a function, which the caller keeps alive.
  ///
  /// - Throws: a `Failure` at `site` when there are too many calls or the program is to stop.
  @inline(__always)
  func enterCall(
    of closure: Closure, slots: Int, at site: @autoclosure () -> Site
  ) throws -> Frame {
    if mustPoll { try poll(at: site()) }
    guard callDepth < limits.callDepth, stackGuard.hasRoom,
      let frame = frames.push(slots, running: closure)
    else { throw tooManyCalls(at: site()) }
    callDepth += 1
    return frame
  }

  /// Whether `poll` may have something to do.
  @inline(__always)
  var mustPoll: Bool { interrupt.isRequested || isLimited }

  @inline(never)
  private func poll(at site: Site) throws {
    try located(site) { try poll() }
  }

  @inline(never)
  private func tooManyCalls(at site: Site) -> Failure {
    Failure(problem: .tooManyCalls(limit: callDepth), site: site)
  }

  /// Polls between the rounds of a loop.
  @inline(__always)
  func pollRound(at site: @autoclosure () -> Site) throws {
    if mustPoll { try poll(at: site()) }
  }

  /// Closes the frame of a call.
  @inline(__always)
  func leaveCall(slots: Int) {
    frames.pop(slots)
    callDepth -= 1
  }

  /// Takes the value that a `return` left.
  @inline(__always)
  func takeReturned() -> Value {
    let value = returned
    returned = .nothing
    return value
  }

  /// A number for a place, by which a map made there refers to it.
  func addOrigin(_ site: Site) -> Origin { origins.add(site) }

  /// The place that an origin stands for.
  func site(of origin: Origin?) -> Site? { origin.flatMap { origins[$0.index] } }
}

extension Machine {
  /// Runs `body`, giving whatever it throws the place `site` unless it has one already.
  @inline(__always)
  func located<Result>(_ site: @autoclosure () -> Site, _ body: () throws -> Result) throws
    -> Result
  {
    do {
      return try body()
    } catch {
      throw Machine.locate(error, at: site())
    }
  }

  /// The error with a place: `site`, unless it has one or only carries control.
  static func locate(_ error: any Error, at site: Site) -> any Error {
    if error is Failure || error is Unwinding { return error }
    var failure = Failure(problem: Problem(error), site: site)
    // What a program within the program was refused for, where it is.
    if let place = (error as? Diagnostic)?.primary { failure.secondary = [place] }
    return failure
  }
}
