import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import TestSupport
import Testing

/// A poisonous message goes to a human and takes no other message with it (P6). The daemon is a
/// real process, started again whenever it ends, as a service manager does.
@Suite(.serialized) struct CrashTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var poison: String
    /// Ends by a trap before the process gets through.
    var traps: Int
    /// Ends by the watchdog.
    var hangs: Int
    var reason: String
  }

  static let cases = [
    Case(testDescription: "throw", poison: "throw", traps: 0, hangs: 0, reason: "failed"),
    Case(testDescription: "trap", poison: "trap", traps: 3, hangs: 0, reason: "3 crashes"),
    Case(testDescription: "hang", poison: "hang", traps: 0, hangs: 1, reason: "hung"),
  ]

  @Test(arguments: cases)
  func aPoisonousMessageIsHandedOffAndAllOthersAreAnswered(_ example: Case) async throws {
    let folder = try TemporaryFolder()
    let texts = (0..<12).map { $0 == 5 ? example.poison : "question \($0)" }
    try folder.write(texts.joined(separator: "\n"), to: "messages.txt")
    let ends = try await runUntilDone(folder)
    #expect(ends.filter { $0 == .trapped }.count == example.traps)
    #expect(ends.filter { $0 == .exited(Watchdog.exitStatus) }.count == example.hangs)
    #expect(ends.last == .exited(0))
    try check(folder, texts, example.poison)
    try await checkStore(folder, example)
  }

  private enum End: Equatable {
    case exited(Int32)
    case trapped
  }

  private func runUntilDone(_ folder: TemporaryFolder) async throws -> [End] {
    var ends: [End] = []
    while ends.last != .exited(0), ends.count < 8 {
      let process = Process()
      process.executableURL = TestPaths.buildFolder.appending(path: "CrashingDaemon")
      process.arguments = [folder.path]
      // The runtime's own report of a trap takes seconds and is of no use here.
      process.environment = ["SWIFT_BACKTRACE": "enable=no"]
      process.standardError = FileHandle.nullDevice
      try process.run()
      do {
        try await eventually("the daemon ends", within: .seconds(120)) { !process.isRunning }
      } catch {
        kill(process.processIdentifier, SIGKILL)
        throw error
      }
      ends.append(
        process.terminationReason == .exit ? .exited(process.terminationStatus) : .trapped)
    }
    return ends
  }

  private func check(_ folder: TemporaryFolder, _ texts: [String], _ poison: String) throws {
    func lines(_ name: String) throws -> [String] {
      try String(contentsOfFile: folder.path(of: name), encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
    let posted = try lines("posts.txt").map { String($0.split(separator: "\t")[1]) }
    #expect(posted.sorted() == texts.filter { $0 != poison }.map { "Re: \($0)" }.sorted())
    #expect(Set(try lines("told.txt")) == [poison])
  }

  private func checkStore(_ folder: TemporaryFolder, _ example: Case) async throws {
    let store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"))
    let status = try await store.status(now: fixtureTime)
    #expect(status.answered == 11 && status.handedOff == 1)
    let handoffs = try await store.handoffs(waitingOnly: true, limit: 9)
    #expect(handoffs.count == 1)
    #expect(handoffs.first?.reason.contains(example.reason) == true)
    let rules = VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: false)
    #expect(try await store.verify(now: SystemTime().now, rules: rules).isEmpty)
  }
}
