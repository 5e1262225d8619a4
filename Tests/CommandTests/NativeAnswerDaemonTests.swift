import PluginKit
import PluginTesting
import TestSupport
import Testing

/// The whole daemon, and a person who answers at the brand's account instead of through replyd.
@Suite(.serialized) struct NativeAnswerDaemonTests {
  private let server: LoopbackMastodonProcess
  private let setup: DaemonSetup

  init() throws {
    server = try LoopbackMastodonProcess(["--post-limit", "0"])
    setup = try DaemonSetup(server: server.server, courses: DaemonSetup.speakAlways)
    try setup.edit("\"startFrom\"", "\"listenEvery\": \"1s\", \"startFrom\"")
  }

  private func handoff(of id: String) async throws -> JSONValue? {
    try await setup.json("handoffs", "--all").array?.last {
      $0["messageID"]?.string == "mastodon/\(id)"
    }
  }

  private func events(_ id: String) async throws -> [String] {
    try await setup.json("why", "mastodon/\(id)")["events"]?.array?
      .compactMap { $0["event"]?.string } ?? []
  }

  /// A complaint that was acknowledged, and waits for a person.
  private func complaint() async throws -> String {
    let id = try await server.mention("Your crew was rude and my bag is broken, this is awful!")
    try await eventually("people are told") {
      try await handoff(of: id)?["state"] == "notified"
    }
    return id
  }

  private func looks() async throws -> Double {
    try await server.read("counts")["requests"]?["GET /api/v1/accounts/:id/statuses"]?.number ?? 0
  }

  /// Until what there is now at the account has been read.
  private func lookedAt() async throws {
    let before = try await looks()
    try await eventually("own posts were read") { try await looks() >= before + 2 }
  }

  @Test func aPersonsAnswerClosesTheHandoffAndTheBotStaysSilent() async throws {
    let daemon = try await setup.started()
    try await eventually("own posts are read") { try await looks() >= 1 }
    let id = try await complaint()
    try await eventually("it is acknowledged") {
      try await server.record().replies(to: id).count == 1
    }
    try await lookedAt()
    #expect(try await handoff(of: id)?["state"] == "notified", "our own post is no person's")

    try await server.post("@ana@example.social I am so sorry, Ana. Bo from the desk", to: id)
    try await eventually("the handoff is answered") {
      try await handoff(of: id)?["state"] == "answered"
    }
    let why = try await setup.json("why", "mastodon/\(id)")
    #expect(why["message"]?["conversationOwner"] == "human")
    #expect(try await events(id).count { $0 == "answered natively" } == 1)

    let next = try await server.mention("What a lovely crew", ["inReplyTo": .string(id)])
    try await eventually("what is written next goes to people") {
      try await handoff(of: next)?["state"] == "notified"
    }
    #expect(try await server.record().replies(to: next).isEmpty)
    #expect(try await server.record().replies(to: id).count == 2)
    #expect(try await daemon.terminate(within: .seconds(15)) == .exit(0))
    #expect(try await setup.command("verify").status == 0)
    #expect(try await server.violations() == [])
  }

  @Test func anAcknowledgementWhoseAnswerWasLostIsNoPersons() async throws {
    let daemon = try await setup.started()
    try await eventually("own posts are read") { try await looks() >= 1 }
    try await server.control(
      "faults", ["loseAnswerAfterActing": 1, "method": "POST", "path": "/api/v1/statuses"])
    let id = try await complaint()
    try await eventually("it is out, and its answer lost") {
      try await setup.status().attempts["unknown"] == 1
    }
    try await lookedAt()
    try await server.control("faults")
    try await eventually("it is found by reading back") {
      try await setup.status().replies["posted"] == 1
    }
    try await lookedAt()
    #expect(try await server.record().replies(to: id).count == 1)
    #expect(try await handoff(of: id)?["state"] == "notified")
    let events = try await events(id)
    #expect(events.contains("reply unknown") && !events.contains("answered natively"))
    #expect(try await daemon.terminate(within: .seconds(15)) == .exit(0))
    #expect(try await setup.command("verify").status == 0)
  }
}
