import PluginKit
import PluginTesting
import SentimentStagePlugin
import Testing

@Suite struct SentimentStageTests {
  private func finding(_ message: Message) async throws -> JSONValue {
    let opinion = try await sentimentStage.make(settings: "{}").evaluate(message, in: .make())
    #expect(opinion.proposals.isEmpty)
    return try #require(opinion.findings.first?.value)
  }

  @Test(arguments: [
    ("This is awful, worst service ever, I am so angry", "negative"),
    ("I love these boots, thank you so much!", "positive"),
    ("My order number is 12345", "neutral"),
  ])
  func plainFeelingsAreRead(_ text: String, _ label: String) async throws {
    #expect(try await finding(.make(text))["label"]?.string == label)
  }

  @Test(
    arguments: [
      (1, "negative"), (2, "negative"), (3, "neutral"), (5, "positive"), (nil, "neutral"),
    ] as [(Int?, String)])
  func withoutWordsTheStarsDecide(_ rating: Int?, _ label: String) async throws {
    #expect(try await finding(.make("", rating: rating))["label"]?.string == label)
  }

  @Test func theScoreIsTheDifferenceAndTheKeysAreInOrder() async throws {
    let value = try await finding(.make("thank you!"))
    guard case .object(let members) = value, case .object(let chances)? = value["probabilities"]
    else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == ["label", "score", "probabilities"])
    #expect(chances.map(\.key) == ["negative", "neutral", "positive"])
    let numbers = chances.compactMap { $0.value.number }
    #expect(abs(numbers.reduce(0, +) - 1) < 0.001)
    #expect(abs((value["score"]?.number ?? 9) - (numbers[2] - numbers[0])) < 0.001)
  }
}
