import Foundation
import Testing

@testable import TextAnalysis

@Suite struct TFIDFIndexTests {
  private static func index(_ questions: [(String, String)]) throws -> TFIDFIndex {
    try TFIDFIndex(questions.map { .init(entry: $0.0, text: NormalizedText($0.1)) })
  }

  private static let shop = [
    ("return", "How do I return an item?"), ("return", "Can I send something back?"),
    ("late", "Where is my order?"), ("late", "My parcel has not arrived"),
    ("size", "Which size should I choose?"), ("card", "Do you accept credit cards?"),
  ]

  @Test(arguments: [
    ("where's my order", "late"), ("my parcel hasnt arrived yet", "late"),
    ("can I send this back", "return"), ("credit card accepted?", "card"),
    ("what sizes should i choose", "size"), ("RETURNING an ITEM", "return"),
  ])
  func theClosestQuestionsEntryComesFirst(text: String, entry: String) throws {
    #expect(try Self.index(Self.shop).top(NormalizedText(text), k: 5).first?.entry == entry)
  }

  @Test func aQuestionIsFullyLikeItself() throws {
    let index = try Self.index(Self.shop)
    for (number, question) in Self.shop.enumerated() {
      let match = try #require(index.top(NormalizedText(question.1), k: 1).first)
      #expect(match.question == number)
      #expect(abs(match.score - 1) < 1e-5)
    }
  }

  @Test func scoresFallAndEntriesComeOnce() throws {
    let matches = try Self.index(Self.shop).top(
      NormalizedText("how do I choose my order"), k: 9)
    #expect(matches.map(\.score) == matches.map(\.score).sorted(by: >))
    #expect(Set(matches.map(\.entry)).count == matches.count)
    #expect(matches.allSatisfy { $0.score > 0 && $0.score <= 1 })
  }

  @Test func equalsKeepTheirOrder() throws {
    let index = try Self.index([("b", "same text"), ("a", "same text"), ("c", "same text")])
    #expect(index.top(NormalizedText("same text"), k: 2).map(\.entry) == ["b", "a"])
  }

  @Test(arguments: [("", 5), ("zzqq", 5), ("where is my order", 0), ("where is my order", -1)])
  func nothingInCommonIsNoMatch(text: String, k: Int) throws {
    #expect(try Self.index(Self.shop).top(NormalizedText(text), k: k).isEmpty)
  }

  @Test func anEmptyIndexFindsNothing() throws {
    #expect(try Self.index([]).top(NormalizedText("hello"), k: 5).isEmpty)
  }

  @Test func rankingEqualsAPlainCosine() throws {
    let index = try Self.index(Self.shop)
    let keys = Self.shop.map { Set(FeatureKeys(of: NormalizedText($0.1)).keys) }
    let query = Set(FeatureKeys(of: NormalizedText("has my order arrived?")).keys)
    func idf(_ key: UInt32) -> Double {
      let frequency = Double(keys.count { $0.contains(key) })
      return log((1 + Double(keys.count)) / (1 + frequency)) + 1
    }
    func cosine(_ other: Set<UInt32>, characters: Bool) -> Double {
      let known = query.filter { key in keys.contains { $0.contains(key) } }
      let left = known.filter { FeatureKeys.isCharacters($0) == characters }
      let right = other.filter { FeatureKeys.isCharacters($0) == characters }
      let product = left.intersection(right).reduce(0) { $0 + idf($1) * idf($1) }
      let lengths = [left, right].map { $0.reduce(0) { $0 + idf($1) * idf($1) } }
      return product / (lengths[0] * lengths[1]).squareRoot()
    }
    for match in index.top(NormalizedText("has my order arrived?"), k: 9) {
      let other = keys[match.question]
      let expected = (cosine(other, characters: false) + cosine(other, characters: true)) / 2
      #expect(abs(match.score - expected) < 1e-4)
    }
  }
}
