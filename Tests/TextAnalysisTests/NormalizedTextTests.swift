import Testing
import TextAnalysis

@Suite struct NormalizedTextTests {
  @Test(arguments: [
    ("Hello, World", "hello world"),
    ("soooo goood", "soo good"),
    ("10000 km", "10000 km"),
    ("don’t DON'T 'quoted'", "don't don't quoted"),
    ("see https://example.org/a?b=c&d, ok", "see <url> ok"),
    ("HTTP://EXAMPLE.ORG www.example.org", "<url> <url>"),
    ("@Brand_1: hi @a@b.example.", "<handle> hi <handle>"),
    ("me@example.org", "me example org"),
    ("@ alone", "alone"),
    ("#WorstEver #LATE #ok2Go # Hi", "worst ever late ok2 go hi"),
    ("isn\\u2019t \\u0026amp; \\u20", "isn't amp u20"),
    ("caf\u{E9} cafe\u{301} \u{DC}ber Stra\u{DF}e", "cafe cafe uber strasse"),
    ("ПРИВЕТ ΓΕΙΑ", "привет γεια"),
    ("ＦＵＬＬ 𝗸𝗶𝗹𝗹", "full kill"),
    ("pay\u{200B}pal a\u{202E}b \u{FEFF}c", "paypal ab c"),
    ("so happy :-) :D <3 :'(", "so happy :) :d <3 :("),
    ("at 10:30 ratio 3:4", "at 10 30 ratio 3 4"),
    ("what?!?!?! no!", "what ?! no !"),
    ("😀😀😀😀 ok", "😀 😀 ok"),
    ("👍🏽 ❤️", "👍 ❤"),
    ("<url>", "url"),
    ("", ""), (" \n\t", ""),
  ])
  func oneFormForEverySpelling(text: String, expected: String) {
    #expect(NormalizedText(text).string == expected)
  }

  @Test(arguments: [
    ("a &amp; b", "a b"), ("&lt;3", "<3"), ("AT&amp;T", "at t"), ("&#65;&#x42;", "ab"),
    ("&amp;lt;3", "lt 3"), ("&bogus; &#xD800; &#; &", "bogus x d800"),
    ("&#99999999;", "99999999"),
    ("&#0;a", "a"), ("don&#39;t", "don't"), ("a\0b", "a b"),
  ])
  func entitiesAreDecodedOnce(text: String, expected: String) {
    #expect(NormalizedText(text).string == expected)
  }

  @Test func tokensPointIntoTheBytes() {
    let text = NormalizedText("@a I LOVE it :) 😀 http://x.example !!")
    let kinds: [TextToken.Kind] = [
      .handle, .word, .word, .word, .emoticon, .emoji, .url, .mark,
    ]
    #expect(text.tokens.map(\.kind) == kinds)
    #expect(text.tokens.map(text.string(of:)).joined(separator: " ") == text.string)
    #expect(text.words.count == 3)
    #expect(text.shoutedWords == 1)
    #expect(text.bytes.first == 0x20 && text.bytes.last == 0x20)
  }

  @Test(arguments: [
    "@a I LOVE it :) 😀 http://x.example !!", "so\u{200B}rry &lt;3 #WorstEver don’t",
    "cafe\u{301} isn\\u2019t ＦＵＬＬ",
  ])
  func everyTokenKnowsWhereItCameFrom(text: String) throws {
    let normalized = NormalizedText(text)
    let bytes = Array(text.utf8)
    var end = 0
    for token in normalized.tokens {
      #expect(token.source.lowerBound >= end && token.source.upperBound <= bytes.count)
      end = token.source.upperBound
      let words = try #require(String(validating: bytes[token.source], as: UTF8.self))
      #expect(NormalizedText(words).string == normalized.string(of: token))
    }
  }

  @Test func tokensCanBeLeftOut() {
    let text = NormalizedText("love the Killer Bees, never late")
    let name = text.tokens[2].range.lowerBound..<text.tokens[3].range.upperBound
    let rest = text.without([name])
    #expect(rest.string == "love the never late")
    #expect(rest.tokens.map(rest.string(of:)) == ["love", "the", "never", "late"])
    #expect(rest.tokens[2].source == text.tokens[4].source)
  }

  @Test func clausesEndAtPunctuation() {
    let text = NormalizedText("not good, really bad. ok")
    #expect(text.tokens.map(\.endsClause) == [false, true, false, true, false])
  }

  @Test(arguments: [
    String(repeating: "\u{301}", count: 32 * 1024),
    String(repeating: "\u{202E}\u{200B}", count: 12 * 1024),
    String(repeating: "😀", count: 10_000),
    String(repeating: "&#", count: 20_000),
    String(repeating: "&amp", count: 20_000),
    String(repeating: "@a ", count: 20_000),
    String(repeating: "www.", count: 20_000),
    String(repeating: "a@b.", count: 20_000),
    String(repeating: "\0", count: 70_000),
    String(repeating: "a", count: 70_000),
    String(repeating: "ß", count: 40_000),
    String(repeating: "\u{1F468}\u{200D}\u{1F469}", count: 5_000),
  ])
  func hostileTextIsBounded(text: String) {
    let normalized = NormalizedText(text)
    #expect(normalized.isCut)
    #expect(normalized.bytes.count <= NormalizedText.inputLimit * 3 + 1)
    #expect(
      normalized.tokens.allSatisfy { normalized.bytes.indices.contains($0.range.lowerBound) })
    #expect(String(validating: normalized.bytes, as: UTF8.self) != nil)
  }

  @Test func theCutNeverHalvesAScalar() {
    let text = NormalizedText(
      String(repeating: "x ", count: 8 * 1024 - 1) + "x" + "漢字")
    #expect(text.isCut)
    #expect(!text.string.contains("\u{FFFD}"))
    #expect(!text.string.contains("漢"))
  }

  @Test func randomScalarsGiveValidText() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<60 {
        let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x1_FFFF
        let value = UInt32.random(in: 0..<limit, using: &generator)
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      }
      let normalized = NormalizedText(text)
      #expect(String(validating: normalized.bytes, as: UTF8.self) != nil)
      #expect(normalized.tokens.allSatisfy { !$0.range.isEmpty })
      #expect(normalized.string.utf8.split(separator: 0x20).count == normalized.tokens.count)
    }
  }
}
