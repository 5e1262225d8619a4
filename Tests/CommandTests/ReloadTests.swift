import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd run` and a config that changes under it.
@Suite struct ReloadTests {
  private let server: LoopbackMastodonProcess

  init() throws { server = try LoopbackMastodonProcess(["--post-limit", "0"]) }

  private func end(_ daemon: ReplydDaemon, _ setup: DaemonSetup) async throws {
    #expect(try await daemon.terminate(within: .seconds(20)) == .exit(0))
    let verified = try await setup.command("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  private func answer(to id: String) async throws -> String {
    try await eventually("\(id) is answered") {
      try await !server.record().replies(to: id).isEmpty
    }
    return try await server.record().replies(to: id).map(\.text).joined()
  }

  private func answers(_ text: String) -> JSONValue {
    ["courses": [["id": "all", "do": "answer", "templates": ["en": [.string(text)]]]]]
  }

  @Test func goodBadAndGoodAgainAtEachHangUp() async throws {
    let setup = try DaemonSetup(server: server.server, courses: answers("The first text."))
    let daemon = try await setup.started(level: "info")
    let first = try await setup.runningConfig()
    #expect(try await answer(to: try await server.mention("Hello", author: "a@a.example"))
      .contains("The first text."))

    try setup.edit("first", "second", in: "courses.json")
    daemon.hangUp()
    try await eventually("it is in force") { try await setup.runningConfig() != first }
    let second = try await setup.runningConfig()
    #expect(try await answer(to: try await server.mention("Hello", author: "b@a.example"))
      .contains("The second text."))

    try setup.edit("\"do\"", "\"zq9does\"", in: "courses.json")
    daemon.hangUp()
    try await eventually("it is refused") { try await setup.refusedConfig() != nil }
    let refused = try await setup.page("/readyz")
    #expect(refused.status == 200, "it does its work all the same")
    #expect(refused.text.contains("courses.json:1:") && !refused.text.contains("zq9"))
    #expect(try await setup.runningConfig() == second)
    let status = try await setup.command("status")
    #expect(status.output.contains("is not what runs"), "\(status.error)")
    #expect(try await setup.command("hold").status == 0, "the kill switch needs no good config")
    #expect(try await setup.command("resume").status == 0)
    #expect(try await answer(to: try await server.mention("Hello", author: "c@a.example"))
      .contains("The second text."))
    let scrape = try await setup.page("/metrics").text
    #expect(scrape.contains(#"replyd_errors_total{kind="config"} "#))
    #expect(!scrape.contains(#"replyd_errors_total{kind="config"} 0"#))

    try setup.edit("\"zq9does\"", "\"do\"", in: "courses.json")
    try setup.edit("second", "third", in: "courses.json")
    daemon.hangUp()
    try await eventually("the trouble is over") { try await setup.refusedConfig() == nil }
    #expect(try await answer(to: try await server.mention("Hello", author: "d@a.example"))
      .contains("The third text."))
    try await end(daemon, setup)
    let log = try daemon.logged()
    #expect(log.contains("courses.json:1:") && log.contains("unknown key \"zq9does\""))
    #expect(log.contains("reloaded the config"))
  }

  @Test(arguments: [true, false])
  func anEditedFAQIsSeenWithoutASignal(_ byRename: Bool) async throws {
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    let before = try await setup.runningConfig()
    try setup.edit("the status stands", "the state stands", in: "faq.json", byRename: byRename)
    try await eventually("it is in force") { try await setup.runningConfig() != before }
    try await end(daemon, setup)
  }

  @Test func aReplacedTokenNeedsNoRestart() async throws {
    let setup = try DaemonSetup(server: server.server, token: "not-the-token")
    let daemon = try await setup.started()
    let id = try await server.mention("Hello there", author: "a@a.example")
    try await eventually("the token is refused") {
      try await setup.page("/metrics").text
        .contains(/replyd_polls_total\{connector="mastodon",result="unauthorised"\} [1-9]/)
    }
    try setup.folder.write(LoopbackMastodonProcess.token, to: "token", mode: 0o600)
    _ = try await answer(to: id)
    try await end(daemon, setup)
  }

  @Test func whatNeedsARestartIsNamedAndNothingOfThatConfigIsTaken() async throws {
    let setup = try DaemonSetup(server: server.server, courses: answers("The first text."))
    let daemon = try await setup.started()
    try setup.edit("first", "second", in: "courses.json")
    try setup.edit("var/replyd.sqlite", "var/other.sqlite")
    daemon.hangUp()
    try await eventually("it is refused") {
      try await setup.refusedConfig()?.contains("restart: store.sqlite changed") == true
    }
    #expect(try await answer(to: try await server.mention("Hello", author: "a@a.example"))
      .contains("The first text."))
    try setup.edit("var/other.sqlite", "var/replyd.sqlite")
    try await eventually("the trouble is over") { try await setup.refusedConfig() == nil }
    #expect(try await answer(to: try await server.mention("Hello", author: "b@a.example"))
      .contains("The second text."))
    try await end(daemon, setup)
    #expect(try daemon.logged().contains("store.sqlite changed, which a reload cannot do"))
  }

  @Test func anAlarmTellsOfARefusedConfigAndOfItsEnd() async throws {
    let hook = try LoopbackReceiver { _ in .init(204) }
    let setup = try DaemonSetup(
      server: server.server,
      more: [
        "alarms": ["notify": ["pager"], "checkEvery": "100ms", "overAfter": "0s"],
        "notifiers": [
          "chat": ["plugin": "log"],
          "pager": [
            "plugin": "webhook",
            "settings": ["url": ["file": "hook"], "allowPrivateTargets": true],
          ],
        ],
      ])
    try setup.folder.write("\(hook.url)/zq9secret", to: "hook", mode: 0o600)
    func told(_ type: String) throws -> Int {
      try hook.requests.filter { !$0.body.isEmpty }.map { try JSONReader.read($0.body).plain }
        .count {
          $0["type"]?.string == type && $0["data"]?["alarm"]?.string == "configRefused"
        }
    }
    let daemon = try await setup.started()
    try setup.edit("\"pollEvery\"", "\"pollEver\"")
    try await eventually("it is told") { try told("alarm.raised") == 1 }
    try setup.edit("\"pollEver\"", "\"pollEvery\"")
    try await eventually("its end is told") { try told("alarm.over") == 1 }
    try await end(daemon, setup)
    #expect(try !daemon.logged().contains("zq9secret"))
  }

  /// Good, bad and good files, a connector that stays and one that is made anew.
  @Test func reloadsUnderLoadLoseAndDoubleNothing() async throws {
    let setup = try DaemonSetup(server: server.server, courses: answers("Text 0."))
    let daemon = try await setup.started(level: "error")
    let count = 600
    async let load: Void = server.load(
      (0..<count).map { ["author": .string("c\($0)@a.example"), "text": "A fine flight"] },
      perSecond: 80)
    for round in 0..<24 {
      switch round % 4 {
      case 0: try setup.edit("Text ", "Text 1", in: "courses.json")
      case 1: try setup.edit("\"surfacesWithin\": \"", "\"surfacesWithin\": \"1")
      case 2: try setup.edit("\"stages\"", "\"stage\"")
      default:
        try setup.edit("\"stage\"", "\"stages\"")
        try setup.edit("\"surfacesWithin\": \"1", "\"surfacesWithin\": \"")
      }
      daemon.hangUp()
      try await Task.sleep(for: .milliseconds(300))
    }
    try await load
    try await eventually("all is settled", every: .milliseconds(200)) {
      let status = try await setup.status()
      return status.messages >= count && status.isSettled
    }
    let record = try await server.record()
    #expect(record.replies.count == count)
    #expect(Set(record.replies.map(\.inReplyTo)).count == count)
    #expect(Set(record.replies.map(\.text)).count > 2, "several configs were in force")
    try await end(daemon, setup)
  }
}
