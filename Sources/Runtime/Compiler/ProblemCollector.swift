/// Keeps the problems of a program that is looked at and not run, so that all of them are told.
final class ProblemCollector {
  private(set) var failures: [any Error] = []

  func add(_ failure: any Error) { failures.append(failure) }
}
