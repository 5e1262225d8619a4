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
    ("#WorstEver", "worstever"),
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
    ("&amp;lt;3", "lt 3"), ("&bogus; &#xD800; &#; &", "bogus xd800"),
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
