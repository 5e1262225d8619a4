import Embedding
import IntentStagePlugin
import PluginKit
import PluginTesting
import TestSupport
import TextAnalysis
import Testing

/// The intent stage beside the real sentence encoder, where `make test` could fetch it.
@Suite(.enabled(if: TestPaths.encoder != nil))
struct ComplaintMeaningTests {
  /// The same vectors under another name: the model was not learnt with them.
  private struct Other: SentenceEncoder {
    let encoder: ONNXEncoder
    var identity: String { "other" }
    func reads(_ language: String) -> Bool { encoder.reads(language) }
    func vectors(of texts: [String], isKept: Bool) throws -> [SentenceVector] {
      try encoder.vectors(of: texts, isKept: isKept)
    }
    func vector(of text: String) async throws -> SentenceVector {
      try await encoder.vector(of: text)
    }
  }

  private let encoder: ONNXEncoder
  private let words: any Stage

  init() throws {
    encoder = try ONNXEncoder(folder: #require(TestPaths.encoder), threads: 1, cache: nil)
    words = try intentStage.make(settings: "{}")
  }

  private func stage(_ encoder: any SentenceEncoder) throws -> any Stage {
    var environment = PluginEnvironment.make()
    environment.encoder = { encoder }
    return try intentStage.make(settings: "{}", environment: environment)
  }

  private func probabilities(
    _ stage: any Stage, _ text: String, _ language: String = "en"
  ) async throws -> [Double] {
    let message = Message.make(text, language: language)
    let value = try await stage.evaluate(message, in: .make()).findings.first?.value
    return IntentClass.names.compactMap { value?["probabilities"]?[$0]?.number }
  }

  @Test(arguments: [
    "the parcel came back to you again although I was home all day",
    "you have had my money since march and I have nothing to show for it",
    "third engineer this month and the line is still dead",
  ])
  func aComplaintInUnusualWordsIsSeenMoreClearly(_ text: String) async throws {
    let both = try await probabilities(stage(encoder), text)
    #expect(both[0] > (try await probabilities(words, text))[0])
    #expect(abs(both.reduce(0, +) - 1) < 0.01)
  }

  @Test func withAnotherEncoderOrLanguageWordsDecide() async throws {
    let text = "third engineer this month and the line is still dead"
    let alone = try await probabilities(words, text)
    #expect(try await probabilities(stage(Other(encoder: encoder)), text) == alone)
    let foreign = try await probabilities(words, text, "de")
    #expect(try await probabilities(stage(encoder), text, "de") == foreign)
  }
}
