import Foundation
import TestSupport
import Testing

/// A harness that never fails proves nothing: each planted bug must make it fail.
@Suite(.serialized) struct PlantedBugTests {
  /// What `Tests/planted.sh` built with the bugs in it.
  private static let variable = "REPLYD_PLANTED"

  private struct Verdict {
    var status: Int32
    var words: String
  }

  /// nil where there is no such build.
  private func verdict(bug: String?) async throws -> Verdict? {
    guard let path = ProcessInfo.processInfo.environment[Self.variable] else {
      print("NOT RUN: planted bugs: run Tests/planted.sh, or name its binary in \(Self.variable)")
      return nil
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    var environment = ProcessInfo.processInfo.environment
    environment["REPLYD_PLANTED_BUG"] = bug
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // Not blocking a thread that other tests need; what it says fits into the pipe.
    try await eventually("the harness ends", within: .seconds(300)) { !process.isRunning }
    let words = try output.fileHandleForReading.readToEnd() ?? Data()
    return Verdict(
      status: process.terminationStatus, words: String(decoding: words, as: UTF8.self))
  }

  @Test func withoutABugTheHarnessFindsNothing() async throws {
    guard let verdict = try await verdict(bug: nil) else { return }
    print(verdict.words)
    #expect(verdict.status == 0, "\(verdict.words)")
  }

  /// The bug, and words of the finding that must name it.
  @Test(arguments: [
    ("cursorBeforeRows", "messages were lost"),
    ("receiptBeforePost", "no answer to its words"),
    ("synchronousNormal", "did not accept synchronous = FULL"),
    ("blindRetry", "was posted 2 times"),
    ("noFence", "no answer to its words"),
    ("holdMissesOutbox", "a send that started during a hold"),
    ("toldBeforeNotify", "nobody was told"),
  ])
  func thePlantedBugIsCaught(_ bug: String, finding: String) async throws {
    guard let verdict = try await verdict(bug: bug) else { return }
    #expect(verdict.status == 1, "\(bug): \(verdict.words)")
    #expect(verdict.words.contains(finding), "\(bug): \(verdict.words)")
    print("caught: \(bug)")
  }
}
