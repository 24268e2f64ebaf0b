public import Language

extension Session {
  /// How a session behaves.
  public struct Configuration: Sendable {
    /// Whether input comes from a program or from someone at a prompt.
    public enum Mode: Sendable {
      /// Bindings show nothing.
      case script
      /// Bindings show a one-line summary, and a line may begin with `|>`.
      case prompt
    }

    /// Which statements are watched for operations that give NaN or infinity.
    public enum NaNChecks: Sendable {
      /// None but the one `findNaN` is asked about.
      case onRequest
      /// Every one: a statement that gives a number which is not finite fails, and names the
      /// operation. Nothing is kept or shared between points, so that it is much slower.
      case everyStatement
    }

    /// How values are written to the output.
    public enum Rendering: Sendable {
      /// As text for people.
      case text
      /// As text with colours, for people at a terminal.
      case coloredText
      /// As JSON, one line for every value shown and every text printed.
      case json
    }

    /// The seed of the generator.
    public var seed: UInt64 = 0
    /// Receives everything that is shown; line breaks are part of the text.
    public var output: @Sendable (String) -> Void
    /// Receives remarks that are not results, one line each without its line break.
    public var notes: @Sendable (String) -> Void
    /// Which files may be read and written.
    public var files: FileAccess
    /// The request to stop that the session obeys; nil for one of the session's own.
    ///
    /// Sessions that are given the same one stop together.
    public var interrupt: Interrupt?
    /// Whether input comes from a program or from someone at a prompt.
    public var mode: Mode
    /// The columns of the terminal; nil where lines may be of any length.
    public var width: Int?
    /// The lines of the terminal; nil where there may be any number.
    public var height: Int?
    /// The most significant digits of a number shown.
    public var digits: Int
    /// The greatest number of threads that makes any difference.
    public static let threadLimit = 64
    /// How values are written to the output.
    public var rendering: Rendering
    /// How much may be used.
    public var limits: Limits
    /// The most threads that share work over many points; answers do not depend on it.
    public var threads: Int
    /// Which statements are watched for operations that give NaN or infinity.
    public var nanChecks: NaNChecks

    /// A configuration from its parts.
    public init(
      seed: UInt64 = 0, output: @escaping @Sendable (String) -> Void = { _ in },
      notes: @escaping @Sendable (String) -> Void = { _ in },
      files: FileAccess = .none, interrupt: Interrupt? = nil, mode: Mode = .script,
      width: Int? = nil, height: Int? = nil, digits: Int = 5, limits: Limits = Limits(),
      threads: Int = 2,
      nanChecks: NaNChecks = .onRequest, rendering: Rendering = .text
    ) {
      self.seed = seed
      self.output = output
      self.notes = notes
      self.files = files
      self.interrupt = interrupt
      self.mode = mode
      self.width = width
      self.height = height
      self.digits = digits
      self.limits = limits
      self.threads = threads
      self.nanChecks = nanChecks
      self.rendering = rendering
    }
  }

  /// What became of a program.
  public enum Outcome: Sendable {
    /// It ran to its end.
    case finished
    /// It stopped at its first error.
    case failed(Diagnostic, stage: Stage)
    /// At the prompt: it is not complete yet; what it waits for.
    case incomplete(waitingFor: String)
  }

  /// Where a program stopped.
  public enum Stage: Sendable {
    /// It does not parse; none of it ran.
    case parsing
    /// It has a name that means nothing, or imports what cannot be; none of it ran.
    case resolving
    /// A statement failed.
    case running
    /// It was asked to stop.
    case interrupted
  }
}
