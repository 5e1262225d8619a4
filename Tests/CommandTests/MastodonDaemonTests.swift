import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// The whole daemon with a Mastodon account that people use, lose, or that turns hostile.
@Suite(.serialized) struct MastodonDaemonTests {
  private let server: LoopbackMastodonProcess

  init() throws { server = try LoopbackMastodonProcess(["--post-limit", "0"]) }

  /// Changes the config's text.
  private func rewrite(_ setup: DaemonSetup, _ change: (String) -> String) throws {
    let text = try String(contentsOfFile: setup.config, encoding: .utf8)
    let changed = change(text)
    #expect(changed != text, "the config must change")
    try setup.folder.write(changed, to: "replyd.json")
  }

  @Test func aDraftIsNotSentOnceAPersonAnswered() async throws {
    let setup = try DaemonSetup(server: server.server)
    try rewrite(setup) { $0.replacing("\"mode\": \"auto\"", with: "\"mode\": \"draft\"") }
    let daemon = try await setup.started()
    let id = try await server.mention("What a lovely crew")
    try await eventually("the reply waits for approval") {
      try await setup.json("drafts").array?.count == 1
    }
    try await server.post("@ana@example.social Thank you, Ana! Bo from the desk", to: id)
    let draft = try #require(try await setup.json("drafts").array?.first?["id"]?.text())
    #expect(try await setup.command("drafts", "approve", draft).status == 0)
    try await eventually("the message is closed") {
      try await setup.json("why", "mastodon/\(id)")["message"]?["state"] == "closed"
    }
    let why = try await setup.json("why", "mastodon/\(id)")
    #expect(why["message"]?["closing"] == "answered")
    #expect(why["message"]?["closingDetail"]?.string?.contains("by a person") == true)
    #expect(try await server.record().replies(to: id).count == 1)
    #expect(try await daemon.terminate(within: .seconds(15)) == .exit(0))
    #expect(try await setup.command("verify").status == 0)
  }

  @Test func aRevokedTokenIsAnAlarmThatNamesTheFix() async throws {
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    try await server.control("revoke", ["token": .string(LoopbackMastodonProcess.token)])
    try await eventually("the log names the fix", within: .seconds(20)) {
      let log = try daemon.logged()
      return log.contains("mastodon: poll failed") && log.contains("(401)")
        && log.contains("`replyd connect mastodon --server \(server.server)")
    }
    #expect(!(try daemon.logged()).contains(LoopbackMastodonProcess.token))
    #expect(try await daemon.terminate(within: .seconds(15)) == .exit(0))
  }

  @Test func aHostileServerLeavesTheOtherAccountsAlone() async throws {
    let hostile = try RawServer { client in
      if client.path.contains("verify_credentials") {
        return client.answer(#"{"id":"1","username":"other"}"#.utf8)
      }
      client.send("HTTP/1.1 200 OK\r\n\r\n[".utf8)
      while client.send(Array(repeating: UInt8(ascii: "["), count: 4096)) {
        client.pause(milliseconds: 1)
      }
    }
    let setup = try DaemonSetup(server: server.server)
    try rewrite(setup) {
      $0.replacing(
        "\"connectors\": {",
        with: """
          "connectors": { "bad": { "plugin": "mastodon", "mode": "auto", "pollEvery": "50ms",
            "settings": { "server": "\(hostile.url)", "token": { "file": "token" },
              "timeout": "3s" } },
          """, maxReplacements: 1)
    }
    let daemon = try await setup.started()
    var ids: [String] = []
    for number in 0..<30 {
      ids.append(
        try await server.mention("What a lovely crew", author: "c\(number)@a.example"))
    }
    try await eventually("all are answered", within: .seconds(60)) {
      try await setup.status().answered == 30
    }
    try await eventually("the log names the hostile one", within: .seconds(20)) {
      try daemon.logged().contains("bad: poll failed")
    }
    #expect(!(try daemon.logged()).contains("mastodon: poll failed"))
    #expect(try await daemon.terminate(within: .seconds(20)) == .exit(0))
    #expect(try await setup.command("verify").status == 0)
  }
}
