import Foundation
import MailKit
import PluginKit
import PluginTesting
import Testing

/// What the engine gets of a mail.
@Suite struct MessageFromMailTests {
  private func mail(_ fields: String, _ body: String = "Where is it?") -> ParsedMail {
    ParsedMail("\(fields)\n\n\(body)".utf8)
  }

  private func message(_ mail: ParsedMail, clashes: Bool = false) -> Message {
    mail.message(
      connector: "mail", account: MailShape.account, receivedAt: fixtureTime, clashes: clashes)
  }

  @Test func aMailIsAPrivateMessageFromItsAuthor() {
    let message = message(
      mail(
        """
        From: Zoë <Zoe@Customer.test>
        Reply-To: orders@customer.test
        To: help+shop@brand.test
        Subject: AW: Order
        Message-ID: <3@customer.test>
        In-Reply-To: <2@brand.test>
        References: <1@customer.test> <2@brand.test>
        Date: Thu, 1 Jan 1970 00:00:00 +0000
        """))
    #expect(message.id == Message.ID(connector: "mail", remote: "3@customer.test"))
    #expect(message.author.id == "zoe@customer.test" && message.author.name == "Zoë")
    #expect(message.author.handle == "orders@customer.test", "where an answer goes")
    #expect(message.conversation == "1@customer.test" && message.inReplyTo == "2@brand.test")
    #expect(message.createdAt == fixtureTime, "the server's clock")
    #expect(message.visibility == .direct && message.platform == "email")
    #expect(message.isAddressed == true && !message.isAutomated && message.rules == [])
  }

  /// Without references the engine finds the conversation by what is answered.
  @Test func anAnswerWithoutReferencesFollowsWhatItAnswers() {
    let message = message(mail("From: a@x.test\nIn-Reply-To: <2@brand.test>"))
    #expect(message.conversation == nil && message.inReplyTo == "2@brand.test")
  }

  @Test func onlyPeopleAnswerWhatCameThroughAList() {
    let message = message(
      mail("From: a@x.test\nTo: help@brand.test\nList-Id: <talk.x.test>"))
    #expect(!message.isAutomated)
    #expect(message.rules.map(\.sender) == [.machine] && message.rules.map(\.limit) == [.never])
    #expect(message.rules.first?.reason == "It came through a mailing list.")
  }

  @Test func nobodyAnswersAMailWithoutAnAddress() {
    let rules = message(mail("Subject: x\nTo: help@brand.test")).rules
    #expect(rules.contains { $0.sender == .anyone && $0.limit == .never })
  }

  @Test func whatIsEncryptedGoesToPeople() {
    let message = message(
      mail("From: a@x.test\nTo: help@brand.test\nContent-Type: application/pkcs7-mime"))
    #expect(message.rules.map(\.sender) == [.machine] && message.text == "")
  }

  @Test func copiesOfAMailAreOneAndOthersWithItsIdAreNot() {
    let fields = "From: a@x.test\nTo: help@brand.test\nMessage-ID: <1@x.test>\nSubject: x"
    let mail = mail(fields)
    let copy = ParsedMail(
      "Received: by another way\nDelivered-To: b\n\(fields)\n\nWhere is it?".utf8)
    let other = self.mail(fields, "Something else")
    #expect(mail.fingerprint == copy.fingerprint && mail.fingerprint != other.fingerprint)
    #expect(message(mail).id == message(copy).id)
    let renamed = message(other, clashes: true).id.remote
    #expect(renamed != message(mail).id.remote)
    #expect(ParsedMail.messageID(of: renamed) == "1@x.test")
  }

  @Test func whatIsAttachedTellsMailsWithoutWordsApart() {
    let fields = "From: a@x.test\nMessage-ID: <1@x.test>\nContent-Type: image/png"
    #expect(mail(fields, "one").fingerprint != mail(fields, "two").fingerprint)
    let named = "; name=a.png"
    #expect(mail(fields, "one").fingerprint != mail(fields + named, "one").fingerprint)
  }

  /// People write such subjects too; what answers a reply of ours at once is a machine's.
  @Test func anAbsenceNoteIsOneWhereItAnswersUs() {
    let id = "r.0123@brand.test"
    let note = mail(
      "From: a@x.test\nTo: help@brand.test\nSubject: Out of office\nIn-Reply-To: <\(id)>")
    let question = mail("From: a@x.test\nTo: help@brand.test\nSubject: Out of office")
    #expect(message(note).isAutomated && !message(question).isAutomated)
  }

  @Test(arguments: [
    "Subject: x", "Message-ID: \nSubject: x", "Message-ID: <>\nSubject: x",
    "Subject: x\nMessage-ID: <" + String(repeating: "a", count: 600) + "@x.test>",
    "Subject: x\nMessage-ID: <ä@x.test>",
  ])
  func aMailWithoutAUsableIdHasOneOfItsOwn(fields: String) {
    let mail = mail(fields)
    let id = message(mail).id.remote
    #expect(mail.messageID == nil && id == message(self.mail(fields)).id.remote)
    #expect(id != message(self.mail(fields, "Another text")).id.remote)
    #expect(id.utf8.count < 100 && ParsedMail.messageID(of: id) == nil)
  }

  @Test(arguments: [
    ("Thu, 1 Jan 2026 10:11:12 +0100", 1_767_258_672), ("1 Jan 2026 10:11 -0500", 1_767_280_260),
    ("Thu, 01 Jan 26 10:11:12 GMT (winter)", 1_767_262_272), ("1 jan 2026 10:11:12", 1_767_262_272),
    ("Thu, 1 January 2026 10:11:60 EST", 1_767_280_320),
  ])
  func aDateIsReadInTheFormsThatAreWritten(text: String, seconds: Int) {
    #expect(mail("Date: \(text)").date == Date(timeIntervalSince1970: Double(seconds)))
  }

  @Test(arguments: ["", "yesterday", "32 Jan 2026 10:11", "1 Foo 2026 10:11", "1 Jan 2026 25:00"])
  func whatIsNoDateIsNone(text: String) { #expect(mail("Date: \(text)").date == nil) }
}
