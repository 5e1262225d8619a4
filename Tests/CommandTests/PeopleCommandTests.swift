import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// What people do with handoffs, as they type it.
@Suite(.serialized) struct PeopleCommandTests {
  private let setup: CommandSetup
  private let port: Int

  /// A complaint, four messages that only people can answer, and a question for the FAQ.
  init() throws {
    setup = try CommandSetup(
      recording: [
        Recordings.line("q1", Recordings.question), Recordings.line("c1", Recordings.complaint),
      ] + (1...5).map { Recordings.line("r\($0)", "zx4\($0)") })
    port = try FreePort.next()
    guard case .object(let members) = setup.config() else { return }
    let people: JSONValue = [
      "people": ["ana": ["name": "Ana Ruiz"], "bo": ["name": "Bo"]],
      "guide": ["file": "guide.json"], "console": ["listen": .string("127.0.0.1:\(port)")],
    ]
    guard case .object(let more) = people else { return }
    try setup.folder.write(#"{ "forbidden": { "words": ["cheap"] } }"#, to: "guide.json")
    try setup.write(.object(members + more))
  }

  private func handoff(of message: String) async throws -> JSONValue {
    let all = try await setup.json("handoffs", "--all").array ?? []
    return try #require(all.last { $0["messageID"]?.string == "demo/\(message)" })
  }

  private func number(of message: String) async throws -> String {
    try #require(try await handoff(of: message)["id"]?.text())
  }

  /// A command that has to fail, and what it says.
  private func refused(
    _ words: String..., status: Int32 = 1, at location: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let path = setup.folder.path(of: "replyd.json")
    let done = try await setup.binary.run(words + ["--config", path])
    #expect(done.status == status && done.output.isEmpty, "\(words)", sourceLocation: location)
    return done.error
  }

  @Test func aHandoffIsTakenPutOffAssignedAndEnded() async throws {
    try await setup.runUntilDone()
    let first = try await number(of: "c1")
    #expect(
      try await setup.succeed("handoffs", "take", first, "--as", "ana")
        == "Handoff \(first) is taken.\n")
    #expect(try await handoff(of: "c1")["takenBy"] == "Ana Ruiz")
    #expect(
      try await refused("handoffs", "take", first, "--as", "bo")
        == "Ana Ruiz has handoff \(first)\n")

    let later = try await number(of: "r1")
    let snoozed = try await setup.succeed("handoffs", "snooze", later, "--for", "30m")
    #expect(snoozed == "Handoff \(later) is snoozed for 30m.\n")
    let list = try await setup.succeed("handoffs")
    #expect(list.contains("#\(later)  notified  care") && list.contains("snoozed until 20"))

    let given = try await number(of: "r2")
    try await setup.succeed("handoffs", "assign", given, "bo")
    #expect(try await setup.succeed("handoffs").contains("for bo"))

