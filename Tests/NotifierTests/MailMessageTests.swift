import Foundation
import MailKit
import NotifierKit
import PluginKit
import PluginTesting
import Testing
import Transport

@testable import EmailNotifierPlugin

@Suite struct MailMessageTests {
  private func parsed(
    _ card: Card, name: String = "replyd", to recipients: [String] = ["ana@brand.test"],
    prefix: String = "[replyd]"
  ) throws -> PythonMail {
    let message = try MailMessage.make(card, name: name, to: recipients, prefix: prefix)
    #expect(message.bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
    let mail = try PythonMail(message.bytes)
    #expect(mail.defects == [])
    #expect(mail.longestLine <= 78)
    return mail
  }

  @Test func aReaderFindsEverything() throws {
    let mail = try parsed(
      .make(
        urgency: .critical, title: "Zoë wartet 👋",
        parts: [
          .facts([.init("Team", "care"), .init("Due", "14:00")]),
          .quote(heading: "Zoë (@zoe)", text: "Wo ist\nmeine Bestellung?"),
          .list(heading: "Also", lines: ["one", "two"]), .text("Insight."),
        ],
        links: [
          .init(.take, "Take it", "https://r.test/a?b=1&c=2"),
          .init(.post, "Post", "http://x.test/1"),
        ]), name: "Nördliche <Wind>", to: ["ana@brand.test", "bo@brand.test"])
    #expect(mail["Subject"] == "[replyd] Zoë wartet 👋")
    #expect(mail["From"]?.contains("Nördliche <Wind>") == true)
    #expect(mail["From"]?.hasSuffix("<bot@brand.test>") == true)
    #expect(mail["To"] == "ana@brand.test, bo@brand.test")
    #expect(mail["Date"] == "Sun, 15 Jun 2025 15:06:40 +0000")
    #expect(mail["Auto-Submitted"] == "auto-generated")
    #expect(mail["X-Auto-Response-Suppress"] == "All")
    #expect(mail["Importance"] == "high" && mail["X-Priority"] == "1")
    #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
    #expect(
      mail.text("text/plain")
        == """
        [replyd-title]

        Urgency: critical

        Team: care
        Due: 14:00

        Zoë (@zoe):
        > Wo ist
        > meine Bestellung?

        Also:
        - one
        - two

        Insight.

        Take it: https://r.test/a?b=1&c=2
        Post: http://x.test/1

        Sent by replyd. Nobody reads answers to this mail.

        """.replacingOccurrences(of: "[replyd-title]", with: "Zoë wartet 👋"))
    let html = try #require(mail.text("text/html"))
    #expect(html.contains("<a href=\"https://r.test/a?b=1&amp;c=2\""))
    #expect(html.contains("Wo ist<br>\nmeine Bestellung?\n</blockquote>"))
    for remote in ["src=", "<link", "<img", "url(", "@import", "<script", "<style"] {
      #expect(!html.contains(remote))
    }
  }

  @Test func theSameNotificationHasTheSameIdAndTheConversationOneThread() throws {
    let opened = try parsed(.make(key: "h-1", thread: "c-7", title: "Opened"))
    let again = try parsed(.make(key: "h-1", thread: "c-7", title: "Opened"))
    let ended = try parsed(.make(key: "h-2", thread: "c-7", phase: .over, title: "Ended"))
    let other = try parsed(.make(key: "h-3", thread: "c-8"))
    #expect(opened["Message-ID"] == again["Message-ID"])
    #expect(Set([opened, ended, other].map { $0["Message-ID"] }).count == 3)
    for mail in [opened, ended, other] {
      #expect(mail["References"] == mail["In-Reply-To"])
      #expect(mail["References"]?.hasSuffix("@brand.test>") == true)
    }
    #expect(opened["References"] == ended["References"])
    #expect(opened["References"] != other["References"])
    #expect(ended["Importance"] == "normal")
  }

  static let hostile = [
    "a\r\nBcc: evil@x.test\r\n\r\nbody", "a\nBcc: evil@x.test", "a\rBcc: evil@x.test",
    "a\u{85}Bcc: evil@x.test", "a\u{2028}Bcc: evil@x.test", "a\0b", "=?utf-8?Q?=0D=0ABcc:_x?=",
    "\u{202E}gpj.exe\u{202C}", "\u{2066}a\u{2069}\u{200F}", "\"<evil@x.test>\" <a@b>, c@d",
    "a\\\"b", "=?utf-8?B?DQpCY2M6IHg=?= =?x", String(repeating: "x", count: 3000),
    String(repeating: "👩‍👩‍👧 ", count: 500), "שלום עולם — مرحبا", "", "   ", ":;,@[]()",
    "\u{1B}[31mred\u{7}", "a" + String(repeating: "\u{301}", count: 400),
  ]

  @Test(arguments: hostile)
  func nothingOfATextLeavesItsHeader(text: String) throws {
    for mail in [
      try parsed(.make(key: text, thread: text, title: text, parts: [.text(text)])),
      try parsed(.make(), name: text), try parsed(.make(), prefix: text),
    ] {
      #expect(mail.headers.count == 13)
      #expect(Set(mail.headers.map { $0[0] }).count == 13, "no field twice")
      #expect(mail.all("Bcc").isEmpty && mail["To"] == "ana@brand.test")
      // Without a name the reader leaves out the brackets.
      #expect(
        mail["From"] == "bot@brand.test" || mail["From"]?.hasSuffix(" <bot@brand.test>") == true)
      #expect(mail.parts.count == 2)
      let shown = (mail["Subject"] ?? "") + (mail["From"] ?? "")
      let bad = shown.unicodeScalars.filter {
        $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
          || (0x2028...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
      }
      #expect(bad.isEmpty)
    }
  }

  /// A subject is not decoded twice.
  @Test func whatLooksEncodedStaysAsItIs() throws {
    #expect(
      try parsed(.make(title: "=?utf-8?Q?hello?="))["Subject"] == "[replyd] =?utf-8?Q?hello?=")
  }

  @Test(arguments: [
    "x", ".", ".\n..\n.x", "From here\n-- \nend", "tab\tinside \nspace at the end ", "a=b=3D\n=",
    "שלום\nمرحبا بالعالم", "👩‍👩‍👧‍👦🇪🇺", "--=_boundary\n--", "a\n\n\nb",
    String(repeating: "long", count: 1000), String(repeating: "é", count: 5000),
  ])
  func aQuoteArrivesWordForWord(text: String) throws {
    let mail = try parsed(.make(parts: [.quote(heading: "Ana", text: text)]))
    let quote = text.replacingOccurrences(of: "\t", with: " ")
      .components(separatedBy: "\n").map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
    #expect(mail.text("text/plain")?.contains("Ana:\n\(quote)\n") == true)
  }

  @Test func aTextOf100kBArrivesAndAnEndlessOneIsCut() throws {
    let text = (0..<2000).map { "\($0) \(String(repeating: "w", count: 45))" }
      .joined(separator: "\n")
    let mail = try parsed(.make(parts: [.quote(heading: "Ana", text: text)]))
    #expect(text.utf8.count > 97_000)
    #expect(mail.text("text/plain")?.contains("> 1999 www") == true)
    let endless = String(repeating: "\u{1F600}\"", count: 2_000_000)
    let card = Card.make(
      title: endless, parts: Array(repeating: .quote(heading: endless, text: endless), count: 9))
    let empty = Card.make(parts: [.list(heading: "", lines: Array(repeating: "", count: 999_999))])
    for card in [card, empty] {
      #expect(try MailMessage.make(card).bytes.count < 10 << 20)
    }
  }

  @Test(arguments: ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "&lt;b&gt;", "a'b"])
  func markupIsShownAndNotRun(text: String) throws {
    let mail = try parsed(
      .make(
        title: text,
        parts: [
          .facts([.init(text, text)]), .quote(heading: text, text: text),
          .list(heading: text, lines: [text]), .text(text),
        ], links: [.init(.take, text, "https://r.test/\"><script>")]))
    let html = try #require(mail.text("text/html"))
    #expect(!html.contains("<script") && !html.contains("<img"))
    #expect(!html.contains("a'b"))
    if text == "&lt;b&gt;" { #expect(html.contains("&amp;lt;b&amp;gt;")) }
  }

  @Test(arguments: ["javascript:alert(1)", "data:text/html,x", "https://a b", "https://ä", ""])
  func onlyLinksOfTheWebAreShown(url: String) throws {
    let mail = try parsed(.make(links: [.init(.take, "Take", url)]))
    #expect(mail.text("text/html")?.contains("<a ") == false)
    #expect(mail.text("text/plain")?.contains("Take") == false)
  }

  @Test(arguments: [
    (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_827_696, "Tue, 29 Feb 2000 12:34:56 +0000"),
    (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"),
  ])
  func aDateIsWrittenInEnglishAndUTC(seconds: Int, expected: String) {
    #expect(MailDate.text(Date(timeIntervalSince1970: Double(seconds))) == expected)
  }
}
