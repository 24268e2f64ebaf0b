import Language

extension Explanations {
  /// Files, and what the command reads and writes.
  static let files: [Explanation] = [
    Explanation(
      "file.missing", "There is no file at this path.",
      wrong: "read \"no such file.csv\"",
      advice:
        "Paths of a program begin at its own folder, paths at the prompt at the folder mfl was\n"
        + "started in."),
    Explanation(
      "file.directory", "The path names a folder, and a file is needed.",
      wrong: "read \".\"", advice: "Name a file in it."),
    Explanation(
      "file.permission", "The system does not allow this file to be read or written.",
      advice: "Look at the rights of the file and of its folder."),
    Explanation(
      "file.path", "The text is no path: it is empty, too long, or holds a zero byte.",
      wrong: "read \"a\\u{0}b.csv\"", advice: "Write the path of a file."),
    Explanation(
      "file.size", "The file is larger than what is read, or than the memory that is left.",
      advice: "Cut it into parts."),
    Explanation(
      "file.system", "The system refused for the reason it gives.",
      advice: "Look whether the disk is full or the device is there."),
    Explanation(
      "file.interrupted",
      "Reading or writing was stopped by Ctrl-C; nothing was bound, and no file was replaced.",
      advice: "Run the statement again."),
    Explanation(
      "file.extension", "The extension chooses the format, and none has this one.",
      wrong: "write([1, 2], \"points.xyz\")",
      advice: "Known are .csv, .tsv and .npy; others are converted first."),
    Explanation(
      "file.empty", "The file has no numbers that could be points.",
      advice: "Look at the file: is it the right one, and complete?"),
    Explanation(
      "file.binary", "The file is not text in UTF-8, which programs and tables are.",
      advice: "Convert it: iconv -f latin1 -t utf-8 old > new"),
    Explanation(
      "file.outside",
      "In a sandbox a program imports files of its own folder and of those below it, by whatever\n"
        + "spelling and through whatever links.",
      advice: "Put the file beside the program, or start mfl without --sandbox."),
    Explanation(
      "file.forbidden", "This session was started without the right to touch such files.",
      advice: "The program that embeds the language, or `--sandbox`, decides which files there are."
    ),
    Explanation(
      "csv.fields", "A row of the table has more or fewer fields than the others.",
      advice: "Look at the line: a separator is missing, or stands inside a field without quotes."),
    Explanation(
      "csv.quote", "A quoted field of the table is not closed, or text follows its closing quote.",
      advice: "Quotes inside a quoted field are doubled: \"he said \"\"no\"\"\"."),
    Explanation(
      "csv.number", "A field in a column of numbers is not a number.",
      advice: "Write NA where one is missing, and a point, not a comma, before decimals."),
    Explanation(
      "npy.header", "The file does not begin as NumPy's files do.",
      advice: "Write it anew: numpy.save(\"file.npy\", array)."),
    Explanation(
      "npy.elements", "The array holds something else than real numbers.",
      advice: "Convert it: numpy.save(\"file.npy\", array.astype(float))."),
    Explanation(
      "npy.shape", "The file has more or fewer numbers than its shape says.",
      advice: "It was cut short or damaged on the way; write it anew."),
    Explanation(
      "write.shape", "The value has not the form of the file: a table has rows and columns.",
      wrong: "write(zeros(2, 2, 2), \"cube.csv\")",
      advice: "A .npy file holds any tensor; .csv and .tsv hold vectors, matrices and data."),
    Explanation(
      "output.failed", "What was shown could not be written to standard output.",
      advice: "Look whether the disk is full, or whether the reader of a pipe has gone."),
  ]
}
