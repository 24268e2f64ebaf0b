/// Which files a session may read and write.
public enum FileAccess: Sendable {
  /// None: `read`, `write` and `import` are refused.
  case none
  /// Every file the process may; relative paths start at the folder given.
  case folder(String)
  /// Every file the process may; relative paths start at the working directory.
  case all
}
