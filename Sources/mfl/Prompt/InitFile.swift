import Glibc

/// The program that runs whenever a prompt starts.
enum InitFile {
  /// `$XDG_CONFIG_HOME/mfl/init.mfl`, by default `~/.config/mfl/init.mfl`; nil where there is none.
  static var path: String? {
    guard let folder = Terminal.folder("XDG_CONFIG_HOME", orInHome: ".config") else { return nil }
    let path = folder + "/mfl/init.mfl"
    return access(path, F_OK) == 0 ? path : nil
  }
}
