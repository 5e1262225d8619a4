import Foundation
import TestSupport
import Testing

@testable import Transport

/// What a mail server does and what the sender then knows. The servers are real sockets.
@Suite(.timeLimit(.minutes(2)))
struct SMTPClientTests {
  static let message = Data("Subject: hi\r\n\r\nHello.\r\n")

  private func client(
    _ server: LoopbackMailServer, _ adjust: (inout SMTPClient.Configuration) -> Void = { _ in }
  ) throws -> SMTPClient {
    var configuration = SMTPClient.Configuration(server: try #require(SMTPServer(server.url)))
    configuration.allowPlainText = true
    configuration.allowPrivateTargets = true
    adjust(&configuration)
    return SMTPClient(configuration)
  }

  private func mail(
    _ message: Data = message, to recipients: [String] = ["ana@brand.test"]
  ) throws -> Mail {
    Mail(
      from: MailAddress("bot@brand.test"), to: try recipients.map { try #require(MailAddress($0)) },
      message: message)
  }

  private func failure(
    _ client: SMTPClient, _ mail: Mail, at location: SourceLocation = #_sourceLocation
  ) async throws -> TransportFailure {
    let error = await #expect(throws: TransportFailure.self, sourceLocation: location) {
      try await client.send(mail)
    }
    return try #require(error)
  }

  @Test func aMailArrivesWithItsEnvelope() async throws {
    let server = try LoopbackMailServer()
    let receipt = try await client(server).send(mail(to: ["ana@brand.test", "bo@brand.test"]))
    #expect(receipt == SMTPReceipt(words: "2.0.0 q1"))
    let taken = try #require(server.mails.first)
    #expect(taken.from == "bot@brand.test" && taken.to == ["ana@brand.test", "bo@brand.test"])
    #expect(taken.message == Self.message)
    #expect(server.commands.last == "QUIT")
  }

  @Test func withoutASenderTheReversePathIsEmpty() async throws {
    let server = try LoopbackMailServer()
    var mail = try mail()
    mail.sender = nil
    _ = try await client(server).send(mail)
    #expect(server.commands.contains("MAIL FROM:<>"))
  }

  @Test func manyMailsGoOneByOne() async throws {
    let server = try LoopbackMailServer()
    let client = try client(server)
    let mail = try mail()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { _ = try await client.send(mail) } }
      try await group.waitForAll()
    }
    #expect(server.mails.count == 8)
    #expect(server.sessions == 8)
  }

  // MARK: dots

  static let dotted = [
    ".\r\n", "..\r\n", ".a\r\n.\r\n.\r\n", "Subject: x\r\n\r\n.\r\nMAIL FROM:<evil@x>\r\n.\r\n",
    "a\r\n\r\n.\r\n", "a\r\n..\r\n\r\n", "\r\n", "a.\r\n.b.\r\n",
  ]

  @Test(arguments: dotted)
  func linesThatBeginWithADotArriveAsTheyWere(text: String) async throws {
    let server = try LoopbackMailServer()
    _ = try await client(server).send(mail(Data(text)))
    #expect(server.mails.map(\.message) == [Data(text)])
  }

  /// Dots wherever libcurl's buffers may end.
  @Test(arguments: 0..<8)
  func dotsAtEveryPlaceOfABigMailArrive(offset: Int) async throws {
    let server = try LoopbackMailServer()
    let lines = (0..<60_000).map { ($0 + offset) % 3 == 0 ? "." : ".\($0 % 7)" }
    let text = String(repeating: "x", count: offset) + "\r\n" + lines.joined(separator: "\r\n")
    let message = Data(text + "\r\n")
    _ = try await client(server).send(mail(message))
    #expect(server.mails.map(\.message) == [message])
    #expect(server.mails.first?.wire.suffix(5) == Data("\r\n.\r\n"))
  }

  // MARK: refusals

  static let refusals: [(LoopbackMailServer.Moment, String)] = [
    (.greeting, "554 no service"), (.greeting, "421 busy"), (.sender, "550 5.7.1 not you"),
    (.sender, "451 later"), (.recipient("ana@brand.test"), "550 5.1.1 No such user"),
    (.recipient("ana@brand.test"), "450 4.2.0 Greylisted"), (.data, "554 no valid recipients"),
    (.data, "452 full"), (.end, "550 5.7.1 spam"), (.end, "451 4.3.0 try again"),
  ]

  @Test(arguments: refusals)
  func aRefusalIsProofThatNothingWasTaken(
    moment: LoopbackMailServer.Moment, reply: String
  ) async throws {
    let server = try LoopbackMailServer { now, _ in now == moment ? .reply(reply) : nil }
    let failure = try await failure(client(server), mail())
    #expect(failure.kind == .refused)
    #expect(failure.written == .never)
    #expect(failure.status == Int(reply.prefix(3)))
    #expect(failure.message.contains(reply))
  }

  @Test func oneDeadMailboxDoesNotKeepTheMailFromTheOthers() async throws {
    let server = try LoopbackMailServer { moment, _ in
      moment == .recipient("bo@brand.test") ? .reply("550 5.1.1 who?") : nil
    }
    let names = ["ana@brand.test", "bo@brand.test", "cy@brand.test"]
    let receipt = try await client(server).send(mail(to: names))
    let dead = try #require(MailAddress("bo@brand.test"))
    #expect(receipt.refusals == [.init(recipient: dead, status: 550, words: "5.1.1 who?")])
    #expect(server.mails.count == 1)
  }

  @Test func whereAllRecipientsAreNeededOneRefusalIsTheEnd() async throws {
    let server = try LoopbackMailServer { moment, _ in
      moment == .recipient("bo@brand.test") ? .reply("450 4.2.0 later") : nil
    }
    var mail = try mail(to: ["ana@brand.test", "bo@brand.test"])
    mail.needsAllRecipients = true
    let failure = try await failure(client(server), mail)
    #expect(failure.status == 450 && failure.written == .never)
    #expect(server.mails.isEmpty)
  }

  @Test func ofSeveralRefusalsTheTemporaryOneCounts() async throws {
    let server = try LoopbackMailServer { moment, _ in
      switch moment {
      case .recipient("ana@brand.test"): .reply("450 later")
      case .recipient: .reply("550 never")
      default: nil
      }
    }
    let failure = try await failure(client(server), mail(to: ["ana@brand.test", "bo@brand.test"]))
    #expect(failure.status == 450 && failure.written == .never)
  }

  @Test func aServersWordsAreSafeAndShort() async throws {
    let words = "\u{1B}[2J\u{202E}" + String(repeating: "no ", count: 300)
    let server = try LoopbackMailServer { moment, _ in
      moment == .sender ? .reply("550 \(words)") : nil
    }
    let failure = try await failure(client(server), mail())
    #expect(failure.message.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(failure.message.utf8.count < 400)
  }

  @Test func repliesWithoutEndAreCutOff() async throws {
    let endless = (0..<2000).map { _ in "220-" + String(repeating: "x", count: 60) }
    let server = try LoopbackMailServer { moment, _ in
      moment == .greeting ? .reply(endless.joined(separator: "\r\n")) : nil
    }
    let failure = try await failure(client(server), mail())
    #expect(failure.kind == .tooLarge && failure.written == .never)
  }

  // MARK: lost connections

  static let lostBefore: [LoopbackMailServer.Moment] = [
    .greeting, .hello, .sender, .recipient("ana@brand.test"), .data,
  ]

  @Test(arguments: lostBefore)
  func aConnectionLostBeforeTheMailProvesThatNothingWasTaken(
    moment: LoopbackMailServer.Moment
  ) async throws {
    let server = try LoopbackMailServer { now, _ in now == moment ? .close : nil }
    let failure = try await failure(client(server), mail())
    #expect(failure.kind == .disconnected)
    #expect(failure.written == .never && failure.status == nil)
    #expect(server.sessions == 1, "nothing is repeated by itself")
  }

  @Test func aConnectionLostInTheMailProvesThatNothingWasTaken() async throws {
    let server = try LoopbackMailServer { moment, _ in
      moment == .data ? .closeAfter(100_000) : nil
    }
    let line = String(repeating: "x", count: 70) + "\r\n"
    let big = Data(String(repeating: line, count: 140_000))
    let failure = try await failure(client(server), mail(big))
    #expect(failure.kind == .disconnected && failure.written == .never)
    #expect(server.sessions == 1)
  }

  @Test func aConnectionLostAfterTheFinalDotIsUnknown() async throws {
    let server = try LoopbackMailServer { moment, _ in moment == .end ? .close : nil }
    let failure = try await failure(client(server), mail())
    #expect(failure.kind == .disconnected)
    #expect(failure.written == .maybe && failure.status == nil)
    #expect(server.sessions == 1)
  }

  @Test func aReplyToTheFinalDotThatNeverComesIsUnknown() async throws {
    let server = try LoopbackMailServer { moment, _ in moment == .end ? .silence : nil }
    let client = try client(server) { $0.timeouts.total = .milliseconds(500) }
    let failure = try await failure(client, mail())
    #expect(failure.kind == .timeout && failure.written == .maybe)
  }

  @Test func aServerThatNeverGreetsTimesOut() async throws {
    let server = try LoopbackMailServer { moment, _ in moment == .greeting ? .silence : nil }
    let client = try client(server) { $0.timeouts.total = .milliseconds(500) }
    let failure = try await failure(client, mail())
    #expect(failure.kind == .timeout && failure.written == .never)
  }

  @Test func aTakenMailIsTakenWhateverBecomesOfTheFarewell() async throws {
    let server = try LoopbackMailServer { moment, _ in moment == .quit ? .close : nil }
    #expect(try await client(server).send(mail()).words == "2.0.0 q1")
  }

  @Test func aRefusedConnectionIsProof() async throws {
    var configuration = SMTPClient.Configuration(
      server: try #require(SMTPServer("smtp://127.0.0.1:1")))
    configuration.allowPrivateTargets = true
    let failure = try await failure(SMTPClient(configuration), mail())
    #expect(failure.kind == .connect && failure.written == .never)
  }

  @Test func aCancelledCallEnds() async throws {
    let server = try LoopbackMailServer { moment, _ in moment == .sender ? .silence : nil }
    let client = try client(server)
    let mail = try mail()
    let call = Task { try await self.failure(client, mail) }
    try await eventually("the session began") { server.commands.contains { $0.hasPrefix("MAIL") } }
    call.cancel()
    let ended = try await call.value
    #expect(ended.kind == .cancelled && ended.written == .never)
  }

  /// libcurl, left to itself, sends the final dot when a transfer is removed: the cut mail would
  /// count as whole.
  @Test func aMailThatIsCancelledInTheMiddleIsNotTakenInHalf() async throws {
    let reading = Gate()
    let server = try LoopbackMailServer { moment, _ in
      guard moment == .data else { return nil }
      reading.open()
      return .pause(milliseconds: 1500)
    }
    let client = try client(server)
    let line = String(repeating: "x", count: 70) + "\r\n"
    let mail = try mail(Data(String(repeating: line, count: 140_000)))
    let call = Task { try await self.failure(client, mail) }
    await reading.passed()
    try await Task.sleep(for: .milliseconds(500))
    call.cancel()
    let ended = try await call.value
    #expect(ended.kind == .cancelled && ended.written == .never)
    try await eventually("the session ended") { server.ended == 1 }
    #expect(server.mails.isEmpty)
  }

  @Test func aShutdownInTheMiddleTakesNothingInHalf() async throws {
    let reading = Gate()
    let server = try LoopbackMailServer { moment, _ in
      guard moment == .data else { return nil }
      reading.open()
      return .pause(milliseconds: 1500)
    }
    let client = try client(server)
    let line = String(repeating: "x", count: 70) + "\r\n"
    let mail = try mail(Data(String(repeating: line, count: 140_000)))
    let call = Task { try await self.failure(client, mail) }
    await reading.passed()
    try await Task.sleep(for: .milliseconds(500))
    await client.shutdown()
    let ended = try await call.value
    #expect(ended.kind == .shutdown && ended.written == .never)
    try await eventually("the session ended") { server.ended == 1 }
    #expect(server.mails.isEmpty)
  }

  /// The next mail must not wait for it.
  @Test func aFarewellThatIsNotAnsweredHoldsNothingUp() async throws {
    let server = try LoopbackMailServer { moment, _ in moment == .quit ? .silence : nil }
    let client = try client(server)
    let start = ContinuousClock.now
    #expect(try await client.send(mail()).words == "2.0.0 q1")
    #expect(try await client.send(mail()).words == "2.0.0 q1")
    #expect(ContinuousClock.now - start < .seconds(55), "libcurl would wait 30 s each time")
  }
}
