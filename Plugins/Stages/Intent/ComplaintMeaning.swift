import Models
import PluginKit
import StageKit
import TextAnalysis

/// What a message's meaning says of whether it complains: as much as the words do, where there is
/// the sentence encoder that it was learnt with.
struct ComplaintMeaning: Sendable {
  private let model: MeaningModel
  private let encoder: any SentenceEncoder

  /// nil for another encoder.
  init?(_ encoder: any SentenceEncoder) throws {
    model = try ModelLibrary().model(
      named: "complaint-meaning",
      embedded: UnsafeRawBufferPointer(
        start: replyd_complaint_meaning_model(), count: replyd_complaint_meaning_model_size()))
    guard model.encoder == encoder.identity else { return nil }
    self.encoder = encoder
  }

  /// The chances, that of a complaint being the mean of both; the others share the rest as before.
  func corrected(
    _ chances: [Double], _ message: Message, _ context: StageContext
  ) async throws -> [Double] {
    let language = message.answerLanguage(context.findings) ?? "en"
    guard encoder.reads(primaryLanguage(language)) else { return chances }
    let vector = try await MessageMeaning.of(message, by: encoder, context.derived)
    let place = IntentClass.complaint.rawValue
    let said = chances[place]
    guard let meant = model.probability(of: vector.values), said < 1 else { return chances }
    let chance = (said + meant) / 2
    var corrected = chances.map { $0 * (1 - chance) / (1 - said) }
    corrected[place] = chance
    return corrected
  }
}
