import Glibc
import Runtime
import Synchronization

/// The signals the command handles: Ctrl-C, a new size of the terminal, stopping and going on.
///
/// The handlers do nothing but set a flag and write one byte into a pipe, so that a `poll` that
/// waits for input wakes up too.
enum Signals {
  /// What Ctrl-C asks of the program that runs, or is about to.
  static let interrupt = Interrupt()

  /// Whether Ctrl-C was pressed since `clear`, even if it has ended a program by then.
  static var isInterrupted: Bool { pressed.load(ordering: .relaxed) }

  private static let pressed = Atomic<Bool>(false)

  /// What woke the reader of the pipe.
  enum Event: UInt8 {
    case interrupt = 0x49
    case resize = 0x57
    case stop = 0x5A
    case resume = 0x43
    /// What ends the process, once the terminal has been given back.
    case hangUp = 0x48
    case quit = 0x51
    case terminate = 0x54
  }

  /// The end of the pipe to wait at.
  static var wakeUp: Int32 { ends.read }

  /// Installs the handlers; a closed pipe on standard output becomes an error of `write`.
  ///
  /// A shell without jobs wants Ctrl-C ignored in what it starts with `&`, and it stays so.
  static func install() {
    _ = ends
    _ = interrupt
    _ = isInterrupted
    signal(SIGPIPE, SIG_IGN)
    if isIgnored(SIGINT) { return }
    handle(SIGINT) { _ in
      Signals.pressed.store(true, ordering: .relaxed)
      Signals.interrupt.request()
      Signals.post(.interrupt)
    }
  }

  /// Installs the handlers that only a prompt needs.
  static func installForPrompt() {
    handle(SIGWINCH) { _ in Signals.post(.resize) }
    handle(SIGCONT) { _ in Signals.post(.resume) }
  }

  /// Makes what stops or ends the process an event while a line is being read, for the terminal
  /// must be given back first; a program that runs is stopped or ended at once.
  static func holdStops() {
    for number in held {
      switch number {
      case SIGTSTP: handle(number) { _ in Signals.post(.stop) }
      case SIGHUP: handle(number) { _ in Signals.post(.hangUp) }
      case SIGQUIT: handle(number) { _ in Signals.post(.quit) }
      default: handle(number) { _ in Signals.post(.terminate) }
      }
    }
  }

  /// Gives those signals back to the system.
  static func releaseStops() {
    for number in held { signal(number, SIG_DFL) }
  }

  /// Does to the process what the signal would have done, and returns when it goes on.
  static func obey(_ event: Event) {
    deliver(event)
    holdStops()
  }

  private static func deliver(_ event: Event) {
    let number =
      switch event {
      case .stop: SIGTSTP
      case .hangUp: SIGHUP
      case .quit: SIGQUIT
      case .terminate: SIGTERM
      case .interrupt, .resize, .resume: SIGCONT
      }
    releaseStops()
    kill(getpid(), number)
  }

  /// The signals that whoever started us does not want ignored, as a shell without jobs does Ctrl-Z.
  private static let held: [Int32] = [SIGTSTP, SIGHUP, SIGQUIT, SIGTERM].filter {
    !isIgnored($0)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// The oldest event not yet taken.
  static func next() -> Event? {
    var byte: UInt8 = 0
    while read(ends.read, &byte, 1) == 1 {
      if let event = Event(rawValue: byte) { return event }
    }
    return nil
  }

  /// Forgets every Ctrl-C so far, so that the next line begins undisturbed; what was to stop or end
  /// the process does so now.
  static func clear() {
    pressed.store(false, ordering: .relaxed)
    interrupt.clear()
    while let event = next() {
      switch event {
      case .interrupt, .resize, .resume: break
      case .stop, .hangUp, .quit, .terminate: deliver(event)
      }
    }
  }

  private static let ends: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends {
      // Neither end may block: a full pipe has woken its reader already.
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    return (ends[0], ends[1])
  }()

  private static func post(_ event: Event) {
    let code = errno
    var byte = event.rawValue
    write(ends.write, &byte, 1)
    errno = code
  }

  private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(number, &action, nil)
    // Whoever started us may have blocked the signal, and the mask is inherited.
    var numbers = sigset_t()
    sigemptyset(&numbers)
    sigaddset(&numbers, number)
    pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
  }
}
