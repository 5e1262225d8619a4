import Foundation
import NotifierKit
import PluginKit
import PluginTesting
import TestSupport
import Testing

@testable import EmailNotifierPlugin

/// The plugin against real Postfix, read back through real Dovecot.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RealMailTests {
  private func notifier(
    _ server: String, caFile: String?, to: String = MailServers.user,
    password: String = MailServers.password
  ) throws -> any CardNotifier {
    var settings: [JSONValue.Member] = [
      .init("server", .string(server)), .init("from", "customer@shop.test"),
      .init("name", "Nördwind\r\nBcc: customer@shop.test"), .init("to", [.string(to)]),
      .init("username", ["env": "USER"]), .init("password", ["env": "PASSWORD"]),
      .init("allowPrivateTargets", true),
    ]
    if let caFile { settings.append(.init("caFile", .string(caFile))) }
    let notifier = try emailNotifier.built(
      .object(settings), variables: ["USER": "customer@shop.test", "PASSWORD": password])
    return try #require(notifier as? any CardNotifier)
  }

  private func notification(
    _ key: String, _ occasion: HandoffNotification.Occasion, hostile: String
  ) -> HandoffNotification {
    var notification = HandoffNotification.make(
      key: key, reason: "wants a person\(hostile)",
      message: .make(
        "Wo ist meine Bestellung?\(hostile)", author: .make(name: "Zoë 👋\(hostile)")))
    notification.occasion = occasion
    return notification
  }

  static let hostile = "\r\nBcc: customer@shop.test\r\n\r\n.\r\nMAIL FROM:<evil@shop.test>\r\n"

  @Test func oneConversationArrivesOnceAndInOneThread() async throws {
    if let missing = MailServers.missing { return print("NOT RUN: real mail: \(missing)") }
    let servers = try MailServers()
    let startTLS = try notifier(servers.startTLS, caFile: servers.caFile)
    let smtps = try notifier(servers.smtps, caFile: servers.caFile)
    try await startTLS.notify(notification("h1-0", .opened, hostile: Self.hostile))
    try await smtps.notify(notification("h1-1", .escalated, hostile: Self.hostile))
    try await startTLS.notify(notification("h1-2", .ended, hostile: Self.hostile))
    try await smtps.digest(
      DigestNotification(
        key: "d1", kind: .waiting, team: "care", title: "3 wait\(Self.hostile)", at: fixtureTime))
    let words = ".\n..\nשלום 👩‍👩‍👧\n" + String(repeating: "Bestellung fehlt. ", count: 5000) + "."
    try await startTLS.show(
      .make(key: "c1", title: "Ünïcode", parts: [.quote(heading: "Zoë", text: words)]))
    try await refusals(servers)

    try await eventually("five mails arrived") { try servers.messages().count >= 5 }
    try await Task.sleep(for: .seconds(1))
    let mails = try servers.messages().map { try PythonMail($0) }
    #expect(mails.count == 5)
    #expect(Set(mails.map { $0["Message-ID"] }).count == 5)
    let conversation = mails.filter {
      $0["Subject"]?.contains("from Zoë 👋 Bcc: customer@shop") == true
    }
    #expect(conversation.count == 3)
    #expect(Set(conversation.map { $0["References"] }).count == 1)
    #expect(conversation.allSatisfy { $0["In-Reply-To"] == $0["References"] })
    for mail in mails {
      #expect(mail.all("Bcc").isEmpty && mail.all("Subject").count == 1)
      #expect(mail["To"] == MailServers.user && mail["Return-Path"] == "<customer@shop.test>")
      #expect(mail["From"]?.contains("Nördwind Bcc") == true, "one line, and only a name")
      #expect(mail["Auto-Submitted"] == "auto-generated")
      #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
    }
    let quoted = try #require(mails.first { $0["Subject"] == "[replyd] Ünïcode" })
    let lines = words.split(separator: "\n").map { "> \($0)" }.joined(separator: "\n")
    #expect(quoted.text("text/plain")?.contains(lines) == true)
    #expect(mails.contains { $0["Subject"]?.hasPrefix("[replyd] 3 wait Bcc:") == true })
  }

  /// None of these leaves a mail behind.
  private func refusals(_ servers: MailServers) async throws {
    let untrusted = try await failure(notifier(servers.startTLS, caFile: nil))
    #expect(untrusted.isRetry && untrusted.words.contains("TLS"))
    let begun = try await failure(notifier(servers.smtps, caFile: nil))
    #expect(begun.isRetry && begun.words.contains("TLS"))
    let login = try await failure(
      notifier(servers.startTLS, caFile: servers.caFile, password: "wrong-word"))
    #expect(!login.isRetry && login.words.contains("535"), "\(login.words)")
    #expect(!login.words.contains("wrong-word"))
    let nobody = try await failure(
      notifier(servers.smtps, caFile: servers.caFile, to: "nobody@shop.test"))
    #expect(!nobody.isRetry && nobody.words.contains("550 5.1.1"), "\(nobody.words)")
  }

  private func failure(
    _ notifier: any CardNotifier
  ) async throws -> (isRetry: Bool, words: String) {
    let error = await #expect(throws: NotifyFailure.self) { try await notifier.notify(.make()) }
    switch try #require(error) {
    case .retry(_, let words): return (true, words)
    case .refused(let words): return (false, words)
    }
  }
}
