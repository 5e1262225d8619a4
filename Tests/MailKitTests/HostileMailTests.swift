import Foundation
import MailKit
import Testing

/// Mails made to be slow, large or deep.
@Suite struct HostileMailTests {
  private static let head = "From: zoe@customer.test\nSubject: Re: x\n"

  private static func deep(_ depth: Int) -> String {
    head
      + (0..<depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
      .joined() + "\nhello"
  }

  private static func nested(_ depth: Int) -> String {
    head + String(repeating: "Content-Type: message/rfc822\n\n", count: depth) + "\nhello"
  }

  @Test func tooManyPartsAreNotRead() {
    let part = "--b\nContent-Type: image/png; name=a.png\n\nx\n"
    let mail = ParsedMail(
      (Self.head + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n"
        + String(repeating: part, count: 10_000) + "--b--\n").utf8)
    #expect(mail.text == "hello" && mail.media.count == 50)
    #expect(mail.notes == [.tooManyParts])
  }

  @Test(arguments: [20, 1000]) func depthIsBounded(depth: Int) {
    #expect(ParsedMail(Self.deep(depth).utf8).notes.contains(.tooDeep))
    #expect(ParsedMail(Self.nested(depth).utf8).notes.contains(.tooDeep))
    #expect(ParsedMail(Self.deep(10).utf8).text == "hello")
  }

  @Test func aHeaderWithoutEndIsCut() {
    let mail = ParsedMail(
      (Self.head + "X-Long: " + String(repeating: "x\n ", count: 200_000)
        + "\nTo: help@brand.test\n\nhello").utf8)
    #expect(mail.text == "hello" && mail.notes == [.headerTooLong])
  }

  @Test func beyondTheLimitsNothingIsRead() {
    let long = Self.head + "\n" + String(repeating: "word ", count: 1000)
    let mail = ParsedMail(long.utf8, limits: MailLimits(maxBytes: 500, maxTextBytes: 100))
    #expect(mail.body.utf8.count == 100 && mail.notes == [.tooLong])
  }

  /// A mail of one thing over and over.
  struct Endless: Sendable {
    var head: String
    var unit: String
    var count: Int
    var end = ""

    init(_ head: String, _ unit: String, _ count: Int, end: String = "") {
      (self.head, self.unit, self.count, self.end) = (head, unit, count, end)
    }
  }

  private static let page = "Content-Type: text/html\n\n"
  private static let quotedPrintable = "Content-Transfer-Encoding: quoted-printable\n\n"

  static let endless: [Endless] = [
    Endless("Subject: ", "=?utf-8?Q?", 25_000), Endless("Subject: ", "=?a", 80_000, end: "?="),
    Endless("From: ", "(", 250_000), Endless("From: ", "a<", 100_000),
    Endless("From: ", "\"", 250_001), Endless("To: ", "a@b,", 60_000),
    Endless("References: ", "<a", 100_000, end: ">"),
    Endless("Content-Type: text/plain; ", "a*0=b;", 40_000),
    Endless("Content-Type: multipart/mixed; boundary=-\n\n", "-", 2_000_000),
    Endless("Content-Type: multipart/mixed; boundary=b\n\n", "--b ", 500_000),
    Endless("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n", 500_000),
    Endless(quotedPrintable, "= ", 500_000), Endless(quotedPrintable, " ", 1_000_000),
    Endless(page, "<", 1_000_000), Endless(page, "<a href=\"", 100_000),
    Endless(page, "<!--", 250_000), Endless(page, "<style>", 140_000),
    Endless(page, "<div hidden>", 80_000), Endless(page, "<blockquote>a", 75_000),
    Endless(page, "&", 1_000_000), Endless(page + "<p ", "a=b ", 250_000, end: ">x"),
    Endless(page, "<a href=x>", 100_000), Endless("\n", "On 1:11 a@b\n", 80_000),
    Endless("\n", "From: a\n", 100_000), Endless("\n", "----------\n\n\n", 80_000),
    Endless("\n", ">", 1_000_000), Endless("\n", "\n", 900_000),
    Endless("\n", "On 1 wrote:\n", 80_000),
    Endless("Content-Type: text/plain; format=flowed\n\n", "a \n", 300_000),
    Endless("Content-Type: text/plain; charset=iso-2022-jp\n\n", "\u{1B}", 900_000),
    Endless("Content-Type: text/plain; charset=gb18030\n\n", "\u{FF}", 400_000),
  ]

  /// Some would take many minutes, were they not read in linear time.
  @Test(.timeLimit(.minutes(5)), arguments: endless)
  func timeIsLinear(mail: Endless) {
    let source = mail.head + String(repeating: mail.unit, count: mail.count) + mail.end
    let read = ParsedMail((source + "\n\nx").utf8)
    #expect(read.body.utf8.count <= 6 << 20)
  }
}