    let returned = try await number(of: "r3")
    try await setup.succeed("handoffs", "return", returned, "--summary", "wants a refund")
    let closed = try await setup.json("handoffs", "close", try await number(of: "r4"))
    #expect(closed["state"] == "closed")
    try await setup.succeed("handoffs", "answered", try await number(of: "r5"))
    var states: [String: String] = [:]
    for row in try await setup.json("handoffs", "--all").array ?? [] {
      states[row["messageID"]?.string ?? ""] = row["state"]?.string
    }
    #expect(
      states == [
        "demo/c1": "taken", "demo/r1": "notified", "demo/r2": "notified", "demo/r3": "returned",
        "demo/r4": "closed", "demo/r5": "answered",
      ])
    #expect(try await setup.json("why", "demo/r3")["message"]?["conversationOwner"] == "bot")
    for verb in [["take"], ["close"], ["snooze", "--for", "1h"]] {
      let done = try await setup.binary.run(
        ["handoffs"] + verb + [returned, "--config", setup.folder.path(of: "replyd.json")])
      #expect(done.status == 1 && done.error.contains("is not waiting: it was returned by"))
    }
    try await setup.succeed("verify")
  }

  @Test func whatTheMachineShouldNotHaveAnsweredIsOpenedByHand() async throws {
    try await setup.runUntilDone()
    let open = ["handoffs", "open", "demo/q1"]
    #expect(
      try await setup.succeed(open[0], open[1], open[2], "--reason", "he asked for more")
        .hasSuffix("is open.\n"))
    #expect(try await handoff(of: "q1")["reason"] == "he asked for more")
    #expect(try await refused(open[0], open[1], open[2]).contains("has a handoff already"))
    #expect(try await refused("handoffs", "open", "q9").contains("no message q9; give its row"))
    #expect(
      try await refused("handoffs", "open", "q1", "--team", "car").contains("no team car"))
    let kept = try await setup.succeed("corrections").parsedLines()
    #expect(kept.map { $0["kind"] } == ["missedHandoff"])
  }

  @Test func aSilenceIsOfSomethingThatThereIs() async throws {
    try await setup.runUntilDone()
    #expect(try await setup.succeed("silences") == "Nothing is silenced.\n")
    let made = try await setup.succeed(
      "silences", "add", "moving house", "--team", "care", "--for", "2h", "--as", "ana")
    #expect(made.hasPrefix("Silence 1 holds until 20"))
    let list = try await setup.succeed("silences")
    #expect(list.hasPrefix("#1  team care  until 20") && list.contains("by Ana Ruiz: moving house"))
    #expect(try await setup.json("silences").array?.count == 1)
    func bad(_ option: String, _ value: String) async throws -> String {
      try await refused("silences", "add", "why", option, value, "--for", "2h")
    }
    #expect(try await bad("--team", "cars").contains("no team cars in the config: care"))
    #expect(
      try await bad("--connector", "demos").contains("no connector demos in the config: demo"))
    #expect(
      try await refused("silences", "add", " ", "--for", "2h", status: 64).contains("say why"))
    #expect(
      try await refused("silences", "add", "why", "--for", "soon", status: 64)
        .contains("'soon' is invalid"))
    #expect(try await setup.succeed("silences", "end", "1") == "Silence 1 is over.\n")
    #expect(try await refused("silences", "end", "1").contains("there is no silence 1"))
    #expect(try await setup.json("silences") == [])
  }

  @Test func aCorrectionNamesWhatWasFound() async throws {
    try await setup.runUntilDone()
    try await setup.succeed("corrections", "add", "q1", "--label", "intent=complaint", "--as", "bo")
    try await setup.succeed("corrections", "add", "demo/q1", "--withdrawn")
    try await setup.succeed("corrections", "add", "r1", "--needless")
    let kept = try await setup.succeed("corrections").parsedLines()
    #expect(
      kept.map { $0["kind"]?.string } == ["label", "answerWithdrawn", "needlessHandoff"])
    #expect(kept[0]["was"] == "intent=question" && kept[0]["now"] == "intent=complaint")
    #expect(kept[0]["by"] == "Bo" && kept[0]["message"] == "demo/q1")
    let rest = try await setup.succeed("corrections", "export", "--after", "1").parsedLines()
    #expect(rest.map { $0["id"] } == [2, 3])
    for words in [[], ["--label", "intent"], ["--label", "intent="], ["--label", "=question"]] {
      let path = setup.folder.path(of: "replyd.json")
      let done = try await setup.binary.run(
        ["corrections", "add", "q1"] + words + ["--config", path])
      #expect(done.status == 64 && done.error.contains("--label"), "\(words): \(done.error)")
    }
    #expect(
      try await refused("corrections", "add", "q1", "--label", "intnt=question")
        .contains("no finding intnt: crisis, "))
    #expect(
      try await refused("corrections", "add", "q9", "--withdrawn").contains("no message q9"))
    #expect(try await setup.succeed("corrections").parsedLines().count == 3)
  }

  @Test func mistakesAreNamed() async throws {
    try await setup.runUntilDone()
    let id = try await number(of: "c1")
    let wrong: [([String], Int32, String)] = [
      (["take", "99"], 1, "there is no handoff 99"),
      (["close", "99"], 1, "there is no handoff 99"),
      (["snooze", "99", "--for", "1h"], 1, "there is no handoff 99"),
      (["assign", "99", "bo"], 1, "there is no handoff 99"),
      (["assign", id, "boo"], 1, "there is no person boo in the config: ana, bo"),
      (["reply", id, "Hello"], 1, "no daemon runs on this store"),
      (["take", "first"], 64, "'first' is invalid"),
      (["snooze", id], 64, "Missing expected argument '--for"),
      (["snooze", id, "--for", "0s"], 64, "'0s' is invalid"),
      (["reply", id], 64, "Missing expected argument '<text>'"),
    ]
    let path = setup.folder.path(of: "replyd.json")
    for (words, status, expected) in wrong {
      let done = try await setup.binary.run(["handoffs"] + words + ["--config", path])
      #expect(done.status == status && done.error.contains(expected), "\(words): \(done.error)")
    }
  }

  @Test func aPersonsReplyGoesOutThroughTheRunningDaemon() async throws {
    let log = setup.folder.path(of: "daemon.log")
    let daemon = try setup.binary.start(config: setup.folder.path(of: "replyd.json"), log: log)
    try await eventually("people are told (see \(log))") {
      guard try await setup.run("status").status == 0 else { return false }
      return try await setup.json("handoffs").array?.count { $0["state"] == "notified" } == 6
    }
    let id = try await number(of: "r1")
    #expect(try await refused("handoffs", "reply", id, "").contains("the text is empty"))
    #expect(
      try await refused("handoffs", "reply", id, "So cheap").contains("forbidden word: \"cheap\""))
    #expect(try await handoff(of: "r1")["state"] == "notified", "what is refused takes nothing")
    #expect(
      try await setup.succeed("handoffs", "reply", id, "It left us.", "--as", "ana")
        == "Handoff \(id) is yours, and your reply is on its way.\n")
    try await eventually("it is out") { try await handoff(of: "r1")["state"] == "answered" }
    let path = setup.folder.path(of: "var/replies.jsonl")
    let replies = try String(contentsOfFile: path, encoding: .utf8).parsedLines()
    #expect(replies.filter { $0["inReplyTo"] == "r1" }.map { $0["text"] } == ["It left us."])
    #expect(
      try await refused("handoffs", "reply", id, "Again").contains("it was answered by Ana Ruiz"))
    #expect(try await daemon.terminate(within: .seconds(20)) == .exit(0))
    try await setup.succeed("verify")
  }
}
