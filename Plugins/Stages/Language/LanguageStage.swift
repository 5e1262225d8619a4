import Models
import PluginKit
import TextAnalysis

/// Reads the language off the letters; silent about what to do.
struct LanguageStage: Stage {
  private let model: LanguageModel
  private let atLeast: Double

  init(_ settings: LanguageSettings) throws {
    atLeast = settings.atLeast
    model = try ModelLibrary().model(
      named: "language",
      embedded: UnsafeRawBufferPointer(
        start: replyd_language_model(), count: replyd_language_model_size()))
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let guess = model.guess(message.text)
    let code = guess.confidence >= atLeast ? guess.code : LanguageModel.undetermined
    let value: JSONValue = [
      "code": .string(code), "confidence": .rounded(guess.confidence),
    ]
    return Opinion(findings: [
      Finding(name: "language", value: value, confidence: guess.confidence)
    ])
  }
}
