import Foundation
import TestSupport
import Testing

@testable import Transport

/// What an IMAP server does and what the reader then knows. The servers are real sockets.
@Suite(.timeLimit(.minutes(2)))
struct IMAPClientTests {
  private func failure<Value: Sendable>(
    at location: SourceLocation = #_sourceLocation, _ call: () async throws -> Value
  ) async throws -> TransportFailure {
    let error = await #expect(throws: TransportFailure.self, sourceLocation: location) {
      try await call()
    }
    return try #require(error)
  }

  private func state(_ client: IMAPClient) async throws -> IMAPMailbox {
    try await client.read("INBOX") { $0.mailbox }
  }

  @Test func aMailboxIsOpenedForReadingOnlyAndTheSessionIsKept() async throws {
    let server = try LoopbackIMAPServer { _, _ in nil }
    let client = try server.client()
    let expected = IMAPMailbox(uidValidity: 42, uidNext: 10, exists: 3)
    #expect(try await state(client) == expected)
    #expect(try await state(client) == expected)
    #expect(server.sessions == 1)
    #expect(
      server.commands == [
        "CAPABILITY", "LOGIN brand secret-word", "EXAMINE \"INBOX\"", "EXAMINE \"INBOX\"",
      ])
  }

  @Test func aSessionThatTheServerEndedIsOpenedAgain() async throws {
    let server = try LoopbackIMAPServer { command, count in
      count == 4 ? .leave("* BYE too long idle\r\n") : nil
    }
    let client = try server.client()
    _ = try await state(client)
    _ = try await state(client)
    #expect(server.sessions == 2)
  }

  @Test func theEndOfAListIsNoNewMail() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("UID SEARCH") ? .say("* SEARCH 7 12 9\r\nTAG OK done\r\n") : nil
    }
    let found = try await server.client().read("INBOX") { box throws(TransportFailure) in
      try await box.uids(in: 8...10)
    }
    #expect(found == [9], "the server also gave the newest mail, and one beyond")
  }

  @Test func aMailThatImitatesTheServerIsOnlyAMail() async throws {
    let mail = IMAPReaderTests.hostile
    let server = try LoopbackIMAPServer { command, _ in
      guard command.hasPrefix("UID FETCH") else { return nil }
      return .say(
        "* 4 FETCH (FLAGS (\\Seen))\r\n* 3 FETCH (UID 8 BODY[]<0> {2}\r\nno)\r\n"
          + "* 1 FETCH (UID 7 RFC822.SIZE 500 FLAGS () INTERNALDATE \" 1-Jan-2026 00:00:00 +0000\""
          + " BODY[]<0> {\(mail.utf8.count)}\r\n\(mail))\r\nTAG OK done\r\n")
    }
    let mails = try await server.client().read("INBOX") { box throws(TransportFailure) in
      try await box.mails([7], maxBytes: 1000)
    }
    #expect(
      mails == [
        IMAPMail(
          uid: 7, receivedAt: Date(timeIntervalSince1970: 1_767_225_600), flags: [], size: 500,
          bytes: Data(mail))
      ])
    #expect(
      server.commands.last
        == "UID FETCH 7 (UID RFC822.SIZE FLAGS INTERNALDATE BODY.PEEK[]<0.1000>)")
  }

  static let breaches: [(String, TransportFailure.Kind)] = [
    ("* 1 FETCH (UID 7 BODY[]<0> {900}\r\nhalf", .disconnected),
    ("* 1 FETCH (UID 7 BODY[]<0> {99999999}\r\n", .tooLarge),
    ("* 1 FETCH (UID 7", .disconnected), ("A003 OK guessed\r\n", .protocolError),
    ("* 1 FETCH 5\r\nTAG OK\r\n", .protocolError), ("* BYE I am tired\r\n", .disconnected),
    ("\u{0}\u{0}\r\n", .protocolError), ("TAG MAYBE\r\n", .protocolError),
  ]

  @Test(arguments: breaches)
  func aBrokenAnswerEndsTheSession(answer: String, kind: TransportFailure.Kind) async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("UID FETCH") ? .leave(answer) : nil
    }
    let client = try server.client()
    let failure = try await failure {
      try await client.read("INBOX") { box throws(TransportFailure) in
        try await box.mails([7], maxBytes: 1000)
      }
    }
    #expect(failure.kind == kind)
    if answer.contains("tired") { #expect(failure.message.contains("I am tired")) }
    _ = try await state(client)
    #expect(server.sessions == 2)
  }

  @Test func aRefusalLeavesTheSession() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      switch command {
      case "EXAMINE \"Sent\"": .say("TAG NO [NONEXISTENT] no such mailbox\r\n")
      case "EXAMINE \"Bad\"": .say("TAG BAD what? secret-word\r\n")
      default: nil
      }
    }
    let client = try server.client()
    let no = try await failure { try await client.read("Sent") { $0.mailbox } }
    #expect(no.kind == .refused && no.message.contains("[NONEXISTENT] no such mailbox"))
    let bad = try await failure { try await client.read("Bad") { $0.mailbox } }
    #expect(bad.kind == .refused && !bad.message.contains("secret-word"))
    _ = try await state(client)
    #expect(server.sessions == 1)
  }

  @Test func linesWithoutEndAreCutOff() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("EXAMINE")
        ? .say("* OK " + String(repeating: "x", count: 3_000_000)) : nil
    }
    let client = try server.client()
    #expect(try await failure { try await state(client) }.kind == .tooLarge)
    let talker = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("EXAMINE")
        ? .say(String(repeating: "* 1 EXISTS\r\n", count: 30_000)) : nil
    }
    let other = try talker.client()
    #expect(try await failure { try await state(other) }.kind == .tooLarge)
  }

  @Test func aGreetingWithoutEndIsCutOff() async throws {
    let greeting = String(repeating: "* OK \(String(repeating: "x", count: 500))\r\n", count: 2000)
    let server = try LoopbackIMAPServer(greeting: greeting) { _, _ in nil }
    let client = try server.client()
    let failure = try await failure { try await state(client) }
    #expect(failure.kind == .tooLarge || failure.kind == .protocolError)
  }

  @Test func aServerThatSaysNothingTimesOut() async throws {
    for place in ["CAPABILITY", "LOGIN", "EXAMINE"] {
      let server = try LoopbackIMAPServer { command, _ in
        command.hasPrefix(place) ? .silence : nil
      }
      let client = try server.client {
        $0.timeouts = CallTimeouts(
          connect: .milliseconds(300), total: .milliseconds(500), stall: .milliseconds(300))
      }
      #expect(try await failure { try await state(client) }.kind == .timeout, "\(place)")
    }
  }

  @Test func aCancelledCallEndsAndTheNextOneWorks() async throws {
    let server = try LoopbackIMAPServer { command, count in
      command.hasPrefix("EXAMINE") && count == 3 ? .silence : nil
    }
    let client = try server.client()
    let call = Task { try await failure { try await state(client) } }
    try await eventually("the command is out") { server.commands.count == 3 }
    call.cancel()
    #expect(try await call.value.kind == .cancelled)
    #expect(try await state(client).exists == 3)
  }

  // MARK: appending

  @Test func aMailIsNotWrittenBeforeTheServerIsReadyForIt() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("APPEND") ? .say("* OK wait\r\n") : nil
    }
    let client = try server.client {
      $0.timeouts = CallTimeouts(
        connect: .seconds(5), total: .seconds(5), stall: .milliseconds(500))
    }
    let failure = try await failure {
      try await client.append(Data("a mail\r\n"), to: "Sent", flags: ["\\Seen"])
    }
    #expect(failure.kind == .timeout && failure.written == .never)
    #expect(server.commands.last == "APPEND \"Sent\" (\\Seen) {8}")
  }

  @Test func anAppendThatIsRefusedWroteNothing() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("APPEND") ? .say("TAG NO [OVERQUOTA] full\r\n") : nil
    }
    let client = try server.client()
    let failure = try await failure { try await client.append(Data("x"), to: "Sent") }
    #expect(failure.kind == .refused && failure.written == .never)
    #expect(failure.message.contains("OVERQUOTA"))
  }

  @Test func anAppendThatIsCutOffMayBeThere() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("APPEND") ? .say("+ go\r\n") : command == "mail" ? .leave("") : nil
    }
    let client = try server.client()
    let failure = try await failure { try await client.append(Data("a mail\r\n"), to: "Sent") }
    #expect(failure.kind == .disconnected && failure.written == .maybe)
    #expect(server.sessions == 1, "it is not repeated")
  }

  // MARK: TLS and login

  @Test func aServerWithoutSTARTTLSNeverSeesTheLogin() async throws {
    let server = try LoopbackIMAPServer { _, _ in nil }
    let client = try server.client { $0.allowPlainText = false }
    #expect(try await failure { try await state(client) }.kind == .tls)
    #expect(server.commands == ["CAPABILITY"])
  }

  @Test func aRefusedSTARTTLSEndsTheSession() async throws {
    let server = try LoopbackIMAPServer(capabilities: "IMAP4rev1 STARTTLS") { command, _ in
      command == "STARTTLS" ? .say("TAG NO not now\r\n") : nil
    }
    let client = try server.client { $0.allowPlainText = false }
    #expect(try await failure { try await state(client) }.kind == .tls)
    #expect(server.commands == ["CAPABILITY", "STARTTLS"])
  }

  /// What somebody between puts behind the answer would else count as said under TLS.
  @Test func whatIsInjectedBeforeTheHandshakeEndsTheSession() async throws {
    let server = try LoopbackIMAPServer(capabilities: "IMAP4rev1 STARTTLS") { command, _ in
      command == "STARTTLS"
        ? .say("TAG OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=LOGIN\r\nA003 OK\r\n") : nil
    }
    let client = try server.client { $0.allowPlainText = false }
    let failure = try await failure { try await state(client) }
    #expect([.tls, .protocolError].contains(failure.kind))
    #expect(server.commands == ["CAPABILITY", "STARTTLS"])
  }

  @Test func aServerThatSaysWeAreLoggedInAlreadyIsRefused() async throws {
    let server = try LoopbackIMAPServer(greeting: "* PREAUTH welcome\r\n") { _, _ in nil }
    let client = try server.client { $0.allowPlainText = false }
    _ = try await failure { try await state(client) }
    #expect(!server.commands.contains { $0.hasPrefix("EXAMINE") })
  }

  @Test func aRefusedLoginIsToldWithoutIt() async throws {
    let server = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("LOGIN") ? .say("TAG NO [AUTHENTICATIONFAILED] secret-word?\r\n") : nil
    }
    let client = try server.client()
    let denied = try await failure { try await state(client) }
    #expect(denied.kind == .login && !denied.message.contains("secret-word"))
    #expect(server.sessions == 1)
    let busy = try LoopbackIMAPServer { command, _ in
      command.hasPrefix("LOGIN") ? .say("TAG NO [UNAVAILABLE] later\r\n") : nil
    }
    let other = try busy.client()
    #expect(try await failure { try await state(other) }.kind == .refused)
  }

  @Test func anExpiredTokenIsRenewedOnce() async throws {
    let server = try LoopbackIMAPServer(capabilities: "IMAP4rev1 AUTH=XOAUTH2 SASL-IR") {
      command, _ in
      guard command.hasPrefix("AUTHENTICATE") else { return nil }
      let word = command.split(separator: " ").last.flatMap { Data(base64Encoded: String($0)) }
      let isFresh = word?.text.contains("Bearer fresh") == true
      return .say(isFresh ? "TAG OK in\r\n" : "TAG NO [AUTHENTICATIONFAILED] old\r\n")
    }
    let plain = try server.client()
    let client = IMAPClient(plain.configuration) { wasRefused throws(TransportFailure) in
      guard let login = MailLogin(user: "brand", accessToken: wasRefused ? "fresh" : "stale")
      else { throw .closedConnection }
      return login
    }
    #expect(try await state(client).uidValidity == 42)
    #expect(server.commands.filter { $0.hasPrefix("AUTHENTICATE XOAUTH2") }.count == 2)
  }

  @Test func aPrivateAddressIsNotTalkedTo() async throws {
    let server = try LoopbackIMAPServer { _, _ in nil }
    let client = try server.client { $0.allowPrivateTargets = false }
    #expect(try await failure { try await state(client) }.kind == .blockedAddress)
    #expect(server.sessions == 0)
  }

  @Test func manyClientsAreServedAtOnce() async throws {
    let server = try LoopbackIMAPServer { _, _ in nil }
    let clients = try (0..<40).map { _ in try server.client() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in clients { group.addTask { _ = try await state(client) } }
      try await group.waitForAll()
    }
    #expect(server.sessions == 40)
  }
}
