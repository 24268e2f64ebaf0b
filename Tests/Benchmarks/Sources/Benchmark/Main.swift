import Glibc

/// mfl's side of the benchmarks: a worker that obeys its standard input, as `peers/__main__.py` does.
///
///     prepare FOLDER      reads FOLDER/inputs/*.npy, writes FOLDER/mfl/*.npy, answers "ready"
///     measure SECONDS     answers the median seconds of one piece of work
@main
enum Main {
  static func main() {
    guard let name = CommandLine.arguments.dropFirst().first, let row = Rows.table[name] else {
      print("usage: Benchmark \(Rows.table.keys.sorted().joined(separator: "|"))")
      exit(2)
    }
    do {
      var work: Work?
      while let line = readLine() {
        let words = line.split(separator: " ", maxSplits: 1)
        switch (words.first, words.dropFirst().first) {
        case ("prepare", let folder?):
          let arrays = Arrays(folder: String(folder))
          work = try row(arrays)
          for (name, tensor) in work?.results ?? [] { try arrays.write(tensor, name) }
          answer("ready")
        case ("measure", let seconds?):
          guard let work, let budget = Double(seconds) else { exit(2) }
          answer("\(try work.median(budget: budget))")
        default: exit(2)
        }
      }
    } catch {
      answer("failed \(error)")
      exit(1)
    }
  }

  private static func answer(_ line: String) {
    print(line)
    fflush(nil)
  }
}
