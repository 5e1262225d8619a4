import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `drafts`, `hold` and `resume` around runs of the daemon.
struct OperatingTests {
  private func drafted() async throws -> CommandSetup {
    let setup = try CommandSetup(mode: "draft")
    try await setup.runUntilDone()
    return setup
  }

  private func draft(of message: String, in setup: CommandSetup) async throws -> String {
    let drafts = try await setup.json("drafts").array ?? []
    return try #require(
      drafts.first { $0["messageID"]?.string == "demo/\(message)" }?["id"]?.text())
  }

  @Test func nothingGoesOutInDraftMode() async throws {
    let setup = try await drafted()
    let drafts = try await setup.json("drafts").array ?? []
    #expect(
      drafts.compactMap { $0["messageID"]?.string }.sorted() == ["demo/c1", "demo/p1", "demo/q1"])
    #expect(try setup.repliedTo().isEmpty)
  }

  @Test func anApprovedDraftGoesOutWithTheNextRun() async throws {
    let setup = try await drafted()
    try await setup.succeed("drafts", "approve", try await draft(of: "q1", in: setup))
    #expect(try setup.repliedTo().isEmpty)
    try await setup.runUntilDone()
    #expect(try setup.repliedTo() == ["q1"])
    try await setup.succeed("verify")
  }

  @Test func aDiscardedDraftGoesToPeople() async throws {
    let setup = try await drafted()
    try await setup.succeed("drafts", "discard", try await draft(of: "p1", in: setup))
    try await setup.runUntilDone()
    #expect(try setup.repliedTo().isEmpty)
    let waiting = try await setup.json("handoffs").array ?? []
    #expect(waiting.contains { $0["messageID"] == "demo/p1" })
    try await setup.succeed("verify")
  }

  /// Whoever changes the words reads at once what the guide says of them.
  @Test func otherWordsAreVettedWhenTheyAreWritten() async throws {
    let setup = try CommandSetup(mode: "draft")
    guard case .object(let members) = setup.config(mode: "draft") else { return }
    try setup.folder.write(#"{ "forbidden": { "words": ["cheap"] } }"#, to: "guide.json")
    try setup.write(.object(members + [.init("guide", ["file": "guide.json"])]))
    try await setup.runUntilDone()
    let id = try await draft(of: "q1", in: setup)
    func approve(_ text: String) async throws -> ReplydBinary.Output {
      try await setup.run("drafts", "approve", id, "--text", text)
    }
    let refused = try await approve("It was cheap, what do you expect?")
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(refused.error.contains("the guide refuses this text: "), "\(refused.error)")
    #expect(refused.error.contains("cheap"), "\(refused.error)")
    #expect(try await draft(of: "q1", in: setup) == id, "it waits on")
    #expect(try await setup.succeed("corrections").isEmpty)
    #expect(try await approve("You find it under \"Orders\".").status == 0)
    #expect(try await approve("Again").error.contains("\(id) is no draft"))
    let correction = try await setup.succeed("corrections").parsedLines()
    #expect(correction.map { $0["kind"] } == ["draftEdited"])
    try await setup.runUntilDone()
    let path = setup.folder.path(of: "var/replies.jsonl")
    let replies = try String(contentsOfFile: path, encoding: .utf8)
    #expect(replies.contains(#"under \"Orders\"."#), "\(replies)")
  }

  @Test func aDraftIsDecidedOnce() async throws {
    let setup = try await drafted()
    let id = try await draft(of: "q1", in: setup)
    try await setup.succeed("drafts", "discard", id)
    let again = try await setup.run("drafts", "approve", id)
    #expect(again.status == 1 && again.error.contains("\(id) is no draft"), "\(again.error)")
  }

  @Test func nothingGoesOutOnHoldUntilItIsResumed() async throws {
    let setup = try CommandSetup(recording: [])
    try await setup.runUntilDone()
    try setup.record(Recordings.day)
    let hold = try await setup.json("hold", "--reason", "a test")
    #expect(hold["scope"] == "all" && hold["reason"] == "a test")
    try await setup.runUntilDone()
    #expect(try setup.repliedTo().isEmpty)
    let status = try await setup.json("status")
    #expect(status["replies"] == ["held": 3] && status["holds"]?.array?.count == 1)
    try await setup.succeed("resume")
    try await setup.runUntilDone()
    #expect(try setup.repliedTo() == ["c1", "p1", "q1"])
    try await setup.succeed("verify")
  }
}
