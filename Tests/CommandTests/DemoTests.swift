import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd demo`, and the commands that read what it left behind.
struct DemoTests {
  private let setup: CommandSetup

  init() throws { setup = try CommandSetup() }

  /// The demo, played to its end.
  private func played() async throws { try await setup.succeed("demo") }

  @Test func theDemoEndsByItselfWithATable() async throws {
    let shown = try await setup.succeed("demo")
    #expect(shown.contains("What became of 4 messages"), "\(shown)")
    #expect(shown.contains("Response windows"))
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
  }

  @Test func theDemoStartsAfresh() async throws {
    try await played()
    try await played()
    #expect(try await setup.json("status")["messages"]?.count == 4)
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
  }

  @Test func theDemoTouchesNoRealAccount() async throws {
    try await played()
    try setup.folder.write("token", to: "token", mode: 0o600)
    let real: JSONValue = [
      "plugin": "mastodon", "mode": "draft",
      "settings": ["server": "https://mastodon.example", "token": ["file": "token"]],
    ]
    guard case .object(var members) = setup.config(),
      let index = members.firstIndex(where: { $0.key == "connectors" })
    else { throw CommandSetup.Failure(description: "the config has no connectors") }
    members[index].value = .object([
      .init("demo", members[index].value["demo"] ?? .null), .init("real", real),
    ])
    try setup.write(.object(members), to: "real.json")
    let done = try await setup.run("demo", config: "real.json")
    #expect(done.status == 1 && done.error.contains("real"), "\(done.error)")
    #expect(try await setup.json("status")["messages"]?.count == 4, "the store is as it was")
  }

  @Test func statusCountsEveryMessageOnce() async throws {
    try await played()
    let status = try await setup.json("status")
    #expect(status["running"] == false)
    let counts = ["messages", "answered", "acknowledged", "handedOff", "open"]
    #expect(counts.compactMap { status[$0]?.count } == [4, 2, 1, 2, 0])
    #expect(status["replies"] == ["posted": 3] && status["holds"] == [])
  }

  @Test(arguments: ["1", "q1", "demo/q1"])
  func whyTellsTheWholeRecord(_ name: String) async throws {
    try await played()
    let record = try await setup.json("why", name)
    #expect(record["message"]?["id"] == "demo/q1" && record["message"]?["closing"] == "answered")
    #expect(record["decisions"]?.array?.first?["action"] == "answer")
    #expect(record["replies"]?.array?.first?["state"] == "posted")
    let events = record["events"]?.array?.compactMap { $0["event"]?.string }
    #expect(events == ["received", "decided", "posted", "closed"])
  }

  @Test func whyFindsAMessageByItsReply() async throws {
    try await played()
    let remote = try await setup.json("why", "demo/q1")["replies"]?.array?.first?["remote"]?.string
    let found = try await setup.json("why", try #require(remote))
    #expect(found["message"]?["id"] == "demo/q1")
  }

  @Test func everyPromiseHolds() async throws {
    try await played()
    #expect(try await setup.succeed("verify") == "Every promise holds.\n")
    #expect(try await setup.json("verify") == [])
  }

  @Test func handoffsWaitUntilTakenAndAnswered() async throws {
    try await played()
    let waiting = try await setup.json("handoffs").array ?? []
    #expect(waiting.compactMap { $0["messageID"]?.string }.sorted() == ["demo/c1", "demo/r1"])
    let id = try #require(waiting.first?["id"]?.text())
    try await setup.succeed("handoffs", "take", id)
    let taken = try await setup.json("handoffs").array?.first { $0["id"]?.text() == id }
    #expect(taken?["state"] == "taken" && taken?["takenBy"]?.string?.isEmpty == false)
    try await setup.succeed("handoffs", "answered", id)
    #expect(try await setup.json("handoffs").array?.count == 1)
    let all = try await setup.json("handoffs", "list", "--all").array ?? []
    #expect(all.first { $0["id"]?.text() == id }?["state"] == "answered")
  }

  @Test(arguments: [
    (["why", "nobody"], "no message nobody"), (["handoffs", "take", "99"], "handoff 99"),
    (["drafts", "approve", "99"], "99 is no draft"),
  ])
  func whatIsNotThereIsSaidInASentence(_ words: [String], _ sentence: String) async throws {
    try await played()
    let done = try await setup.binary.run(
      words + ["--config", setup.folder.path(of: "replyd.json")])
    #expect(done.status == 1 && done.output.isEmpty)
    #expect(done.error.contains(sentence) && done.error.split(separator: "\n").count == 1)
  }

  @Test(arguments: [["status"], ["why", "1"], ["verify"], ["handoffs"], ["drafts"], ["hold"]])
  func withoutAStoreTheWayOutIsNamed(_ words: [String]) async throws {
    let done = try await setup.binary.run(
      words + ["--config", setup.folder.path(of: "replyd.json")])
    #expect(done.status == 1 && done.error.contains("start `replyd run` first"), "\(done.error)")
  }
}
