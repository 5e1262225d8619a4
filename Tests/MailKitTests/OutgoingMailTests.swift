import Foundation
import MailKit
import PluginKit
import PluginTesting
import Testing
import Transport

@Suite struct OutgoingMailTests {
  private static let account = MailAccount(addresses: ["help@brand.test"])

  private func original(_ more: String = "", subject: String = "Order 4711") -> ParsedMail {
    ParsedMail(
      """
      From: Zoë Winter <zoe@customer.test>
      To: help@brand.test
      Subject: \(subject)
      Message-ID: <m7@customer.test>
      Date: Thu, 1 Jan 2026 10:11:12 +0100
      \(more)

      Where is my parcel?

      Thanks
      """.replacingOccurrences(of: "\n\n\n", with: "\n\n").utf8)
  }

  private func reply(
    to mail: ParsedMail, _ text: String, kind: Reply.Kind = .answer, language: String? = nil
  ) -> Reply {
    Reply(
      key: "k-1", kind: kind, text: text, language: language, visibility: .direct,
      parent: mail.message(connector: "mail", account: Self.account, receivedAt: fixtureTime))
  }

  private func outgoing(
    _ reply: Reply, original: ParsedMail?, name: String = "Brand Help", quotes: Bool = false
  ) throws -> OutgoingMail {
    let author = OutgoingMail.Author(
      name: name, address: try #require(MailAddress("help@brand.test")))
    return OutgoingMail(
      reply, to: try #require(MailAddress("zoe@customer.test")), from: author, original: original,
      quotesOriginal: quotes, date: fixtureTime)
  }

  @Test(arguments: ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "ja"])
  func aReplyComesBackAsItWasWritten(language: String) throws {
    let text = "Hallo Zoë,\n\nit is at https://brand.test/t?a=1&b=2.\nשלום 👩‍👩‍👧 = fine  <b>\n\n– Help"
    let mail = original()
    let sent = try outgoing(
      reply(to: mail, text, language: language), original: mail, quotes: true)
    let read = ParsedMail(sent.bytes)
    #expect(read.text == text)
    #expect(read.body.contains("> Where is my parcel?"))
    #expect(read.from == Mailbox(name: "Brand Help", address: "help@brand.test"))
    #expect(read.to.map(\.address) == ["zoe@customer.test"])
    #expect(read.subject == "Re: Order 4711")
    #expect(read.messageID == sent.id && OutgoingMail.isOurs(sent.id, of: Self.account))
    #expect(read.inReplyTo == "m7@customer.test" && read.references == ["m7@customer.test"])
    #expect(read.date == fixtureTime)
    #expect(read.notes == [] && read.media == [])
    #expect(read.automation(for: Self.account).isMachine)
  }

  @Test func theHTMLFormSaysTheSame() throws {
    let mail = original()
    let sent = try outgoing(
      reply(to: mail, "One <b>\ntwo https://x.test/a.\n\nthree"), original: mail, quotes: true)
    // Without its plain form the other one is read.
    let source = String(decoding: sent.bytes, as: UTF8.self)
      .replacingOccurrences(of: "text/plain", with: "application/x-other")
    let read = ParsedMail(source.utf8)
    #expect(read.text == "One <b>\ntwo https://x.test/a.\n\nthree")
    for remote in ["src=", "<link", "<img", "url(", "@import", "<script", "<style"] {
      #expect(!source.contains(remote))
    }
    #expect(source.contains("dir=3D\"auto\""))
  }

  @Test func aPersonsReplyIsNotMarkedAsAMachines() throws {
    let mail = original()
    let sent = try outgoing(reply(to: mail, "Hello", kind: .human), original: mail)
    #expect(!String(decoding: sent.bytes, as: UTF8.self).contains("Auto-Submitted"))
  }

  @Test(arguments: [
    ("Re: Order", "Re: Order"), ("AW: Re: Order", "Re: Order"), ("Order", "Re: Order"),
    ("Re[2]: RE: AW (3): Order", "Re: Order"), ("Fwd: Order", "Re: Order"), ("", "Re:"),
    ("Ref: 4711", "Re: Ref: 4711"),
  ])
  func aSubjectSaysReOnce(subject: String, expected: String) throws {
    let mail = original(subject: subject)
    let sent = try outgoing(reply(to: mail, "Hello"), original: mail)
    #expect(ParsedMail(sent.bytes).subject == expected)
  }

  @Test func aLongConversationIsNamedByItsFirstAndItsLastMails() throws {
    let ids = (0..<40).map { "<m\($0)@customer.test>" }
    let mail = original("References: " + ids.joined(separator: "\n "))
    let sent = try outgoing(reply(to: mail, "Hello"), original: mail)
    let read = ParsedMail(sent.bytes)
    #expect(read.references.first == "m0@customer.test")
    #expect(read.references.suffix(2) == ["m39@customer.test", "m7@customer.test"])
    #expect(read.references.count == 12)
    #expect(reply(to: mail, "").parent.conversation == "m0@customer.test")
  }

  @Test func withoutTheOriginalTheConversationHoldsTogether() throws {
    let mail = original("References: <m1@customer.test> <m2@customer.test>")
    let read = ParsedMail(try outgoing(reply(to: mail, "Hello"), original: nil).bytes)
    #expect(read.subject == "Re: Order 4711")
    #expect(read.references == ["m1@customer.test", "m2@customer.test", "m7@customer.test"])
  }

  @Test(arguments: [
    "a\r\nBcc: evil@x.test\r\n\r\nbody", "a\nBcc: evil@x.test", "a\rBcc: evil@x.test",
    "a\u{85}Bcc: evil@x.test", "a\u{2028}Bcc: evil@x.test", "a\0b", "\u{202E}gpj.exe",
    "=?utf-8?Q?=0D=0ABcc:_x?=", String(repeating: "x", count: 3000), "שלום", "\"<a@b>\" <c@d>",
    String(repeating: "👩‍👩‍👧 ", count: 500),
  ])
  func nothingOfATextLeavesItsHeader(text: String) throws {
    let mail = original(subject: text)
    var hostile = reply(to: mail, text, language: text)
    hostile.key = text
    hostile.parent.id.remote = text
    hostile.parent.conversation = text
    hostile.parent.text = text
    for original in [mail, nil] {
      let sent = try outgoing(hostile, original: original, name: text, quotes: true)
      #expect(sent.bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
      let source = String(decoding: sent.bytes, as: UTF8.self)
      let header = source.components(separatedBy: "\r\n\r\n")[0]
      let names = header.components(separatedBy: "\r\n").filter { $0.first != " " }
        .map { $0.prefix { $0 != ":" } }
      #expect(Set(names).isSubset(of: Self.fieldNames) && Set(names).count == names.count)
      for line in source.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 998) }
    }
  }

  private static let fieldNames: Set<Substring> = [
    "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
  ]
}
