import Foundation
import PluginKit
import TestRecords
import TestSupport
import Testing

/// What operators see of the process itself: its ends, its errors, its promises about one message.
@Suite(.serialized) struct ProcessTests {
  private let server: LoopbackMastodonProcess

  init() throws { server = try LoopbackMastodonProcess(["--post-limit", "0"]) }

  private func settled(_ setup: DaemonSetup, _ messages: Int) async throws -> DaemonStatus {
    try await eventually("\(messages) messages are settled", every: .milliseconds(200)) {
      let status = try await setup.status()
      return status.messages >= messages && status.isSettled
    }
    return try await setup.status()
  }

  private func handoffReasons(_ setup: DaemonSetup) async throws -> [String] {
    try await setup.json("handoffs", "--all").array?.compactMap { $0["reason"]?.string } ?? []
  }

  /// Ends the daemon as an operator would, and checks what it leaves.
  private func end(_ daemon: ReplydDaemon, _ setup: DaemonSetup) async throws -> StoreRecord {
    #expect(try await daemon.terminate(within: .seconds(setup.drain + 5)) == .exit(0))
    let verified = try await setup.command("verify")
    #expect(verified.status == 0, "replyd verify: \(verified.output)")
    return try StoreRecord(path: setup.store)
  }

  @Test func aPrivateMentionIsAnsweredPrivately() async throws {
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    let open = try await server.mention("What a lovely crew", author: "ana@a.example")
    let secret = try await server.mention(
      "My booking code is missing", author: "bo@a.example", ["visibility": "direct"])
    let status = try await settled(setup, 2)
    #expect(status.answered == 2)
    let record = try await server.record()
    #expect(record.replies(to: secret).map(\.visibility) == ["direct"])
    #expect(record.replies(to: open).map(\.visibility) == ["public"])
    _ = try await end(daemon, setup)
  }

  @Test func yesterdaysBacklogIsHandedOffNotAnswered() async throws {
    let yesterday = Date(timeIntervalSinceNow: -26 * 3600).formatted(.iso8601)
    let old = try await server.mention("Where is my bag?", ["createdAt": .string(yesterday)])
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    let new = try await server.mention("Lovely flight today", author: "bo@a.example")
    _ = try await settled(setup, 2)
    let record = try await server.record()
    #expect(record.replies(to: old).isEmpty)
    #expect(record.replies(to: new).count == 1)
    #expect(try await handoffReasons(setup).contains { $0.contains("backlog") })
    let store = try await end(daemon, setup)
    #expect(store.messages.first { $0.remote == old }?.closing == "handedOff")
  }

  @Test func aDeletedMessageGetsNoReply() async throws {
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    _ = try await setup.json("hold")
    let gone = try await server.mention("Forget what I said", author: "ana@a.example")
    let kept = try await server.mention("Thank you all", author: "bo@a.example")
    try await eventually("both replies are held") {
      try await setup.status().replies["held"] == 2
    }
    try await server.control("delete", ["status": .string(gone)])
    _ = try await setup.json("resume")
    _ = try await settled(setup, 2)
    let record = try await server.record()
    #expect(record.replies.map(\.inReplyTo) == [kept])
    let store = try await end(daemon, setup)
    let ended = store.messages.first { $0.remote == gone }
    #expect(ended?.closing == "ignored" && ended?.detail == "deleted by its author")
  }

  @Test func aDrainEndsWhatIsUnderWayAndExitsWithZero() async throws {
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    try await server.control(
      "faults", ["delayMs": 400, "method": "POST", "path": "/api/v1/statuses"])
    try await server.load(
      (0..<40).map { ["author": .string("c\($0)@a.example"), "text": "A fine flight"] })
    try await eventually("posts are under way", every: .milliseconds(5)) {
      (try await setup.status().replies["sending"] ?? 0) > 0
    }
    let store = try await end(daemon, setup)
    #expect(store.attempts["under way"] == nil, "every attempt has its outcome")
    #expect(store.attempts["posted"] == (try await server.record().replies.count))
    #expect(store.replies.contains { $0.state == "queued" }, "the rest waits for the next start")
  }

