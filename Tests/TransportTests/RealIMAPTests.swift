import Foundation
import TestSupport
import Testing

@testable import Transport

/// The client against real Dovecot.
@Suite(.timeLimit(.minutes(5)))
struct RealIMAPTests {
  private func client(
    _ url: String, caFile: String?, password: String = MailServer.password
  ) throws -> IMAPClient {
    var configuration = IMAPClient.Configuration(server: try #require(IMAPServer(url)))
    configuration.caFile = caFile
    configuration.allowPrivateTargets = true
    let login = try #require(MailLogin(user: MailServer.brand, password: password))
    return IMAPClient(configuration) { _ in login }
  }

  @Test func mailIsAppendedFoundAndReadAsItWas() async throws {
    if let missing = MailServer.missing { return print("NOT RUN: real IMAP: \(missing)") }
    let server = try MailServer()
    let urls = ["imaps://127.0.0.1:\(server.imapsPort)", "imap://127.0.0.1:\(server.imapPort)"]
    for (round, url) in urls.enumerated() {
      let client = try client(url, caFile: server.caFile)
      let head = "Message-ID: <m\(round)@x>\r\nSubject: hi\r\n\r\n"
      let hostile = Data("\(head)\(IMAPReaderTests.hostile)\r\n")
      let big = Data(head + String(repeating: "0123456789abcdef\r\n", count: 20_000))
      let before = try await client.read("INBOX") { $0.mailbox }
      try await client.append(hostile, to: "INBOX")
      try await client.append(big, to: "INBOX", flags: ["\\Flagged"])
      let (after, uids, mails, found, sizes) = try await client.read("INBOX") {
        box throws(TransportFailure) in
        let uids = try await box.uids(in: before.uidNext...(.max))
        return (
          box.mailbox, uids, try await box.mails(uids, maxBytes: 4000),
          try await box.uids(withHeader: "Message-ID", "<m\(round)@x>"),
          try await box.sizes(of: uids)
        )
      }
      #expect(after.uidValidity == before.uidValidity && after.exists == before.exists + 2)
      #expect(uids.count == 2 && uids[0] >= before.uidNext && after.uidNext > uids[1])
      #expect(found == uids)
      #expect(sizes == [uids[0]: hostile.count, uids[1]: big.count])
      #expect(mails.map(\.bytes) == [hostile, big.prefix(4000)])
      #expect(mails.map(\.size) == [hostile.count, big.count])
      #expect(mails.allSatisfy { !$0.flags.contains("\\Seen") && $0.receivedAt != nil })
      #expect(mails[1].flags.contains("\\Flagged"))
      let again = try await client.read("INBOX") { box throws(TransportFailure) in
        try await box.mails(uids, maxBytes: 10)
      }
      #expect(again.allSatisfy { !$0.flags.contains("\\Seen") }, "reading leaves no trace")
    }
  }

  @Test func whomNotToTrustIsNotTalkedTo() async throws {
    if let missing = MailServer.missing { return print("NOT RUN: real IMAP: \(missing)") }
    let server = try MailServer()
    let urls = ["imaps://127.0.0.1:\(server.imapsPort)", "imap://127.0.0.1:\(server.imapPort)"]
    for url in urls {
      let untrusted = try client(url, caFile: nil)
      let tls = await #expect(throws: TransportFailure.self) {
        try await untrusted.read("INBOX") { $0.mailbox }
      }
      #expect(tls?.kind == .tls)
      let wrong = try client(url, caFile: server.caFile, password: "wrong-word")
      let login = await #expect(throws: TransportFailure.self) {
        try await wrong.read("INBOX") { $0.mailbox }
      }
      #expect(login?.kind == .login && login?.message.contains("wrong-word") == false)
      let good = try client(url, caFile: server.caFile)
      let nowhere = await #expect(throws: TransportFailure.self) {
        try await good.read("Nowhere") { $0.mailbox }
      }
      #expect(nowhere?.kind == .refused)
    }
  }
}
