import Testing

@testable import TextAnalysis

@Suite struct IntentTests {
  @Test func theBuiltInPhrasesBuild() throws {
    #expect(try IntentCues.built.get().matchesAny(in: NormalizedText("please help me")))
  }

  @Test(arguments: [
    ("Do you ship to Norway", true), ("where is it", true), ("It came today", false),
    ("any idea when", true), ("Late again?", true),
  ])
  func questionsAreSeenByTheirForm(text: String, expected: Bool) {
    #expect(IntentCues(NormalizedText(text)).isInterrogative == expected)
  }

  @Test func graveSignsRaiseSeverity() {
    func severity(_ text: String) -> Double {
      IntentSignals(probabilities: [0.9, 0.1, 0, 0, 0], text: NormalizedText(text))
        .complaintSeverity
    }
    #expect(severity("it is a bit late") < severity("it is weeks late"))
    #expect(
      severity("it is weeks late")
        < severity("weeks late, I want a refund, my lawyer calls!!"))
    #expect(severity("WORST EVER scam, refund, weeks, never again, unacceptable!!!") <= 1)
  }

  @Test(arguments: [
    ([1.0, 0, 0, 0, 0], "late", 1.0), ([0, 0, 0, 0, 1.0], "please RT", 0.0),
    ([0, 0, 0, 1.0, 0], "used it today", 0.2), ([0, 0, 0, 1.0, 0], "please tell me", 0.9),
  ])
  func repliesAreWantedByThoseWhoAskOrComplain(
    probabilities: [Double], text: String, expected: Double
  ) {
    let signals = IntentSignals(probabilities: probabilities, text: NormalizedText(text))
    #expect(abs(signals.wantsReply - expected) < 1e-9)
  }

  @Test(arguments: IntentExamples.texts.indices)
  func everyIntentHasExamples(index: Int) {
    #expect(IntentExamples.texts[index].texts.count >= 10)
    #expect(IntentExamples.texts[index].intent == IntentClass(rawValue: index))
  }
}
