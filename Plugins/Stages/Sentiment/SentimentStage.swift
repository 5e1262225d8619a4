import Models
import PluginKit
import StageKit
import TextAnalysis

/// Reads the sentiment off a linear model; silent about what to do.
struct SentimentStage: Stage {
  private static let labels = ["negative", "neutral", "positive"]

  private let model: LabelModel

  init() throws {
    model = try LabelModel(
      named: "sentiment", labels: Self.labels,
      embedded: UnsafeRawBufferPointer(
        start: replyd_sentiment_model(), count: replyd_sentiment_model_size()))
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let chances = probabilities(message, context)
    let score = chances[2] - chances[0]
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 1
    let value: JSONValue = [
      "label": .string(Self.labels[best]),
      "score": .rounded(score),
      "probabilities": .object(
        zip(Self.labels, chances).map { .init($0, .rounded($1)) }),
    ]
    return Opinion(findings: [
      Finding(name: "sentiment", value: value, confidence: chances[best])
    ])
  }

  private func probabilities(_ message: Message, _ context: StageContext) -> [Double] {
    let text = context.derived.value(MessageText.self, of: message)
    if text.form != .bare { return model.probabilities(message, context) }
    guard let rating = message.rating else { return [0.05, 0.9, 0.05] }
    switch rating {
    case ...2: return [0.9, 0.08, 0.02]
    case 3: return [0.2, 0.6, 0.2]
    default: return [0.02, 0.08, 0.9]
    }
  }
}
