import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing
import Transport

/// Links in notifications: what `check` says of their config, and the pages of the running daemon.
@Suite struct LinkCommandTests {
  @Test(arguments: [
    (#"{ "listen": "127.0.0.1:8081" }"#, #"links: "url" is required"#),
    (#"{ "url": "http://desk.example/replyd" }"#, "https unless it is on this machine"),
    (#"{ "url": "https://desk.example/a?b=c" }"#, "links.url: "),
    (#"{ "url": "https://ana:pw@desk.example/a" }"#, "links.url: "),
    (#"{ "url": "https://desk.example/a/../b" }"#, "links.url: "),
    (#"{ "url": "https://desk.example/\"><b>" }"#, "links.url: "),
    (#"{ "url": "https://desk.example", "listen": "8081" }"#, "links.listen: "),
    (#"{ "url": "https://desk.example", "listen": "1.2.3.4:99999" }"#, "links.listen: "),
    (#"{ "url": "https://desk.example", "listen": "127.0.0.1:8080" }"#, "the console's address"),
    (#"{ "url": "https://desk.example", "listen": "0.0.0.0:8080" }"#, "the console's address"),
    (#"{ "url": "http://localhost:8080/a" }"#, "the console's address"),
    (#"{ "url": "https://desk.example", "validFor": "1s" }"#, "links.validFor: "),
    (#"{ "url": "https://desk.example", "validfor": "1h" }"#, #"did you mean "validFor"?"#),
  ])
  func aMistakeIsNamed(_ links: String, _ words: String) async throws {
    let done = try await check(links)
    #expect(done.status == 1 && done.error.contains(words), "\(done.error)")
  }

  @Test(arguments: [
    #"{ "url": "https://desk.example/replyd/" }"#,
    #"{ "url": "http://127.0.0.1:8081", "listen": "[::]:8081" }"#,
    #"{ "url": "https://desk.example:444/a/b-c", "listen": "10.0.0.7:8080", "validFor": "7d" }"#,
  ])
  func whatIsFineIsTaken(_ links: String) async throws {
    let done = try await check(links)
    #expect(done.status == 0, "\(done.error)")
  }

  private func check(_ links: String) async throws -> ReplydBinary.Output {
    let setup = try CommandSetup()
    try setup.folder.write(
      """
      { "brand": { "name": "Brand" }, "console": { "listen": "127.0.0.1:8080" },
        "stages": [{ "plugin": "handoff", "settings": { "team": "care" } }],
        "teams": { "care": { "notify": ["chat"] } },
        "notifiers": { "chat": { "plugin": "log" } }, "links": \(links) }
      """, to: "links.json")
    return try await setup.run("check", config: "links.json")
  }

  @Test func theDaemonServesThePagesAndKeepsItsKey() async throws {
    let server = try LoopbackMastodonProcess()
    let port = try FreePort.next()
    let setup = try DaemonSetup(
      server: server.server,
      more: [
        "links": [
          "url": "https://desk.example/replyd", "listen": .string("127.0.0.1:\(port)"),
        ]
      ])
    let path = setup.folder.path(of: "var/links.key")
    var keys: [String] = []
    for _ in 0..<2 {
      let daemon = try await setup.started()
      try await eventually("the pages are served") { try await status(port, "/") == 404 }
      #expect(try await status(port, "/" + String(repeating: "A", count: 92)) == 403)
      for other in ["/healthz", "/metrics", "/api/v1/status"] {
        #expect(try await status(port, other) == 404, "nothing else is served there")
      }
      keys.append(try String(contentsOfFile: path, encoding: .utf8))
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      try setup.edit("desk.example", "other.example")
      daemon.hangUp()
      try await eventually("the change is refused") {
        try await setup.refusedConfig()?.contains("restart: links.url changed") == true
      }
      try setup.edit("other.example", "desk.example")
      #expect(try await daemon.terminate(within: .seconds(20)) == .exit(0))
    }
    #expect(keys[0] == keys[1] && Data(base64Encoded: String(keys[0].dropLast()))?.count == 32)
    try setup.folder.write("short", to: "var/links.key", mode: 0o600)
    let daemon = try setup.start()
    #expect(try await daemon.ending(within: .seconds(20)) != .exit(0))
    #expect(try daemon.logged().contains("links.key holds no key"))
  }

  private func status(_ port: Int, _ path: String) async throws -> Int {
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    let client = HTTPClient(configuration: configuration)
    do {
      return try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)\(path)")).status
    } catch { return 0 }
  }
}
