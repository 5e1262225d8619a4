import Crypto
import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

@testable import Embedding

/// With the real model, where `make test` could fetch it.
@Suite(.enabled(if: TestPaths.encoder != nil))
struct ONNXEncoderTests {
  private static let loaded = TestPaths.encoder.map { folder in
    Result { try ONNXEncoder(folder: folder, threads: 1, cache: nil) }
  }

  private let encoder: ONNXEncoder

  init() throws { encoder = try #require(Self.loaded).get() }

  @Test(arguments: [
    ("where is my parcel", "my package has not arrived yet", "do you sell gift cards"),
    ("how do I get my money back", "i want a refund", "when do you open on sundays"),
    ("I cannot log in", "forgot my password", "what does shipping to Norway cost"),
  ])
  func paraphrasesAreNearerThanOtherQuestions(
    _ text: String, _ paraphrase: String, _ other: String
  ) throws {
    let vectors = try encoder.vectors(of: [text, paraphrase, other], isKept: false)
    #expect(vectors[0].cosine(vectors[1]) > vectors[0].cosine(vectors[2]) + 0.1)
    #expect(abs(vectors[0].cosine(vectors[0]) - 1) < 1e-4)
  }

  @Test func aTextInABatchOfOthersMeansTheSame() throws {
    let texts = (0..<50).map { String(repeating: "order \($0) is late ", count: 1 + $0 % 7) }
    let together = try encoder.vectors(of: texts, isKept: false)
    for (text, vector) in zip(texts, together) {
      let alone = try encoder.vectors(of: [text], isKept: false)[0]
      #expect(alone.cosine(vector) > 0.9999)
    }
  }

  @Test func manyCallersAtOnceEachGetTheirOwn() async throws {
    let texts = (0..<64).map { "where is order \($0)" }
    let expected = try encoder.vectors(of: texts, isKept: false)
    try await withThrowingTaskGroup { group in
      for (number, text) in texts.enumerated() {
        group.addTask { (number, try await encoder.vector(of: text)) }
      }
      for try await (number, vector) in group {
        #expect(vector.cosine(expected[number]) > 0.9999)
      }
    }
  }

  @Test(arguments: [
    "", " ", "\u{0}", "👍🏽", String(repeating: "a", count: 65_536),
    String(repeating: "late ", count: 13_107), String(repeating: "漢", count: 21_845),
  ])
  func everyTextHasAVector(_ text: String) async throws {
    let vector = try await encoder.vector(of: text)
    #expect(vector.values.count == 384)
    let isFinite = vector.values.allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  /// What can be wrong with a folder, and what the operator is told.
  enum Damage: String, CaseIterable {
    case noFacts, brokenFacts, unknownKey, noModel, modelCutShort, anotherModel, noONNX
    case libraryCutShort, noLibrary, otherLibrary, noVocabulary, otherVocabulary, folderAsModel
    case wrongDimension
  }

  @Test(arguments: Damage.allCases)
  func aFolderThatCannotBeUsedSaysWhy(_ damage: Damage) throws {
    let folder = try EncoderFolder(copying: try #require(TestPaths.encoder))
    try folder.damage(damage)
    do {
      _ = try ONNXEncoder(folder: folder.path, threads: 1, cache: nil)
      Issue.record("it was used in spite of \(damage)")
    } catch {
      #expect("\(error)".contains(EncoderFolder.words(damage)), "\(error)")
    }
  }

  @Test func theFactsDecideOnTheLengthAndThePooling() throws {
    let folder = try EncoderFolder(copying: try #require(TestPaths.encoder))
    try folder.change { $0["tokens"] = 8 }
    let short = try ONNXEncoder(folder: folder.path, threads: 2, cache: nil)
    let texts = ["one two three four five six", "one two three four five six seven eight nine"]
    let vectors = try short.vectors(of: texts, isKept: false)
    #expect(vectors[0].cosine(vectors[1]) > 0.9999)
    #expect(short.identity != encoder.identity)
    try folder.change { $0["pooling"] = "first" }
    let first = try ONNXEncoder(folder: folder.path, threads: 1, cache: nil)
    #expect(try first.vectors(of: texts, isKept: false)[0].cosine(vectors[0]) < 0.999)
    #expect(short.reads("en") && !short.reads("de"))
  }

  @Test func whatIsKeptIsReadAtTheNextStart() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "kept.vectors")
    let models = try #require(TestPaths.encoder)
    let texts = ["where is my order", "how do I return it"]
    let first = try ONNXEncoder(folder: models, threads: 1, cache: path)
    let vectors = try first.vectors(of: texts, isKept: true)
    _ = try first.vectors(of: ["a customer's text"], isKept: false)
    let size = try Data(contentsOf: URL(filePath: path)).count
    #expect(try first.vectors(of: texts, isKept: true) == vectors)
    #expect(try Data(contentsOf: URL(filePath: path)).count == size)
  }
}
