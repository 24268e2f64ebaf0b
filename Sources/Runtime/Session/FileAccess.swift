/// Which files a session may read and write.
public enum FileAccess: Sendable {
  /// None: `read`, `write` and `import` are refused.
  case none
  /// Programs of the folder given and those below it may be imported, and nothing else: `read` and
  /// `write` are refused, and so are paths and links that lead out of the folder.
  case sandbox(String)
  /// Every file the process may; paths of programs that are in no file start at the folder given.
  case folder(String)
  /// Every file the process may; paths of programs that are in no file start at the working
  /// directory.
  case all

  /// What a program wants of a file.
  enum Use {
    /// To read or write what is in it.
    case data
    /// To import it.
    case program
  }
}
