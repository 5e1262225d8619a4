import PluginKit
import Testing

@testable import Engine

/// What the command line asks is what the daemon hears.
@Suite struct OperatorCommandTests {
  static let commands: [OperatorCommand] =
    [
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
      .reportRows(since: "7d", until: "1d", after: 3), .reply(1, "Hi", undo: .seconds(10)),
      .discard(1, reason: "too cold"), .inbox(InboxQuery(name: "")),
      .inbox(
        InboxQuery(
          .ended, name: "", team: "care", connector: "mail", urgency: .high, search: "a&b=c @han",
          after: InboxCursor(at: 1_750_000_000_000, id: 7), limit: 10)),
      .conversation(4), .note(conversation: 4, text: "called\ntwice"), .macros,
      .addMacro(name: "Sorry", text: "We are sorry."), .removeMacro(3), .undo(reply: 5),
      .review(handoff: 1, text: ""), .bulk([1, 2], .take), .bulk([1], .assign("bo")),
      .bulk([1], .snooze(.hours(1))), .bulk([1], .close), .bulk([1], .returned),
    ] + access.map { .access($0) }

  private static let access: [AccessCommand] = {
    let text = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"
    guard let password = PasswordDigest(text) else { return [] }
    let token = NewApiToken(token: "f0", name: "a b", role: .viewer, scopes: [.read, .drafts])
    var ofTeam = token
    ofTeam.teams = ["care"]
    return [
      .users, .addUser(NewUser(name: "ana", role: .admin, password: password)),
      .addUser(NewUser(name: "ana", role: .agent, teams: ["a", "b"], password: password)),
      .changeUser("ana", .password(password)), .changeUser("ana", .role(.lead)),
      .changeUser("ana", .teams(nil)), .changeUser("ana", .teams([])),
      .changeUser("ana", .teams(["care"])), .changeUser("1", .disabled(true)),
      .changeUser("ana", .disabled(false)), .changeUser("ana", .totpOff), .sessions("ana"),
      .signOut("ana"), .tokens, .addToken(token, lifetime: nil),
      .addToken(ofTeam, lifetime: .hours(24)), .revokeToken(7), .audit(.init()),
      .audit(.init(since: .hours(24), who: "ana", action: "users", before: 9)),
    ]
  }()

  @Test func accessIsPartOfIt() { #expect(Self.access.count == 19) }

  @Test(arguments: commands.indices) func aCommandTravelsUnchanged(_ index: Int) {
    let command = Self.commands[index]
    #expect(OperatorCommand(command.request) == command)
  }

  @Test(arguments: [
    ["queue": "all"], ["urgency": "very"], ["after": "1"], ["after": "x-1"], ["limit": "0"],
    ["limit": "many"],
  ])
  func anInboxThatIsAskedForWronglyIsNone(_ query: [String: String]) {
    let request = OperatorCommand.Request(method: "GET", path: ["inbox"], query: query)
    #expect(OperatorCommand(request) == nil)
  }

  @Test func anEmptyFieldOfTheInboxSaysNothing() {
    let fields = ["queue", "team", "connector", "urgency", "q", "after", "limit"]
    let request = OperatorCommand.Request(
      method: "GET", path: ["inbox"],
      query: Dictionary(uniqueKeysWithValues: fields.map { ($0, "") }))
    #expect(OperatorCommand(request) == .inbox(InboxQuery(name: "")))
  }

  @Test func moreThanAHundredHandoffsAtOnceAreRefused() {
    func bulk(_ count: Int) -> OperatorCommand? {
      OperatorCommand(OperatorCommand.bulk((1...count).map { Int64($0) }, .take).request)
    }
    #expect(bulk(100) != nil && bulk(101) == nil)
  }

  @Test(
    arguments: [
      ("POST", "handoffs/1/reply", [:]), ("POST", "handoffs/1/snooze", ["for": "soon"]),
      ("POST", "handoffs/1/taken", [:]), ("POST", "handoffs/1/open", [:]),
      ("POST", "handoffs/first/take", [:]), ("POST", "silences", ["reason": "move"]),
      ("POST", "corrections", ["message": "1", "kind": "wrong"]), ("GET", "handoffs/1/take", [:]),
      ("DELETE", "handoffs", [:]), ("GET", "", [:]),
      ("POST", "handoffs/1/reply", ["text": "Hi", "undoFor": "2m"]),
      ("POST", "handoffs/1/reply", ["text": "Hi", "undoFor": "soon"]),
      ("POST", "handoffs/bulk", ["ids": [], "action": "take"]),
      ("POST", "handoffs/bulk", ["ids": [1.5], "action": "take"]),
      ("POST", "handoffs/bulk", ["ids": ["1"], "action": "take"]),
      ("POST", "handoffs/bulk", ["ids": [1], "action": "assign"]),
      ("POST", "handoffs/bulk", ["ids": [1], "action": "answered"]),
      ("POST", "conversations/1/notes", [:]), ("POST", "macros", ["name": "x"]),
      ("GET", "conversations/first", [:]), ("GET", "replies/1/undo", [:]),
      ("POST", "users", ["name": "ana", "role": "boss", "password": "x"]),
      ("POST", "users/ana/password", ["password": "correct horse battery"]),
      ("POST", "users/ana/role", [:]), ("POST", "users/ana/teams", [:]),
      ("POST", "users/ana/teams", ["teams": [1]]), ("GET", "users/ana/role", [:]),
      ("POST", "tokens", ["token": "f0", "name": "a", "role": "viewer", "scopes": ["all"]]),
      ("POST", "tokens", ["token": "f0", "name": "a", "role": "viewer", "scopes": .null]),
      ("POST", "tokens/one/revoke", [:]),
    ] as [(String, String, JSONValue)])
  func whatIsNoCommandIsRefused(_ method: String, _ path: String, _ body: JSONValue) {
    let request = OperatorCommand.Request(
      method: method, path: path.split(separator: "/").map(String.init), body: body)
    #expect(OperatorCommand(request) == nil)
  }
}
