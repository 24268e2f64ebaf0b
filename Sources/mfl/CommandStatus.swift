/// What the command tells the shell (language.md §6).
enum CommandStatus: Int32 {
  case success = 0
  /// A run-time error.
  case failure = 1
  /// Wrong usage of the command.
  case usage = 2
  /// The source does not parse.
  case syntax = 65
  /// Interrupted by Ctrl-C.
  case interrupted = 130
}
