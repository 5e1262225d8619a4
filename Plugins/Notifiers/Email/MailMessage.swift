import Crypto
import Foundation
import MailKit
import NotifierKit
import PluginKit
import Transport

/// A card as an Internet message (RFC 5322) with a plain and an HTML body (RFC 2046, 5.1.4), all of
/// it ASCII in lines of at most 78 bytes, long addresses excepted.
struct MailMessage {
  /// Of all texts of one card, in scalars; more is cut. Even in the most wasteful writing the
  /// message then stays below 10 MB, which servers commonly take.
  static let maxText = 250_000
  /// Of a subject, in scalars.
  static let maxSubject = 250

  /// With its angle brackets; the same for every repeat of the notification.
  let id: String
  let bytes: Data

  init(
    _ card: Card, name: String, from: MailAddress, to recipients: [MailAddress],
    subjectPrefix: String, date: Date
  ) {
    let key = Self.digest(card.key)
    id = "<n.\(key)@\(from.domain)>"
    // No mail bears this id: it only holds the conversation together (RFC 5322, 3.6.4).
    let root = "<t.\(Self.digest(card.thread))@\(from.domain)>"
    let card = card.cut(to: Self.maxText)
    let subject = SafeText.line(subjectPrefix + " " + card.title, max: Self.maxSubject)
    var header = MailHeader()
    header.add("Date", [MailDate.text(date)])
    header.add("From", MailHeader.phrase(name) + ["<\(from)>"])
    header.add("To", MailHeader.list(recipients.map(\.text)))
    header.add("Subject", MailHeader.text(subject))
    header.add("Message-ID", [id])
    header.add("In-Reply-To", [root])
    header.add("References", [root])
    // RFC 3834, 5; the second is Exchange's. Both keep absence notes from coming back.
    header.add("Auto-Submitted", ["auto-generated"])
    header.add("X-Auto-Response-Suppress", ["All"])
    for (field, value) in Self.importance(card) { header.add(field, [value]) }
    let body = AlternativeBody(
      plain: PlainBody(card).text, html: HTMLBody(card).text, key: key)
    body.addFields(to: &header)
    bytes = Data((header.lines + [""] + body.lines).joined(separator: "\r\n").utf8)
  }

  /// `Importance` is RFC 4021's, `X-Priority` what older programs show.
  private static func importance(_ card: Card) -> [(String, String)] {
    switch card.phase == .open ? card.urgency : min(card.urgency, .normal) {
    case .low: [("Importance", "low"), ("X-Priority", "5")]
    case .normal: [("Importance", "normal"), ("X-Priority", "3")]
    case .high: [("Importance", "high"), ("X-Priority", "2")]
    case .critical: [("Importance", "high"), ("X-Priority", "1")]
    }
  }

  private static func digest(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
