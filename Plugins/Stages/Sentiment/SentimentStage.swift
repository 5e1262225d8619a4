import Models
import PluginKit
import StageKit
import TextAnalysis

/// Reads the sentiment off a linear model; silent about what to do. Some languages have a model of
/// their own.
struct SentimentStage: Stage {
  private static let labels = ["negative", "neutral", "positive"]
  private static let neutral = 1

  /// What the second model learnt; all else is read by the first.
  private static let others: Set<String> = ["de", "es", "fr", "it", "pt"]

  private let model: LabelModel
  private let otherModel: LabelModel
  private let names: BrandNames

  init(_ settings: SentimentSettings) throws {
    names = settings.names
    model = try LabelModel(
      named: "sentiment", heads: [("sentiment", Self.labels)],
      embedded: UnsafeRawBufferPointer(
        start: replyd_sentiment_model(), count: replyd_sentiment_model_size()))
    otherModel = try LabelModel(
      named: "sentiment-languages", heads: [("sentiment", Self.labels)],
      embedded: UnsafeRawBufferPointer(
        start: replyd_sentiment_languages_model(),
        count: replyd_sentiment_languages_model_size()))
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = names.text(of: message, context)
    let isBare = text.form == .bare
    let language = message.answerLanguage(context.findings).map(primaryLanguage)
    let model = Self.others.contains(language ?? "") ? otherModel : model
    let chances =
      isBare ? Self.wordless(rating: message.rating) : model.probabilities(for: text)[0]
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? Self.neutral
    let value: JSONValue = [
      "label": .string(Self.labels[best]),
      "score": .rounded(chances[2] - chances[0]),
      "probabilities": .object(
        zip(Self.labels, chances).map { .init($0, .rounded($1)) }),
    ]
    let moves = !isBare && best != Self.neutral
    return Opinion(findings: [
      Finding(
        name: "sentiment", value: value, confidence: chances[best],
        evidence: moves ? model.evidence(for: best, in: text, of: message) : [])
    ])
  }

  /// Without words the stars decide.
  private static func wordless(rating: Int?) -> [Double] {
    switch rating {
    case nil: [0.05, 0.9, 0.05]
    case .some(...2): [0.9, 0.08, 0.02]
    case .some(3): [0.2, 0.6, 0.2]
    default: [0.02, 0.08, 0.9]
    }
  }
}
