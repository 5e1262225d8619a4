import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

@testable import EmailNotifierPlugin

/// The plugin as an operator configures it, against servers that refuse, put off and vanish.
@Suite(.timeLimit(.minutes(2)))
struct EmailNotifierTests {
  private func settings(_ server: String, _ more: [JSONValue.Member]) -> JSONValue {
    let given = Set(more.map(\.key))
    let usual: [JSONValue.Member] = [
      .init("server", .string(server)), .init("from", "bot@brand.test"),
      .init("to", ["ana@brand.test"]), .init("allowPlainText", true),
      .init("allowPrivateTargets", true),
    ]
    return .object(usual.filter { !given.contains($0.key) } + more)
  }

  private func notifier(
    _ server: String, _ more: [JSONValue.Member] = []
  ) throws -> any Notifier {
    try emailNotifier.built(
      settings(server, more), variables: ["USER": "ana", "PASSWORD": "horse-staple"])
  }

  private func failure(
    _ notifier: any Notifier, _ notification: HandoffNotification = .make(),
    at location: SourceLocation = #_sourceLocation
  ) async throws -> NotifyFailure {
    let error = await #expect(throws: NotifyFailure.self, sourceLocation: location) {
      try await notifier.notify(notification)
    }
    return try #require(error)
  }

  private func isRetry(_ failure: NotifyFailure) -> Bool {
    if case .retry = failure { true } else { false }
  }

  @Test func aMailThatWasPutOffGoesOutLater() async throws {
    let server = try LoopbackMailServer { moment, session in
      moment == .end && session == 1 ? .reply("451 4.3.0 later") : nil
    }
    let notifier = try notifier(server.url)
    let failure = try await failure(notifier)
    #expect(isRetry(failure) && failure.description.contains("451 4.3.0 later"))
    try await notifier.notify(.make())
    #expect(server.mails.count == 1)
  }

  @Test(arguments: [
    (LoopbackMailServer.Moment.sender, "550 5.7.1 not you"), (.end, "554 5.7.1 spam"),
    (.recipient("ana@brand.test"), "550 5.1.1 who?"), (.greeting, "554 never"),
  ])
  func aRefusalForGoodIsFinalAndSaysWhy(
    moment: LoopbackMailServer.Moment, reply: String
  ) async throws {
    let server = try LoopbackMailServer { now, _ in now == moment ? .reply(reply) : nil }
    let failure = try await failure(notifier(server.url))
    #expect(!isRetry(failure) && failure.description.contains(reply))
  }

  @Test(arguments: [LoopbackMailServer.Moment.greeting, .sender, .data, .end])
  func aLostConnectionIsTriedAgainWithTheSameId(
    moment: LoopbackMailServer.Moment
  ) async throws {
    let server = try LoopbackMailServer { now, session in
      now == moment && session == 1 ? .close : nil
    }
    let notifier = try notifier(server.url)
    #expect(isRetry(try await failure(notifier)))
    try await notifier.notify(.make())
    try await notifier.notify(.make())
    let ids = try server.mails.map { try PythonMail($0.message)["Message-ID"] }
    #expect(ids.count == 2 && Set(ids).count == 1)
  }

  @Test func aServerThatIsDownIsTriedAgain() async throws {
    #expect(isRetry(try await failure(notifier("smtp://127.0.0.1:\(FreePort.next())"))))
  }

  @Test func aMissingSTARTTLSIsTriedAgainAndNothingIsSaid() async throws {
    let server = try LoopbackMailServer(extensions: ["AUTH PLAIN"])
    let notifier = try notifier(
      server.url,
      [
        .init("allowPlainText", false), .init("username", ["env": "USER"]),
        .init("password", ["env": "PASSWORD"]),
      ])
    #expect(isRetry(try await failure(notifier)))
    #expect(server.mails.isEmpty && !server.commands.contains { $0.hasPrefix("AUTH") })
  }

  @Test(arguments: [("535 5.7.8 no horse-staple", false), ("454 4.7.0 later", true)])
  func aRefusedLoginSaysNothingSecret(reply: String, again: Bool) async throws {
    let server = try LoopbackMailServer(extensions: ["AUTH PLAIN"]) { moment, _ in
      moment == .login ? .reply(reply) : nil
    }
    let notifier = try notifier(
      server.url,
      [.init("username", ["env": "USER"]), .init("password", ["env": "PASSWORD"])])
    let failure = try await failure(notifier)
    #expect(isRetry(failure) == again && !failure.description.contains("horse"))
  }

  @Test func aPrivateServerIsRefusedUnlessAllowed() async throws {
    let server = try LoopbackMailServer()
    let failure = try await failure(notifier(server.url, [.init("allowPrivateTargets", false)]))
    #expect(!isRetry(failure) && failure.description.contains("allowPrivateTargets"))
    #expect(server.sessions == 0)
  }

  @Test func onlyWhoWasPutOffGetsTheMailAgain() async throws {
    let server = try LoopbackMailServer { moment, session in
      moment == .recipient("bo@brand.test") && session < 3 ? .reply("450 4.2.0 later") : nil
    }
    let notifier = try notifier(
      server.url, [.init("to", ["ana@brand.test", "bo@brand.test"])])
    #expect(isRetry(try await failure(notifier)))
    #expect(isRetry(try await failure(notifier)))
    try await notifier.notify(.make())
    #expect(server.mails.count == 2)
    let named = server.commands.filter { $0.hasPrefix("RCPT") }
    #expect(named.count { $0.contains("ana@") } == 1 && named.count { $0.contains("bo@") } == 3)
  }

  @Test func aDeadMailboxDoesNotKeepTheOthersWaiting() async throws {
    let server = try LoopbackMailServer { moment, _ in
      moment == .recipient("bo@brand.test") ? .reply("550 5.1.1 who?") : nil
    }
    let notifier = try notifier(
      server.url, [.init("to", ["ana@brand.test", "bo@brand.test"])])
    try await notifier.notify(.make())
    #expect(server.mails.count == 1)
  }

  @Test func digestsAndAlarmsAreMailedToo() async throws {
    let server = try LoopbackMailServer()
    let notifier = try notifier(server.url)
    try await notifier.digest(
      DigestNotification(
        key: "d-1", kind: .daily, team: nil, title: "The day",
        facts: [.init(name: "Answered", value: "12")], at: fixtureTime))
    try await notifier.alarm(
      AlarmNotification(
        key: "a-1", kind: "connectorSilent", subject: "toot", phase: .raised, sentence: "No poll.",
        since: fixtureTime, at: fixtureTime))
    #expect(server.mails.count == 2)
  }

  static let wrong: [(JSONValue.Member, String)] = [
    (.init("server", "https://mail.brand.test"), "server"),
    (.init("server", "smtp://user:pw@mail.brand.test"), "server"),
    (.init("server", "smtps://mail.brand.test"), "allowPlainText"),
    (.init("from", "bot@brand.test\r\nBcc: x@y"), "from"),
    (.init("from", "Bot <b@x.test>"), "from"),
    (.init("to", []), "to"), (.init("to", ["ana@brand.test", "bo"]), "to"),
    (.init("username", ["env": "USER"]), "username"),
    (.init("password", ["env": "PASSWORD"]), "password"),
  ]

  @Test(arguments: wrong)
  func aWrongSettingIsNotedAtStart(setting: JSONValue.Member, field: String) throws {
    let error = #expect(throws: SettingsIssues.self) {
      try notifier("smtp://mail.brand.test", [setting])
    }
    #expect(error?.description.contains("settings.\(field)") == true, "\(error as Any)")
  }
}
