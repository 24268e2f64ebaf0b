import Autodiff
import Formats
import Foundation
import Language
import Maps
import Synchronization
import Tensors
import Testing

@testable import Runtime

@Suite("A request to stop")
struct InterruptionTests {
  @Test("is of the programs that run, and forgotten with the last of them")
  func programs() {
    let interrupt = Interrupt()
    interrupt.requestOfRunning()
    #expect(!interrupt.isRequested)
    interrupt.programBegins()
    interrupt.programBegins()
    interrupt.requestOfRunning()
    #expect(interrupt.isRequested && !interrupt.isForMemory)
    interrupt.programEnds()
    #expect(interrupt.isRequested)
    interrupt.programEnds()
    #expect(!interrupt.isRequested)
  }

  @Test("made while no program runs is of the next, unless it is taken back")
  func early() {
    let interrupt = Interrupt()
    interrupt.request()
    interrupt.programBegins()
    #expect(interrupt.isRequested)
    interrupt.clear()
    #expect(!interrupt.isRequested)
    interrupt.request()
    interrupt.programEnds()
    #expect(!interrupt.isRequested)
  }

  @Test("keeps the reason it was made for first")
  func reasons() {
    let interrupt = Interrupt()
    interrupt.requestForMemory()
    #expect(!interrupt.isRequested && !interrupt.isForMemory)
    interrupt.programBegins()
    interrupt.requestForMemory()
    interrupt.request()
    #expect(interrupt.isRequested && interrupt.isForMemory)
    interrupt.clear()
    #expect(!interrupt.isRequested && !interrupt.isForMemory)
    interrupt.request()
    interrupt.requestForMemory()
    #expect(interrupt.isRequested && !interrupt.isForMemory)
  }

  @Test(
    "is known whichever layers wrapped it",
    arguments: [
      Problem.interrupted, .tensor(.interrupted), .autodiff(.interrupted),
      .autodiff(.tensor(.interrupted)), .map(.autodiff(.interrupted)),
      .map(.autodiff(.tensor(.interrupted))), .format(FormatError("a.csv", .interrupted)),
      .argument(0, .map(.autodiff(.tensor(.interrupted)))),
    ])
  func wrappings(_ problem: Problem) {
    #expect(problem.isInterruption)
    #expect(
      Problem(
        Failure(problem: problem, site: Site(source: Source(name: "", text: ""), span: Span(0, 0)))
      ).isInterruption)
  }

  @Test("is nothing else that can go wrong")
  func others() {
    #expect(!Problem.map(.autodiff(.tensor(.negativeExtent(axis: 0, extent: -1)))).isInterruption)
    #expect(!Problem.map(.emptyChain).isInterruption)
    #expect(!Problem.format(FormatError("a.csv", .empty)).isInterruption)
  }

  @Test("to whatever runs never waits for the next program, however close the end")
  func races() {
    let interrupt = Interrupt()
    let isDone = Atomic(false)
    let asking = Askers()
    for ask in [interrupt.requestOfRunning, interrupt.requestForMemory] {
      asking.begin {
        while !isDone.load(ordering: .relaxed) { ask() }
      }
    }
    var late = 0
    for _ in 0..<100_000 {
      interrupt.programBegins()
      interrupt.programEnds()
      for _ in 0..<3 where interrupt.isRequested || interrupt.isForMemory { late += 1 }
      interrupt.clear()
    }
    isDone.store(true, ordering: .relaxed)
    asking.wait()
    #expect(late == 0)
  }
}

/// Threads that are waited for.
private final class Askers: Sendable {
  private let group = DispatchGroup()

  func begin(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue.global().async(group: group, execute: body)
  }

  func wait() { group.wait() }
}
