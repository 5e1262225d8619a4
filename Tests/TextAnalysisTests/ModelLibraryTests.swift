import Foundation
import Models
import Testing

@testable import TextAnalysis

@Suite struct ModelLibraryTests {
  private static var sentiment: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: replyd_sentiment_model(), count: replyd_sentiment_model_size())
  }
  private static var intent: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: replyd_intent_model(), count: replyd_intent_model_size())
  }

  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "models-\(UUID().uuidString)")

  @Test func theBuildsOwnModelsLoad() throws {
    let library = ModelLibrary(environment: [:], executable: nil)
    let sentiment: LinearModel = try library.model(named: "sentiment", embedded: Self.sentiment)
    let intent: LinearModel = try library.model(named: "intent", embedded: Self.intent)
    #expect(sentiment.heads.map(\.classes) == [["negative", "neutral", "positive"]])
    #expect(intent.heads.map(\.classes) == [IntentClass.names, ["no", "yes"]])
    #expect(sentiment.card.contains("airline sentiment") && intent.card.contains("complaints"))
    let others = replyd_language_model_size() + replyd_sentiment_languages_model_size()
    #expect(Self.sentiment.count + Self.intent.count + others < 4_000_000)
  }

  @Test(arguments: [
    ("I love this, thank you so much!", "positive"),
    ("Worst service ever, my order is still missing.", "negative"),
  ])
  func theSentimentModelKnowsClearCases(text: String, expected: String) throws {
    let model = try LinearModel(bytes: Self.sentiment)
    #expect(Self.label(model, text) == expected)
  }

  @Test(arguments: [
    ("My parcel never arrived and nobody answers.", "complaint"),
    ("Do you ship to Norway?", "question"), ("Thank you for the great service!", "praise"),
  ])
  func theIntentModelKnowsClearCases(text: String, expected: String) throws {
    let model = try LinearModel(bytes: Self.intent)
    #expect(Self.label(model, text) == expected)
  }

  @Test func theEnvironmentsFolderComesFirst() throws {
    let installed = folder.appending(path: "prefix")
    let chosen = folder.appending(path: "chosen")
    try write(Self.sentiment, to: installed.appending(path: "share/replyd/models"))
    let binary = installed.appending(path: "bin/replyd")
    let beside = ModelLibrary(environment: [:], executable: binary)
    #expect(beside.file(named: "test")?.path.hasPrefix(installed.path) == true)
    try write(Self.intent, to: chosen)
    let library = ModelLibrary(environment: ["REPLYD_MODELS": chosen.path], executable: binary)
    let model: LinearModel = try library.model(named: "test", embedded: Self.sentiment)
    #expect(model.heads[0].classes == IntentClass.names)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func aBadFileIsNeverPassedOver() throws {
    try write(UnsafeRawBufferPointer(rebasing: Self.intent.prefix(1000)), to: folder)
    let library = ModelLibrary(environment: ["REPLYD_MODELS": folder.path], executable: nil)
    #expect(throws: ModelLibraryError.self) {
      let _: LinearModel = try library.model(named: "test", embedded: Self.intent)
    }
    try FileManager.default.removeItem(at: folder)
  }

  @Test func theRunningBinaryIsKnown() {
    #expect(ModelLibrary.runningExecutable?.lastPathComponent != "exe")
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: folder.appending(path: "test.model"))
  }

  private static func label(_ model: LinearModel, _ text: String) -> String {
    let probabilities = model.probabilities(for: NormalizedText(text))
    return model.heads[0].classes[Outcome(truth: 0, probabilities: probabilities).predicted]
  }
}
