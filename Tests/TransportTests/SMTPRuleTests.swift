import Foundation
import TestSupport
import Testing

@testable import Transport

/// What is never sent, and to whom never.
@Suite(.timeLimit(.minutes(2)))
struct SMTPRuleTests {
  private func configuration(_ server: LoopbackMailServer) throws -> SMTPClient.Configuration {
    var configuration = SMTPClient.Configuration(server: try #require(SMTPServer(server.url)))
    configuration.allowPrivateTargets = true
    return configuration
  }

  private func mail(_ text: String = "a\r\n", recipients: Int = 1) throws -> Mail {
    let recipient = try #require(MailAddress("ana@brand.test"))
    return Mail(
      from: MailAddress("bot@brand.test"), to: Array(repeating: recipient, count: recipients),
      message: Data(text.utf8))
  }

  private func failure(
    _ configuration: SMTPClient.Configuration, _ mail: Mail
  ) async throws -> TransportFailure {
    let error = await #expect(throws: TransportFailure.self) {
      try await SMTPClient(configuration).send(mail)
    }
    return try #require(error)
  }

  @Test func aServerWithoutSTARTTLSGetsNeitherLoginNorMail() async throws {
    let server = try LoopbackMailServer(extensions: ["AUTH PLAIN LOGIN"])
    var configuration = try configuration(server)
    configuration.login = MailLogin(user: "ana", password: "pw-1")
    let failure = try await failure(configuration, mail())
    #expect(failure.kind == .tls && failure.written == .never && failure.status == nil, "\(failure)")
    #expect(server.commands.allSatisfy { $0.hasPrefix("EHLO ") || $0 == "QUIT" })
  }

  @Test func aRefusedSTARTTLSEndsIt() async throws {
    let server = try LoopbackMailServer(extensions: ["STARTTLS", "AUTH PLAIN"])
    var configuration = try configuration(server)
    configuration.login = MailLogin(user: "ana", password: "pw-1")
    let failure = try await failure(configuration, mail())
    #expect(failure.status == 454 && failure.written == .never)
    #expect(!server.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
  }

  @Test func aPrivateServerIsRefusedUnlessAllowed() async throws {
    let server = try LoopbackMailServer()
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    configuration.allowPrivateTargets = false
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433"] {
      configuration.server = try #require(SMTPServer("smtp://\(host):\(server.port)"))
      let failure = try await failure(configuration, mail())
      #expect(failure.kind == .blockedAddress && failure.written == .never)
    }
    #expect(server.sessions == 0)
  }

  @Test(arguments: [
    ("AUTH PLAIN LOGIN", ["AUTH PLAIN", "AGFuYQBwdy0x"]),
    ("AUTH LOGIN", ["AUTH LOGIN", "YW5h", "cHctMQ=="]),
  ])
  func theLoginIsGivenAsAsked(offer: String, expected: [String]) async throws {
    let server = try LoopbackMailServer(extensions: [offer])
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    configuration.login = MailLogin(user: "ana", password: "pw-1")
    _ = try await SMTPClient(configuration).send(mail())
    #expect(Array(server.commands.dropFirst().prefix(expected.count)) == expected)
    #expect(server.mails.count == 1)
  }

  @Test(arguments: [
    ("535 5.7.8 wrong: ana pw-1", 535), ("454 4.7.0 later, AGFuYQBwdy0x", 454),
  ])
  func aRefusedLoginShowsNothingOfIt(reply: String, status: Int) async throws {
    let server = try LoopbackMailServer(extensions: ["AUTH PLAIN"]) { moment, _ in
      moment == .login ? .reply(reply) : nil
    }
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    configuration.login = MailLogin(user: "ana", password: "pw-1")
    let failure = try await failure(configuration, mail())
    #expect(failure.kind == .login && failure.status == status && failure.written == .never)
    #expect(!failure.message.contains("pw-1") && !failure.message.contains("AGFu"))
    #expect(server.mails.isEmpty)
  }

  @Test func noWayToLogInIsALoginFailure() async throws {
    let server = try LoopbackMailServer(extensions: ["AUTH CRAM-MD5 NTLM"])
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    configuration.login = MailLogin(user: "ana", password: "pw-1")
    let failure = try await failure(configuration, mail())
    #expect(failure.kind == .login && failure.written == .never && failure.status == nil)
  }

  /// Put so that a cut before the search would leave half of it.
  @Test(arguments: [0, 150, 193, 195, 940, 955, 970])
  func aServerThatRepeatsThePasswordLaterIsCensored(offset: Int) async throws {
    let password = "horse-battery-staple"
    let padding = String(repeating: "x", count: offset)
    let server = try LoopbackMailServer(extensions: ["AUTH PLAIN"]) { moment, _ in
      moment == .end ? .reply("550 \(padding)\(password) \(password)") : nil
    }
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    configuration.login = MailLogin(user: "ana", password: password)
    let failure = try await failure(configuration, mail())
    #expect(failure.status == 550, "\(failure)")
    #expect(!failure.message.contains("horse"))
  }

  @Test(arguments: [
    "", "a", "a\n", "a\r", "a\r\nb", "a\nb\r\n", "a\rb\r\n", "a\n.\r\nb\r\n", "a\r\n.\rMAIL\r\n",
    "a\0\r\n", "ä\r\n", String(repeating: "x", count: 999) + "\r\n", "\n\r\n",
  ])
  func aMessageThatCouldHideAnotherIsNotSent(text: String) async throws {
    let server = try LoopbackMailServer()
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    let failure = try await failure(configuration, mail(text))
    #expect(failure.kind == .invalidRequest && failure.written == .never)
    #expect(server.sessions == 0)
  }

  @Test func limitsHold() async throws {
    let server = try LoopbackMailServer()
    var configuration = try configuration(server)
    configuration.allowPlainText = true
    configuration.maxMessageBytes = 1000
    let long = String(repeating: String(repeating: "x", count: 98) + "\r\n", count: 10)
    _ = try await SMTPClient(configuration).send(mail(long))
    _ = try await SMTPClient(configuration).send(mail(String(repeating: "x", count: 998) + "\r\n"))
    _ = try await SMTPClient(configuration).send(mail(recipients: 100))
    for refused in [try mail(long + "\r\n"), try mail(recipients: 0), try mail(recipients: 101)] {
      #expect(try await failure(configuration, refused).kind == .invalidRequest)
    }
    #expect(server.sessions == 3)
  }
}
