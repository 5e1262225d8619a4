import Models
import PluginKit
import StageKit
import TextAnalysis

/// Reads the intent off a linear model and corrects it by the rating, by irony, and by the
/// sentiment where the model does not know the language.
struct IntentStage: Stage {
  private let model: LabelModel
  private let names: BrandNames
  private let intensity: ComplaintIntensity
  private let irony: Irony
  /// nil: it reads words alone.
  private let meaning: ComplaintMeaning?

  init(_ settings: IntentSettings, _ encoder: (any SentenceEncoder)?) throws {
    meaning = try encoder.flatMap { try ComplaintMeaning($0) }
    names = settings.names
    model = try LabelModel(
      named: "intent", heads: [("intent", IntentClass.names), ("wantsReply", ["no", "yes"])],
      embedded: UnsafeRawBufferPointer(
        start: replyd_intent_model(), count: replyd_intent_model_size()))
    intensity = try ComplaintIntensity()
    irony = try Irony()
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = names.text(of: message, context)
    let (chances, wantsReply) =
      text.form == .bare
      ? Self.wordless(message) : try await read(message, text, context)
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
    let severity =
      chances[IntentClass.complaint.rawValue]
      * intensity.of(text.normalized, rating: message.rating)
    let value: JSONValue = [
      "label": .string(IntentClass.names[best]),
      "probabilities": .object(
        zip(IntentClass.names, chances).map { .init($0, .rounded($1)) }),
      "wantsReply": .rounded(wantsReply),
      "complaintSeverity": .rounded(severity),
    ]
    let isMeaning = text.form != .bare && best != IntentClass.other.rawValue
    return Opinion(findings: [
      Finding(
        name: "intent", value: value, confidence: chances[best],
        evidence: isMeaning ? model.evidence(for: best, in: text, of: message) : [])
    ])
  }
}

extension IntentStage {
  private func read(
    _ message: Message, _ text: MessageText, _ context: StageContext
  ) async throws -> (chances: [Double], wantsReply: Double) {
    let said = model.probabilities(for: text)
    var chances = said[0]
    if let meaning { chances = try await meaning.corrected(chances, message, context) }
    if let language = message.answerLanguage(context.findings), primaryLanguage(language) != "en" {
      chances = Self.foreign(chances, context.findings)
    }
    chances = irony.corrected(chances, text.normalized)
    if Self.isCalmQuestion(text.normalized, context.findings) {
      let moved = chances[IntentClass.complaint.rawValue] * Self.calmShare
      chances[IntentClass.complaint.rawValue] -= moved
      chances[IntentClass.question.rawValue] += moved
    }
    if let rating = message.rating {
      chances = Self.normalized(zip(chances, Self.ratingFactors(rating)).map { $0 * $1 })
    }
    let asks = chances[IntentClass.complaint.rawValue] + chances[IntentClass.question.rawValue]
    var wish = max(said[1][1], asks * Self.askingWish)
    // Who writes privately talks to us and to nobody else.
    if message.visibility == .direct { wish += (1 - wish) * 0.5 }
    return (chances, text.form == .repost ? wish * 0.2 : wish)
  }

  /// It ends with a question mark and nothing in it is negative: what the model calls a complaint
  /// is mostly a question, which the FAQ may answer.
  private static func isCalmQuestion(_ text: NormalizedText, _ findings: Findings) -> Bool {
    let last = text.tokens.last { $0.kind != .url && $0.kind != .handle && $0.kind != .emoji }
    guard let last, last.kind == .mark, text.bytes[last.range] == [UInt8(ascii: "?")],
      let negative = findings["sentiment"]?.value["probabilities"]?["negative"]?.number
    else { return false }
    return negative < calmLimit
  }

  private static let calmLimit = 0.5
  private static let calmShare = 0.75

  /// The model knows English. In other languages it says "other", which would leave customers
  /// without an answer: most of that goes to what the sentiment makes likely.
  private static func foreign(_ chances: [Double], _ findings: Findings) -> [Double] {
    let sentiment = findings["sentiment"]?.value["probabilities"]
    func share(_ label: String) -> Double { sentiment?[label]?.number ?? 1.0 / 3 }
    let moved = chances[IntentClass.other.rawValue] * foreignShare
    var result = chances
    result[IntentClass.other.rawValue] -= moved
    result[IntentClass.complaint.rawValue] += moved * share("negative")
    result[IntentClass.question.rawValue] += moved * share("neutral")
    result[IntentClass.praise.rawValue] += moved * share("positive")
    return result
  }

  private static let foreignShare = 0.8
  /// How often a complaint or a question waits for an answer, at least.
  private static let askingWish = 0.9

  /// Without words the stars decide; without stars too, nothing is asked.
  private static func wordless(_ message: Message) -> (chances: [Double], wantsReply: Double) {
    switch message.rating {
    case nil: ([0.01, 0.02, 0.02, 0.02, 0.93], 0.02)
    case .some(...2): ([0.9, 0.02, 0.01, 0.05, 0.02], 0.9)
    case .some(3): ([0.15, 0.02, 0.1, 0.7, 0.03], 0.4)
    default: ([0.01, 0.01, 0.92, 0.04, 0.02], 0.35)
    }
  }

  /// What the stars say beside the words: two stars make a complaint likelier, not certain.
  private static func ratingFactors(_ rating: Int) -> [Double] {
    switch rating {
    case ...2: [4, 1, 0.25, 1, 0.5]
    case 3: [1.5, 1, 0.7, 1.5, 0.5]
    default: [0.4, 1, 4, 1.5, 0.5]
    }
  }

  private static func normalized(_ chances: [Double]) -> [Double] {
    let total = chances.reduce(0, +)
    return chances.map { $0 / total }
  }
}
