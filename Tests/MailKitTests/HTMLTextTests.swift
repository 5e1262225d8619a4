import Markup
import Testing

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
    ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
    ("a <b>b</b><i> c</i>\n\n  d", "a b c d"), ("<pre>a\n  b</pre>", "a\n  b"),
    (
      "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li><p>d</p></li></ul>",
      "- a\n\n1. b\n2. c\n\n- d"
    ),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    (
      "a<blockquote>b<br><br>c<blockquote>d</blockquote></blockquote>e",
      "a\n\n> b\n>\n> c\n>\n>> d\n\ne"
    ),
    ("<a href=\"https://x.test/a\">here</a>!", "here <https://x.test/a>!"),
    ("<a href='https://x.test/'>x.test</a>", "x.test"),
    ("<a href='javascript:alert(1)'>here</a>", "here"),
    ("<a href='https://x.test/?a&copy=2&amp;b'>x</a>", "x <https://x.test/?a&copy=2&b>"),
    ("<td style='font-size:0'><div style='font-size:9px'>a</div></td>", "a"),
    ("<a href=mailto:a@x.test>a@x.test</a>", "a@x.test"),
    (
      "&lt;b&gt; &amp;amp; &#8364;&#x20ac;&euro; &nbsp;&copy &#128; &unknown; &",
      "<b> &amp; €€€  © € &unknown; &"
    ),
    ("&#0;&#xD800;&#1114112;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("a<script>if (a < b) alert('</p>')</script>b<STYLE>x</STYLE >c<!-- <p>d -->e", "abce"),
    ("1 < 2 <3 >", "1 < 2 <3 >"), ("<p title='a > b'>c</p>", "c"), ("<p title='a>c", "c"),
    ("a\u{200B}b\u{AD}c\u{7}d", "abcd"), ("", ""), ("<", "<"), ("<p", "<p"), ("</", "</"),
    ("<div style='display: none'>a<div>b</div>c</div>d", "d"),
    ("<p hidden>a<p>b", "b"), ("<span style='max-height:0px'>a</span>b", "b"),
  ])
  func htmlIsReadAsPeopleSeeIt(html: String, text: String) {
    #expect(HTMLText.text(of: html) == text)
  }

  @Test func namedElementsAreLeftOut() {
    let html = "<mx-reply><blockquote>old</blockquote></mx-reply>new"
    #expect(HTMLText.text(of: html, dropping: ["mx-reply"]) == "new")
  }

  /// Only in mails do classes say what is history.
  @Test func historyIsQuotedInMails() {
    let html = "<div>new</div><div class='gmail_quote'>old<div>older</div></div><div>end</div>"
    #expect(HTMLText.quoting(html) == "new\n> old\n> older\nend")
    #expect(HTMLText.text(of: html) == "new\nold\nolder\nend")
    #expect(
      HTMLText.quoting("new<div id=x_divRplyFwdMsg>From</div><p>old") == "new\n> From\n>\n> old")
  }
}
