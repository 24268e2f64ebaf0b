/// Which files a session may read and write.
public enum FileAccess: Sendable {
  /// None: `read`, `write` and `import` are refused.
  case none
  /// Every file the process may; paths of programs that are in no file start at the folder given.
  case folder(String)
  /// Every file the process may; paths of programs that are in no file start at the working
  /// directory.
  case all
}
