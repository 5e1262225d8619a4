import Testing

@testable import TextAnalysis

@Suite struct PhraseMatcherTests {
  private static func labels(_ phrases: [String], in text: String) throws -> [Int] {
    let matcher = try PhraseMatcher(
      phrases.enumerated().map { .init($0.element, label: $0.offset) })
    return matcher.matches(in: NormalizedText(text)).map(\.label).sorted()
  }

  @Test(arguments: [
    (["burn*"], "It was burning!", [0]), (["burn*"], "sunburn", []), (["burn"], "burning", []),
    (["data leak", "leak"], "a DATA  leak.", [0, 1]), (["kill myself"], "kill-myself", [0]),
    (["café"], "CAFE", [0]), (["don’t"], "I don't", [0]), (["a", "a"], "a", [0, 1]),
    (["caught fire"], "it c\u{200B}aught fiiiire", []),
    (["caught fire"], "c\u{200B}aught\nfire", [0]),
    (["he", "she", "hers"], "he she hers", [0, 1, 2]), (["a b", "b c"], "a b c", [0, 1]),
    (["no"], "", []), (["😀"], "ok😀ok", [0]),
  ])
  func phrasesMatchWholeWords(phrases: [String], text: String, expected: [Int]) throws {
    #expect(try Self.labels(phrases, in: text) == expected)
  }

  @Test func aMatchKnowsItsWords() throws {
    let text = NormalizedText("My phone is overheating badly")
    let matcher = try PhraseMatcher([.init("overheat*", label: 7), .init("my phone", label: 8)])
    let matches = matcher.matches(in: text)
    #expect(matches.map(\.label) == [8, 7])
    #expect(
      matches.map { String(decoding: text.bytes[$0.range], as: UTF8.self) }
        == ["my phone", "overheating"])
  }

  @Test(arguments: ["", "  ", "*", "...", "\u{200B}"])
  func aPhraseWithoutWordsIsRefused(phrase: String) {
    #expect(throws: PhraseError.unusablePhrase(phrase)) {
      try PhraseMatcher([.init(phrase, label: 0)])
    }
  }

  @Test func tooManyLettersAreRefused() {
    let phrases = (0..<30_000).map { PhraseMatcher.Phrase("word \($0 * 7919)", label: 0) }
    #expect(throws: PhraseError.tooManyLetters(limit: PhraseMatcher.stateLimit)) {
      try PhraseMatcher(phrases)
    }
  }

  @Test func matchesAreBounded() throws {
    let matcher = try PhraseMatcher((0..<50).map { _ in .init("a", label: 0) })
    let text = NormalizedText(String(repeating: "a ", count: 8000))
    #expect(matcher.matches(in: text).count == PhraseMatcher.matchLimit)
  }

  @Test func theAutomatonEqualsANaiveSearch() throws {
    var generator = SeededGenerator(seed: 11)
    func word() -> String {
      String(
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
          "ab".randomElement(using: &generator) ?? "a"
        })
    }
    func words(_ range: ClosedRange<Int>) -> String {
      (0..<Int.random(in: range, using: &generator)).map { _ in word() }.joined(
        separator: " ")
    }
    for _ in 0..<200 {
      let phrases = (0..<8).map { _ in
        words(1...3) + (Bool.random(using: &generator) ? "*" : "")
      }
      let text = NormalizedText(words(0...30))
      let matcher = try PhraseMatcher(
        phrases.enumerated().map { .init($0.element, label: $0.offset) })
      let found = matcher.matches(in: text).map { [$0.label, $0.range.lowerBound] }
      #expect(Set(found) == Self.naive(phrases, in: text))
      #expect(matcher.matchesAny(in: text) == !found.isEmpty)
    }
  }

  private static func naive(_ phrases: [String], in text: NormalizedText) -> Set<[Int]> {
    var found: Set<[Int]> = []
    for (label, phrase) in phrases.enumerated() {
      let isPrefix = phrase.hasSuffix("*")
      let core = NormalizedText(isPrefix ? String(phrase.dropLast()) : phrase).string
      let pattern = Array((" " + core + (isPrefix ? "" : " ")).utf8)
      for start in text.bytes.indices where text.bytes[start...].starts(with: pattern) {
        found.insert([label, start + 1])
      }
    }
    return found
  }
}
