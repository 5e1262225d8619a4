import Foundation
import PluginKit
import TestSupport
import Testing

@testable import Transport

/// What goes wrong between a sender and its mail server, by the proxy of `Tests/Servers/Faults`.
@Suite(.timeLimit(.minutes(2)))
struct LineFaultTests {
  private let server: LoopbackMailServer
  private let proxy: FaultProxy

  init() throws {
    server = try LoopbackMailServer()
    proxy = try FaultProxy(.lines, before: server.port)
  }

  private func send() async throws {
    let address = try #require(SMTPServer("smtp://127.0.0.1:\(proxy.port)"))
    var configuration = SMTPClient.Configuration(server: address)
    configuration.allowPlainText = true
    configuration.allowPrivateTargets = true
    let recipient = try #require(MailAddress("ana@brand.test"))
    _ = try await SMTPClient(configuration).send(
      Mail(
        from: MailAddress("bot@brand.test"), to: [recipient],
        message: Data("Subject: hi\r\n\r\nHello.\r\n".utf8)))
  }

  private func written() async throws -> Written {
    let error = await #expect(throws: TransportFailure.self) { try await send() }
    return try #require(error).written
  }

  @Test func whatIsTakenBeforeTheAnswerIsLostMayBeOut() async throws {
    try await proxy.order(["match": #"^\.$"#, "drop": "after"])
    #expect(try await written() == .maybe)
    #expect(server.mails.count == 1)
  }

  @Test func halfAnAnswerIsNone() async throws {
    try await proxy.order(["match": #"^\.$"#, "cut": 3])
    #expect(try await written() == .maybe)
    #expect(server.mails.count == 1)
  }

  @Test func whatIsLostOnTheWayIsNotTaken() async throws {
    try await proxy.order(["match": #"^\.$"#, "drop": "before"])
    #expect(try await written() == .maybe)
    #expect(server.mails.isEmpty)
    try await send()
    #expect(server.mails.count == 1, "the fault is over")
  }

  @Test func behindAClosedDoorNothingIsWritten() async throws {
    try await proxy.refuse()
    #expect(try await written() == .never)
    try await proxy.clear()
    try await send()
    #expect(server.sessions == 1)
  }

  @Test func aRefusalInPlaceOfTheServersIsHeard() async throws {
    try await proxy.order(["match": "(?i)^mail", "answer": "421 4.7.0 later\r\n"])
    #expect(try await written() == .never)
    #expect(server.mails.isEmpty)
    #expect(try await proxy.log().contains { $0["fault"]?["answer"] != nil })
  }
}