  @Test func aSecondDaemonOnTheSameStoreIsRefused() async throws {
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    let second = try await setup.command("run")
    #expect(second.status == 1)
    #expect(second.error.contains("in use by another replyd (process \(daemon.processID))"))
    #expect(daemon.isRunning)
    _ = try await end(daemon, setup)
  }

  @Test func aBusyConsolePortIsNamed() async throws {
    let other = try LoopbackReceiver { _ in LoopbackReceiver.Answer(200) }
    let setup = try DaemonSetup(server: server.server, console: other.port)
    let refused = try await setup.command("run")
    #expect(refused.status == 1)
    #expect(refused.error.contains("another program listens on 127.0.0.1:\(other.port)"))
  }

  @Test func twoDaemonsThatTalkToEachOtherStop() async throws {
    let token = "other-token"
    let server = try LoopbackMastodonProcess([
      "--post-limit", "0", "--account", "other:\(token)", "--no-bot-flag",
    ])
    // Nothing but the guard is to end it: the crisis stage takes what machines write for severe.
    let deaf: JSONValue = ["team": "care", "handoffAbove": 1, "severityAbove": 1]
    let mine = try DaemonSetup(server: server.server, crisis: deaf)
    let theirs = try DaemonSetup(server: server.server, token: token, crisis: deaf)
    let daemons = [try await mine.started(), try await theirs.started()]
    let first = try await server.post("@brand hello, is anybody there?", as: token)
    try await eventually("both are done with all that was said", every: .milliseconds(200)) {
      let said = try await server.record().replies
      let (a, b) = (try await mine.status(), try await theirs.status())
      // Nothing was said while we asked, and each status of the one is a message of the other.
      return try await server.record().replies.count == said.count && a.isSettled && b.isSettled
        && a.messages == said.count { $0.author == "other" }
        && b.messages == said.count { $0.author == "brand" }
    }
    let record = try await server.record()
    let automatic = record.replies.filter { $0.id != first }
    let reasons = try await handoffReasons(mine) + handoffReasons(theirs)
    _ = try await end(daemons[0], mine)
    _ = try await end(daemons[1], theirs)
    #expect((2...6).contains(automatic.count), "\(automatic.count) automatic replies")
    #expect(reasons.contains { $0.contains("loop guard") }, "\(reasons)")
  }

  @Test func aHoldStopsTheOutboxSurvivesAKillAndEndsWithResume() async throws {
    let setup = try DaemonSetup(server: server.server)
    var daemon = try await setup.started()
    let count = 60
    try await server.control(
      "faults", ["delayMs": 800, "method": "POST", "path": "/api/v1/statuses"])
    try await server.load(
      (0..<count).map { ["author": .string("c\($0)@a.example"), "text": "A fine flight"] })
    try await eventually("some are posted, others wait", every: .milliseconds(5)) {
      let status = try await setup.status()
      return (status.replies["posted"] ?? 0) > 0 && (status.replies["queued"] ?? 0) > 20
    }
    _ = try await setup.json("hold", "--reason", "a drill")
    try await daemon.kill()
    daemon = try await setup.started()
    try await eventually("all messages are decided and no send is open") {
      let status = try await setup.status()
      return status.messages == count && status.moving == 0
    }
    let held = try await setup.status()
    #expect(held.holds == 1)
    #expect((held.replies["held"] ?? 0) > 0)
    #expect(try await server.record().replies.count == held.replies["posted"])
    #expect(try await setup.command("verify").status == 0, "no send started during the hold")
    _ = try await setup.json("resume")
    _ = try await settled(setup, count)
    let record = try await server.record()
    #expect(Set(record.replies.map(\.inReplyTo)).count == count)
    #expect(record.replies.count == count)
    let store = try await end(daemon, setup)
    #expect(store.posted.count == count)
  }
}
