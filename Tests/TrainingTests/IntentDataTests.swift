import TextAnalysis
import Testing

@testable import Training

@Suite struct IntentDataTests {
  @Test(arguments: [
    ("Do you ship to Norway", true), ("where is it", true), ("It came today", false),
    ("any idea when", true), ("Late again?", true),
  ])
  func questionsAreSeenByTheirForm(text: String, expected: Bool) {
    #expect(IntentCues(NormalizedText(text)).isInterrogative == expected)
  }

  @Test(arguments: IntentExamples.texts.indices)
  func everyIntentHasExamples(index: Int) {
    #expect(IntentExamples.texts[index].texts.count >= 10)
    #expect(IntentExamples.texts[index].intent == IntentClass(rawValue: index))
  }
}
