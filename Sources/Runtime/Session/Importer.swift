import Language

/// A file that was imported: compiled, and run at most once.
final class ImportedFile {
  let path: String
  let module: ModuleScope
  fileprivate let program: CompiledProgram
  fileprivate var hasRun = false

  init(path: String, module: ModuleScope, program: CompiledProgram) {
    self.path = path
    self.module = module
    self.program = program
  }

  /// The names an import without `as` binds.
  var exportedNames: [String] { module.names }
}

/// Finds, compiles and runs imported files, each once for a session.
final class Importer {
  private let machine: Machine
  private var files: [String: ImportedFile] = [:]
  /// The files being compiled, each importing the next.
  private var compiling: [String] = []

  init(machine: Machine) { self.machine = machine }

  /// The file a program imports; paths are relative to the importing file.
  func load(_ path: String, from site: Site) throws -> ImportedFile {
    let found = try machine.located(site) {
      try machine.path(path, for: site.source, use: .program)
    }
    let key = SourceFile.canonical(found)
    if let file = files[key] { return file }
    if let start = compiling.firstIndex(of: key) {
      let cycle = (compiling[start...] + [key]).map(SourceFile.shown)
      throw Failure(problem: .importFailed(path: path, .cycle(cycle)), site: site)
    }
    let limit = min(machine.limits.importDepth, Limits.importBound)
    guard compiling.count < limit else {
      throw Failure(problem: .importFailed(path: path, .nested(limit: limit)), site: site)
    }
    compiling.append(key)
    defer { compiling.removeLast() }
    let source = try machine.located(site) {
      try SourceFile.read(found, isStopping: machine.isStopping)
    }
    let module = ModuleScope()
    let program = try noting(importAt: site) {
      try Compiler.compile(
        try SourceParser.parse(source, machine.limits), machine: machine, module: module,
        imports: self,
        showing: .silent)
    }
    let file = ImportedFile(path: key, module: module, program: program)
    files[key] = file
    return file
  }

  /// Notes the file a session runs, so that files it imports cannot import it in turn.
  func compilingMain<Result>(_ path: String?, _ body: () throws -> Result) rethrows -> Result {
    guard let path else { return try body() }
    compiling.append(SourceFile.canonical(path))
    defer { compiling.removeLast() }
    return try body()
  }

  /// Forgets the files read so far, so that each is read again when it is imported again.
  ///
  /// What they bound goes, but for what functions in use may still read.
  func forget() {
    files = [:]
    machine.globals.reclaim()
  }

  /// The files that have run.
  var filesRun: Set<String> {
    get { Set(files.filter(\.value.hasRun).keys) }
    set { for (path, file) in files { file.hasRun = newValue.contains(path) } }
  }

  /// Runs an imported file, unless it has run already.
  func run(_ file: ImportedFile, from site: Site) throws {
    guard !file.hasRun else { return }
    let slots = file.program.slotCount
    let frame = try machine.enterProgram(slots: slots, at: site)
    defer { machine.leaveProgram(slots: slots) }
    try noting(importAt: site) {
      for statement in file.program.statements { _ = try statement.run(machine, frame) }
    }
    file.hasRun = true
  }

  /// Does something with an imported file; what it throws tells where the file was imported.
  private func noting<Result>(importAt site: Site, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch var failure as Failure {
      failure.leftFile(importedAt: site)
      throw failure
    } catch var diagnostic as Diagnostic {
      diagnostic.trace.append(Diagnostic.Call("", site.source, site.span, kind: .import))
      throw diagnostic
    }
  }
}
