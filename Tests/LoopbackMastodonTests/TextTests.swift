import Testing

@testable import LoopbackMastodon

@Suite struct TextTests {
    @Test(arguments: [
        ("hello", 5),
        ("👩‍👩‍👧‍👦🇩🇪é", 3),
        ("https://example.com/a/very/long/path?that=counts&as=23", 23),
        ("see http://a.example.", 28),
        ("@alice@remote.example hi", 9),
        ("@alice hi", 9),
        ("mail me@example.com", 19),
        ("https://localhost/x", 19),
        ("", 0),
    ])
    func lengthCountsAsMastodonDoes(text: String, expected: Int) {
        #expect(TextLength.count(text: text) == expected)
    }

    @Test func aContentWarningCounts() {
        #expect(TextLength.count(text: "abc", spoiler: "de") == 5)
    }

    @Test(arguments: [
        ("a\nb\n\nc", "<p>a<br />b</p><p>c</p>"),
        ("<b>&\"'", "<p>&lt;b&gt;&amp;&quot;&#39;</p>"),
        ("@nobody", "<p>@nobody</p>"),
        (
            "@brand hi",
            "<p><span"
                + " class=\"h-card\" translate=\"no\"><a href=\"https://loopback.example/@brand\" "
                + "class=\"u-url mention\">@<span>brand</span></a></span> hi</p>"
        ),
        (
            "https://www.a.example/b",
            "<p><a href=\"https://www.a.example/b\" target=\"_blank\" rel=\"nofollow noopener\" "
                + "translate=\"no\"><span class=\"invisible\">https://www.</span>"
                + "<span class=\"\">a.example/b</span><span class=\"invisible\"></span></a></p>"
        ),
    ])
    func textBecomesMastodonsHTML(text: String, expected: String) {
        let accounts = World.make().accounts
        let entities = EntityScanner(text).entities()
        let html = StatusHTML.render(text, entities: entities) { name, domain in
            accounts.index(name: name, domain: domain).map { accounts[$0] }
        }
        #expect(html == expected)
    }

    @Test(arguments: [
        "2026-08-01T13:51:43.458Z", "2000-02-29T00:00:00.000Z", "1999-12-31T23:59:59.999Z",
    ])
    func timesSurviveReadingAndWriting(text: String) throws {
        #expect(try #require(Moment.parse(text)).text == text)
    }

    @Test func aResetHasMicroseconds() {
        #expect(Moment(micros: 1_785_596_400_754_511).resetText == "2026-08-01T15:00:00.754511Z")
    }

    @Test func brokenEscapesStay() {
        #expect(Fields.decoded(Array("a%4".utf8)) == "a%4")
        #expect(Fields.decoded(Array("%F0%9F%98%80+%zz".utf8)) == "😀 %zz")
    }
}
