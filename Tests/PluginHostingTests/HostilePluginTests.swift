import Foundation
import PluginHosting
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// A broken plugin costs its own messages, and nothing of it stays.
@Suite(.serialized) struct HostilePluginTests {
  /// What each does on a message with "poison" in it.
  static let modes = [
    "hangs", "exits", "forks", "floodsStdout", "answersTwice", "wrongID", "halfLine", "longLine",
    "eatsMemory", "garbage", "wrongCount", "badOpinion", "deepAnswer", "spins", "notJSONNumber",
    "closesStdin",
  ]
  /// In these the poisoned message is answered before the process breaks.
  private static let answered: Set<String> = ["floodsStdout", "answersTwice", "closesStdin"]

  @Test(arguments: modes)
  func onlyThePoisonedMessageIsLost(mode: String) async throws {
    let fixture = try HostedFixture.hostile(
      mode, run: ["deadline": "1s", "memoryMiB": 128, "cpu": "1s"])
    let stage = ExternalStage(fixture.launch)
    let outcomes = await evaluate(stage, poison: [4], of: 12)
    for (index, outcome) in outcomes.enumerated() where index != 4 {
      #expect(throws: Never.self, "\(mode), message \(index)") { try outcome.get() }
    }
    if !Self.answered.contains(mode) {
      #expect(throws: (any Error).self, "\(mode)") { try outcomes[4].get() }
    }
    stage.end()
    await PluginProcesses.ended()
    #expect(try fixture.left() == [], "\(mode)")
  }

  /// Each costs a process while messages are asked about alone: no sign that nothing works.
  @Test func severalPoisonedMessagesHarmNoOther() async throws {
    let fixture = try HostedFixture.hostile("exits")
    let stage = ExternalStage(fixture.launch)
    let poison: Set = [3, 4, 5, 6]
    let outcomes = await evaluate(stage, poison: poison, of: 20)
    for (index, outcome) in outcomes.enumerated() {
      if poison.contains(index) {
        #expect(throws: (any Error).self, "message \(index)") { try outcome.get() }
      } else {
        #expect(throws: Never.self, "message \(index)") { try outcome.get() }
      }
    }
    stage.end()
    await PluginProcesses.ended()
  }

  /// These harm nobody.
  @Test(arguments: ["floodsStderr", "ignoresTerm"])
  func whatIsOnlyRudeIsBorne(mode: String) async throws {
    let fixture = try HostedFixture.hostile(mode, run: ["deadline": "5s"])
    let stage = ExternalStage(fixture.launch)
    for outcome in await evaluate(stage, poison: [1], of: 4) {
      #expect(throws: Never.self, "\(mode)") { try outcome.get() }
    }
    stage.end()
    await PluginProcesses.ended()
    #expect(try fixture.left() == [], "\(mode)")
    #expect(fixture.log.lines.count < 40)
    #expect(fixture.log.lines.allSatisfy { $0.count <= 1000 })
  }

  /// A plugin that never starts: every message is given up soon, and says why.
  @Test(arguments: ["dead", "slowStart"])
  func aPluginThatDoesNotStartGivesMessagesUpSoon(mode: String) async throws {
    let fixture = try HostedFixture.hostile(mode)
    let stage = ExternalStage(fixture.launch)
    let start = SystemTime.monotonicSeconds
    let outcomes = await evaluate(stage, poison: [], of: 8)
    #expect(SystemTime.monotonicSeconds - start < stage.longestCall.seconds + 5)
    for outcome in outcomes {
      #expect(throws: (any Error).self) { try outcome.get() }
    }
    stage.end()
    await PluginProcesses.ended()
    #expect(try fixture.left() == [])
  }

  /// Messages of a batch that was late are given up in time also when the next process does not
  /// start: the daemon's watchdog would end it otherwise.
  @Test func whatWasGivenBackDoesNotWaitForASlowRestart() async throws {
    let fixture = try HostedFixture(
      ["kind": "stage", "command": ["./slow.py"], "name": "slow"],
      files: ["slow.py": Self.slowRestart], run: ["deadline": "500ms"])
    let stage = ExternalStage(fixture.launch)
    let start = SystemTime.monotonicSeconds
    for outcome in await evaluate(stage, poison: [], of: 3) {
      #expect(throws: (any Error).self) { try outcome.get() }
    }
    #expect(SystemTime.monotonicSeconds - start < PluginProcess.startDeadline.seconds - 2)
    stage.end()
    await PluginProcesses.ended()
    #expect(try fixture.left() == [])
  }

  private static let slowRestart = """
    #!/usr/bin/python3
    import json, os, sys, time
    if os.path.exists("started"):
        time.sleep(60)
    open("started", "w").close()
    for line in sys.stdin:
        ask = json.loads(line)
        if ask["method"] == "evaluate":
            time.sleep(60)
        result = json.load(open("plugin.json")) if ask["method"] == "initialize" else {}
        print(json.dumps({"jsonrpc": "2.0", "id": ask["id"], "result": result}), flush=True)
    """

  @Test func aPluginThatChangesWhatItIsStaysOutOfService() async throws {
    let fixture = try HostedFixture.hostile("changesDeclaration")
    let stage = ExternalStage(fixture.launch)
    _ = await evaluate(stage, poison: [0], of: 1)
    try await eventually("it is out of service", within: .seconds(5)) {
      do { _ = try await stage.evaluate(.make("hello"), in: .make()) } catch {
        return "\(error)".contains("out of service")
      }
      return false
    }
    stage.end()
    await PluginProcesses.ended()
  }

  @Test func afterThreeFailuresMessagesAreGivenUpAtOnce() async throws {
    let fixture = try HostedFixture.hostile("exits")
    let stage = ExternalStage(fixture.launch)
    for _ in 0..<3 { _ = await evaluate(stage, poison: [0], of: 1) }
    let outcome = await evaluate(stage, poison: [], of: 1)[0]
    #expect(throws: (any Error).self) { try outcome.get() }
    // And later it works.
    try await eventually("it is tried again", within: .seconds(20)) {
      do { return try await !stage.evaluate(.make("hello"), in: .make()).findings.isEmpty } catch {
        return false
      }
    }
    stage.end()
    await PluginProcesses.ended()
  }

  private func evaluate(_ stage: ExternalStage, poison: Set<Int>, of count: Int) async
    -> [Result<Opinion, any Error>]
  {
    await withTaskGroup(of: (Int, Result<Opinion, any Error>).self) { group in
      for index in 0..<count {
        group.addTask {
          let text = poison.contains(index) ? "poison" : "hello \(index)"
          do {
            return (index, .success(try await stage.evaluate(.make(text), in: .make())))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var all: [(Int, Result<Opinion, any Error>)] = []
      for await one in group { all.append(one) }
      return all.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
