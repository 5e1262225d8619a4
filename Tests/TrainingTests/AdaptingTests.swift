import Foundation
import Models
import TextAnalysis
import Testing

@testable import Training

@Suite struct AdaptingTests {
  private func base() throws -> LinearModel {
    try LinearModel(
      bytes: UnsafeRawBufferPointer(
        start: replyd_sentiment_model(), count: replyd_sentiment_model_size()))
  }

  private func corrections(_ rows: [(String, String)]) throws -> [Correction] {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl")
    let lines = rows.map { text, now in
      "{\"id\":1,\"text\":\"\(text)\",\"kind\":\"label\",\"was\":null,\"now\":\"\(now)\"}"
    }
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    let read = try Correction.read(file)
    try FileManager.default.removeItem(at: file)
    return read
  }

  @Test func correctionsAreLearntAndTheRestIsKept() throws {
    let adapted = try Adapting.run(
      base(),
      corrections: corrections([
        ("The Terror Trail is the worst hill I ever loved", "sentiment=positive"),
        ("Terror Trail again on Sunday", "sentiment=positive"),
        ("about the order", "intent=question"),
      ]))
    #expect(adapted.corrected.count == 2)
    #expect(adapted.corrected.after == 2)
    #expect(adapted.after.macroF1 > 0.5)
    #expect(adapted.after.macroF1 >= adapted.before.macroF1 - 0.05)
  }

  @Test func wrongCorrectionsAreCalledWorse() throws {
    let wrong = ["Thank you, great service", "love it", "best support ever", "so happy, thanks"]
    let adapted = try Adapting.run(
      base(),
      corrections: corrections(
        (0..<30).flatMap { number in wrong.map { ("\($0) \(number)", "sentiment=negative") } }))
    #expect(adapted.isWorse)
    #expect(adapted.report.contains("WORSE"))
  }

  @Test func aLabelThatNobodyHasIsAnError() throws {
    #expect(throws: TrainingError.self) {
      try Adapting.run(base(), corrections: corrections([("x", "sentiment=angry")]))
    }
    #expect(throws: TrainingError.noRows("corrections of sentiment")) {
      try Adapting.run(base(), corrections: [])
    }
  }
}
