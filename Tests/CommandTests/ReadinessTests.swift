import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// `/readyz`, alarms and the dead-man ping of the running daemon.
@Suite struct ReadinessTests {
  private let server: LoopbackMastodonProcess
  private let hook: LoopbackReceiver
  private let isRefusing = Refusing()

  /// Whether the receiver answers 500.
  final class Refusing: Sendable {
    let flag = Atomic(false)
  }

  init() throws {
    server = try LoopbackMastodonProcess()
    hook = try LoopbackReceiver { [isRefusing] _ in
      .init(isRefusing.flag.load(ordering: .relaxed) ? 500 : 204)
    }
  }

  /// - Parameter more: further members of the config.
  private func setup(
    token: String = LoopbackMastodonProcess.token, _ more: [String: JSONValue] = [:]
  ) throws -> DaemonSetup {
    let members: [String: JSONValue] = [
      "alarms": [
        "notify": ["pager"], "silentPolls": 1, "silentAtLeast": "500ms", "checkEvery": "100ms",
        "overAfter": "200ms",
      ],
      "notifiers": [
        "chat": ["plugin": "log"],
        "pager": [
          "plugin": "webhook",
          "settings": ["url": ["file": "hook"], "allowPrivateTargets": true],
        ],
      ],
    ]
    let setup = try DaemonSetup(
      server: server.server, token: token, more: members.merging(more) { _, new in new })
    try setup.folder.write("\(hook.url)/zq9secret", to: "hook", mode: 0o600)
    return setup
  }

  private func bodies(_ type: String) throws -> [JSONValue] {
    try hook.requests.filter { !$0.body.isEmpty }.map { try JSONReader.read($0.body).plain }
      .filter { $0["type"]?.string == type }
  }

  private func reasons(_ setup: DaemonSetup) async throws -> [String] {
    let page = try await setup.page("/readyz")
    let json = try JSONReader.read(page.text.utf8).plain
    let reasons = json["reasons"]?.array?.compactMap { $0["reason"]?.string } ?? []
    #expect((page.status == 200) == reasons.isEmpty)
    #expect(json["ready"]?.bool == reasons.isEmpty)
    return reasons
  }

  @Test func aServerThatFailsMakesItUnreadyAndIsToldOnceUntilItIsOver() async throws {
    let setup = try setup()
    let daemon = try await setup.started(level: "info")
    try await eventually("it is ready") { try await reasons(setup) == [] }
    try await server.control("faults", ["status5xx": 1])
    try await eventually("it is not ready") { try await reasons(setup) == ["connectorSilent"] }
    try await eventually("the alarm is told") { try bodies("alarm.raised").count == 1 }
    #expect(try await setup.page("/healthz").status == 200, "it is alive all the same")
    try await Task.sleep(for: .seconds(1))
    #expect(try bodies("alarm.raised").count == 1, "told once")
    try await server.control("faults")
    try await eventually("it is ready again") { try await reasons(setup) == [] }
    try await eventually("the alarm is over") { try bodies("alarm.over").count == 1 }
    #expect(try bodies("alarm.over").first?["data"]?["subject"]?.string == "mastodon")
    _ = try await daemon.terminate(within: .seconds(20))
    #expect(try daemon.logged().contains("raised: mastodon: no successful poll"))
    #expect(try !daemon.logged().contains("zq9secret"))
  }

  @Test func aRefusedTokenIsToldAsWhatItIs() async throws {
    let setup = try setup(token: "not-the-token")
    let daemon = try await setup.started()
    try await eventually("the alarm is told") {
      try bodies("alarm.raised").contains { $0["data"]?["alarm"]?.string == "tokenRefused" }
    }
    let scrape = try await setup.page("/metrics").text
    #expect(scrape.contains(#"replyd_incidents{kind="tokenRefused"} 1"#))
    _ = try await daemon.terminate(within: .seconds(20))
  }

  @Test func aTeamThatCannotBeToldMakesItUnreadyAndAHoldDoesNot() async throws {
    isRefusing.flag.store(true, ordering: .relaxed)
    let setup = try setup([
      "teams": ["care": ["notify": ["pager"]]],
      "stages": [["plugin": "handoff", "settings": ["team": "care", "as": "fallback"]]],
    ])
    let daemon = try await setup.started()
    try await eventually("it is ready") { try await reasons(setup) == [] }
    #expect(try await setup.command("hold", "--reason", "zq9words").status == 0)
    let held = try await setup.page("/readyz")
    #expect(held.status == 200 && held.text.contains("\"holds\": 1"))
    #expect(!held.text.contains("zq9words"))
    try await server.mention("Is anybody there?")
    try await eventually("it is not ready") { try await reasons(setup) == ["teamUnreachable"] }
    isRefusing.flag.store(false, ordering: .relaxed)
    try await eventually("it is ready again") { try await reasons(setup) == [] }
    try await eventually("that it is over is told") {
      try bodies("alarm.over").contains { $0["data"]?["alarm"]?.string == "teamUnreachable" }
    }
    _ = try await daemon.terminate(within: .seconds(20))
  }

  @Test(arguments: ["get", "post"])
  func theDeadManIsCalledOnlyWhileAllIsWell(_ method: String) async throws {
    let setup = try setup([
      "deadMan": [
        "url": ["file": "hook"], "every": "100ms", "method": .string(method),
        "allowPrivateTargets": true,
      ]
    ])
    func pings() -> Int {
      hook.requests.count { $0.method == method.uppercased() && $0.body.isEmpty }
    }
    let daemon = try await setup.started(level: "info")
    try await eventually("it is called") { pings() > 3 }
    isRefusing.flag.store(true, ordering: .relaxed)
    let refused = pings()
    try await eventually("it is called although it refuses") { pings() > refused + 5 }
    isRefusing.flag.store(false, ordering: .relaxed)
    try await eventually("that it works again is logged") {
      try daemon.logged().contains("the dead-man ping works again")
    }
    try await server.control("faults", ["status5xx": 1])
    try await eventually("it is not ready") { try await reasons(setup) == ["connectorSilent"] }
    try await Task.sleep(for: .milliseconds(300))
    let silent = pings()
    try await Task.sleep(for: .seconds(1))
    #expect(pings() == silent, "a daemon that is not ready does not call")
    try await server.control("faults")
    try await eventually("it is called again") { pings() > silent }
    _ = try await daemon.terminate(within: .seconds(20))
    let log = try daemon.logged()
    #expect(log.ranges(of: "the dead-man ping fails: it answers 500").count == 1)
    #expect(!log.contains("zq9secret"))
  }
}
