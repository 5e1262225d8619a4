import IntentStagePlugin
import LanguageStagePlugin
import PluginKit
import PluginTesting
import SentimentStagePlugin
import Testing

@Suite struct EvidenceTests {
  private func finding(
    _ plugin: StagePlugin, _ text: String, settings: String = "{}"
  ) async throws -> Finding {
    let opinion = try await plugin.make(settings: settings).evaluate(.make(text), in: .make())
    return try #require(opinion.findings.first)
  }

  @Test(arguments: [
    ("@shop Two hours on hold, this is AWFUL!", "AWFUL"),
    ("Finally arrived \u{1F44F} and I LOVE it &lt;3", "LOVE"),
  ])
  func theWordsAreTheCustomersOwn(text: String, expected: String) async throws {
    let evidence = try await finding(sentimentStage, text).evidence
    #expect(!evidence.isEmpty && evidence.count <= 3)
    #expect(evidence.allSatisfy { text.contains($0) })
    #expect(evidence.contains { $0.contains(expected) })
    #expect(evidence.allSatisfy { !$0.contains("@shop") })
  }

  @Test func neutralMessagesAndBareTagsHaveNone() async throws {
    #expect(try await finding(sentimentStage, "My order number is 12345").evidence.isEmpty)
    #expect(try await finding(sentimentStage, "@shop #boots").evidence.isEmpty)
    #expect(try await finding(intentStage, "@shop #boots").evidence.isEmpty)
  }

  @Test func complaintsShowTheirWords() async throws {
    let found = try await finding(intentStage, "My parcel never arrived and nobody answers me")
    #expect(found.value["label"]?.string == "complaint")
    #expect(found.evidence.contains { $0.contains("nobody") || $0.contains("never") })
  }

  @Test func namesOfProductsAreNoFeelings() async throws {
    let text = "I ordered Horrible Awful Terrible Tea in size two"
    let plain = try await finding(sentimentStage, text).value["score"]?.number ?? 0
    let named = try await finding(
      sentimentStage, text, settings: "{\"names\": [\"Horrible Awful Terrible\"]}")
    #expect((named.value["score"]?.number ?? -1) > plain + 0.3)
    #expect(named.evidence.allSatisfy { !$0.contains("Awful") })
  }

  @Test func aDoubtfulLanguageIsUnknown() async throws {
    let sure = try await finding(languageStage, "Wo bleibt mein Paket, ich warte seit Tagen?")
    #expect(sure.value["code"]?.string == "de")
    let text = "ok"
    let strict = try await finding(languageStage, text, settings: "{\"atLeast\": 1}")
    #expect(strict.value["code"]?.string == "und")
  }
}
