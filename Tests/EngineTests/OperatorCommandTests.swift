import PluginKit
import Testing

@testable import Engine

/// What the command line asks is what the daemon hears.
@Suite struct OperatorCommandTests {
  static let commands: [OperatorCommand] = [
    .status, .config, .verify, .why("mastodon/1"), .handoffs(all: true), .handoffs(all: false),
    .take(1), .endHandoff(1, .answered), .endHandoff(1, .returned, summary: "wants a refund"),
    .endHandoff(1, .closed), .reply(1, "It left us."), .reply(1, ""), .snooze(1, .minutes(30)),
    .assign(1, "bo"), .openHandoff(message: "1", team: nil, reason: "why"),
    .openHandoff(message: "mastodon/1", team: "care", reason: "why"), .silences,
    .silence(SilenceRequest(reason: "move", duration: .hours(2))),
    .silence(
      SilenceRequest(
        team: "care", category: "refund", connector: "mastodon", author: "@a@b.example",
        reason: "move", duration: .hours(24 * 7))),
    .endSilence(1), .corrections(after: 7), .correct(message: "1", .label, was: nil, now: "a=b"),
    .correct(message: "1", .answerWithdrawn, was: nil, now: nil), .drafts, .approve(1),
    .approve(1, text: "Other words"), .approve(1, text: ""), .discard(1), .holds,
    .hold(.everything, reason: "why"), .hold(.connector("a:b"), reason: "why"),
    .hold(.conversation(3), reason: "why"), .resume(nil), .resume(.connector("mastodon")),
    .backup("/tmp/a b"), .forget("mastodon/1"), .report(since: "7d", until: nil),
    .report(since: "7d", until: "1d"), .reportRows(since: "7d", until: nil, after: nil),
    .reportRows(since: "7d", until: "1d", after: 3),
  ]

  @Test(arguments: commands.indices) func aCommandTravelsUnchanged(_ index: Int) {
    let command = Self.commands[index]
    #expect(OperatorCommand(command.request) == command)
  }

  @Test(arguments: [
    ("POST", "handoffs/1/reply", [:]), ("POST", "handoffs/1/snooze", ["for": "soon"]),
    ("POST", "handoffs/1/taken", [:]), ("POST", "handoffs/1/open", [:]),
    ("POST", "handoffs/first/take", [:]), ("POST", "silences", ["reason": "move"]),
    ("POST", "corrections", ["message": "1", "kind": "wrong"]), ("GET", "handoffs/1/take", [:]),
    ("DELETE", "handoffs", [:]), ("GET", "", [:]),
  ] as [(String, String, JSONValue)])
  func whatIsNoCommandIsRefused(_ method: String, _ path: String, _ body: JSONValue) {
    let request = OperatorCommand.Request(
      method: method, path: path.split(separator: "/").map(String.init), body: body)
    #expect(OperatorCommand(request) == nil)
  }
}
