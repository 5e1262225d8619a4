import Foundation
import Testing

@testable import MastodonConnectorPlugin

@Suite struct MastodonTextTests {
  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("<p>one</p><p>two</p>", "one\ntwo"),
    ("<p>a<br>b<br/>c<br />d</p>", "a\nb\nc\nd"), ("<p>a<br><br><br><br>b</p>", "a\n\nb"),
    ("a &amp;&lt;&gt;&quot;&#39;&#x27;&apos;&nbsp;b", "a &<>\"'''\u{A0}b"),
    ("&amp;lt;b&amp;gt;", "&lt;b&gt;"), ("AT&T &unknown; &", "AT&T &unknown; &"),
    ("&#0;&#7;&#x1b;[31m&#xD800;&#x110000;&#+65;", "[31m\u{FFFD}\u{FFFD}&#+65;"),
    ("a \n\t b", "a b"), ("<p> a </p> <p> b </p>", "a\nb"),
    (
      "<a href=\"https://x.example/a\"><span class=\"invisible\">https://</span>"
        + "<span class=\"ellipsis\">x.example/a</span><span class=\"invisible\">bc</span></a>",
      "https://x.example/abc"
    ),
    ("<ul><li>a</li><li>b</li></ul>", "a\nb"), ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ("<3", "<3"), ("a<", "a<"), ("a<b", "a<b"), ("a</", "a</"), ("<>", "<>"), ("</>x", "x"),
    ("<p title=\">\">x</p>", "x"), ("<p title=\">x</p>", "x"), ("<P>x<BR>y</P>", "x\ny"),
    ("<!-- c -->x", "x"), ("</p></p><br>x", "x"), ("<b><i>x</b></i>", "x"),
    ("<p>👩‍👩‍👧‍👦 e\u{301}</p>", "👩‍👩‍👧‍👦 e\u{301}"),
  ])
  func htmlBecomesText(html: String, text: String) {
    #expect(HTMLText.text(of: html) == text)
  }

  /// Quadratic work would not end within minutes on these.
  @Test(arguments: [
    "<", "<a \"", "<a '>\"", "<a \">", "&", "&#", "<br>", "</p>", "<p", "<a href=\"", "<!--",
    "\"'<a",
  ])
  func hostileMarkupTakesLinearTime(piece: String) {
    let html = String(repeating: piece, count: 300_000 / piece.utf8.count)
    #expect(HTMLText.text(of: html).utf8.count <= html.utf8.count)
    #expect(HTMLText.text(of: html + ">").utf8.count <= html.utf8.count + 1)
  }

  @Test(arguments: [
    ("", 0), ("hello", 5), ("👩‍👩‍👧‍👦", 1), ("e\u{301}", 1), ("🇩🇪🇫🇷", 2), ("a\r\nb", 3),
    ("https://example.com", 23), ("http://a.de", 23), ("HTTPS://EXAMPLE.COM/A", 23),
    ("see https://example.com/a/very/long/path?with=a&query=1#and-fragment now", 31),
    ("https://example.com.", 24), ("(https://example.com)", 25), ("https://localhost", 17),
    ("example.com", 11), ("xhttps://example.com", 20), ("https://example.com:8080/x", 23),
    ("https://example.com https://example.org", 47),
    ("@ana", 4), ("@ana@example.social", 4), ("hi @ana@example.social!", 8),
    ("ana@example.com", 15), ("@ana@example.social @bo@example.social", 8), ("@", 1), ("@@", 2),
    ("@ana@", 5), ("https://example.com/@ana@example.social", 23),
  ])
  func lengthIsTheServersCount(text: String, length: Int) {
    #expect(StatusLength.count(text, perURL: 23) == length)
  }

  @Test(arguments: [
    ("@me hello", "hello"), ("@ME@home.example hello", "hello"), ("@me", ""),
    ("@bo @me @cy hi", "@bo @cy hi"), ("hello @me", "hello @me"), ("@bo hi @me", "@bo hi @me"),
    ("@meow hi", "@meow hi"), ("@me\nhello", "hello"), ("@me, hello", ", hello"), ("", ""),
  ])
  func onlyOurOwnLeadingMentionGoes(text: String, expected: String) {
    #expect(
      MentionedText.dropLeading(text, username: "me", domain: "home.example") == expected)
  }

  @Test(arguments: [
    ("@ana hi there", "hi\n\nthere", true), ("hi @bo", "hi @bo@example.social", true),
    ("hi", "hi!", false), ("@ana @bo hi", "hi", true),
  ])
  func ourOwnTextIsRecognised(shown: String, written: String, same: Bool) {
    #expect((MentionedText.comparable(shown) == MentionedText.comparable(written)) == same)
  }

  @Test(arguments: [
    ("@ana", true), ("@ana@example.social", true), ("@ana @bo", false), ("", false), ("@", false),
    ("ana", false), ("@ana\n", false), ("@ana@exämple.social", true), ("@ana@", false),
  ])
  func onlyAWholeMentionIsAHandle(handle: String, isHandle: Bool) {
    #expect(MentionedText.isHandle(handle) == isHandle)
  }

  @Test(arguments: [
    "2026-08-01T15:00:00.754511Z", "2026-08-01T15:00:00Z", "2026-08-01T15:00:00.7Z", "1785596400",
  ])
  func everyFormOfResetIsRead(text: String) throws {
    let date = try #require(MastodonTime.parseReset(text))
    #expect((1_785_596_400..<1_785_596_401).contains(date.timeIntervalSince1970))
  }
}
