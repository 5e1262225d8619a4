import Models
import PluginKit
import StageKit
import TextAnalysis

/// Reads the intent off a linear model and corrects it by the rating and the kind of text.
struct IntentStage: Stage {
  private let model: LabelModel
  private let intensity: ComplaintIntensity
  private let irony: Irony

  init() throws {
    model = try LabelModel(
      named: "intent", labels: IntentClass.names,
      embedded: UnsafeRawBufferPointer(
        start: replyd_intent_model(), count: replyd_intent_model_size()))
    intensity = try ComplaintIntensity()
    irony = try Irony()
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = context.derived.value(MessageText.self, of: message)
    let chances = probabilities(message, text, context)
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
    let severity =
      chances[IntentClass.complaint.rawValue]
      * intensity.of(text.normalized, rating: message.rating)
    let value: JSONValue = [
      "label": .string(IntentClass.names[best]),
      "probabilities": .object(
        zip(IntentClass.names, chances).map { .init($0, .rounded($1)) }),
      "wantsReply": .rounded(wantsReply(chances, message, text)),
      "complaintSeverity": .rounded(severity),
    ]
    return Opinion(findings: [Finding(name: "intent", value: value, confidence: chances[best])])
  }
}

extension IntentClass {
  /// How often a message of this kind expects a reply: set by hand, nothing public measures it.
  fileprivate var wantsReply: Double {
    switch self {
    case .complaint: 0.9
    case .question: 0.97
    case .praise: 0.35
    case .experience: 0.3
    case .other: 0.15
    }
  }
}

extension IntentStage {
  private func probabilities(
    _ message: Message, _ text: MessageText, _ context: StageContext
  ) -> [Double] {
    guard text.form != .bare else { return Self.wordless(rating: message.rating) }
    let chances = irony.corrected(model.probabilities(message, context), text.normalized)
    guard let rating = message.rating else { return chances }
    return Self.normalized(zip(chances, Self.ratingFactors(rating)).map { $0 * $1 })
  }

  /// Without words the stars decide; without stars too, nothing is asked.
  private static func wordless(rating: Int?) -> [Double] {
    switch rating {
    case nil: [0.01, 0.02, 0.02, 0.02, 0.93]
    case .some(...2): [0.9, 0.02, 0.01, 0.05, 0.02]
    case .some(3): [0.15, 0.02, 0.1, 0.7, 0.03]
    default: [0.01, 0.01, 0.92, 0.04, 0.02]
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

  private func wantsReply(
    _ chances: [Double], _ message: Message, _ text: MessageText
  ) -> Double {
    if text.form == .bare, message.rating == nil { return 0.02 }
    var wish = zip(IntentClass.allCases, chances).reduce(0) { $0 + $1.0.wantsReply * $1.1 }
    if asks(text.normalized) { wish += (1 - wish) * 0.3 }
    // Who writes privately talks to us and to nobody else.
    if message.visibility == .direct { wish += (1 - wish) * 0.5 }
    return text.form == .repost ? wish * 0.2 : wish
  }

  private func asks(_ text: NormalizedText) -> Bool {
    text.tokens.contains {
      $0.kind == .mark && text.bytes[$0.range].contains(UInt8(ascii: "?"))
    }
  }
}
