import Foundation
import MailKit
import PluginKit
import Testing

/// Mails as they are found in the wild.
@Suite struct MailShapeTests {
  @Test func thereAreMoreThanAHundred() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: MailShape.folder.path)
    let mails = files.filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }
    #expect(try Set(mails) == Set(MailShape.all().map(\.name)))
    #expect(mails.count > 100)
  }

  @Test(arguments: try MailShape.all())
  func aShapeIsReadAsWhatItMeans(shape: MailShape) {
    let (mail, expected) = (shape.mail, shape.expected)
    #expect(mail.from?.address == expected.from)
    if let text = expected.text { #expect(mail.text == text) }
    if let name = expected.name { #expect(mail.from?.name == name) }
    if let to = expected.to { #expect(mail.to.map(\.address) == to) }
    if let subject = expected.subject { #expect(mail.subject == subject) }
    if let id = expected.messageID { #expect(mail.messageID == id) }
    if let id = expected.inReplyTo { #expect(mail.inReplyTo == id) }
    if let ids = expected.references { #expect(mail.references == ids) }
    if let date = expected.date { #expect(MailShape.stamp(mail.date) == date) }
    if let media = expected.media { #expect(MailShape.words(mail.media) == media) }
    if let notes = expected.notes {
      #expect(mail.notes.map(\.rawValue).sorted() == notes.sorted())
    }
    #expect(mail.isEncrypted == (expected.isEncrypted ?? false))
  }

  @Test(arguments: try MailShape.all())
  func theSignsOfMachinesAreFoundAndNoOthers(shape: MailShape) {
    let (mail, expected) = (shape.mail, shape.expected)
    let automation = mail.automation(for: MailShape.account)
    #expect(automation.isMachine == (expected.isMachine ?? false))
    let signs = expected.signs ?? []
    #expect(automation.signs.count == signs.count, "\(automation.signs)")
    for (sign, words) in zip(automation.signs, signs) { #expect(sign.reason.contains(words)) }
    let report = mail.deliveryReport.map {
      [
        "outcome": $0.outcome.rawValue, "messageID": $0.messageID, "recipient": $0.recipient,
        "status": $0.status,
      ].compactMapValues { $0 }
    }
    #expect(report == expected.report)
  }
}
