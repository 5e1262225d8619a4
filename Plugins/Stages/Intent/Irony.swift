import TextAnalysis

/// Thanks that are none. A linear model reads the kind words and thanks back in public, so what
/// these phrases call praise is mostly moved to complaint.
struct Irony: Sendable {
  private static let movedShare = 0.85

  private let matcher: PhraseMatcher

  init() throws(PhraseError) {
    matcher = try PhraseMatcher(
      "\(Self.phrases)".split(whereSeparator: { $0 == "," || $0 == "\n" }).map {
        PhraseMatcher.Phrase(String($0.drop { $0 == " " }), label: 0)
      })
  }

  /// The chances of the intents after irony is taken into account; still one in sum.
  func corrected(_ chances: [Double], _ text: NormalizedText) -> [Double] {
    let (praise, complaint) = (IntentClass.praise.rawValue, IntentClass.complaint.rawValue)
    guard chances[praise] > 0.1, matcher.matchesAny(in: text) else { return chances }
    var corrected = chances
    let moved = chances[praise] * Self.movedShare
    corrected[praise] -= moved
    corrected[complaint] += moved
    return corrected
  }

  private static let phrases: StaticString = """
    thanks for nothing, thank you for nothing, thanks for ruining, thank you for ruining
    thanks for losing, thank you for losing, thanks for breaking, thanks for wasting
    thank you for wasting, thanks for the delay, thanks for leaving me, thanks for making me wait
    thanks for cancelling, thanks for canceling, thanks for the runaround, thanks for ignoring
    thanks for not, thank you for not, thanks a lot for, thanks for another
    thanks so much for the wait, great job ruining, great job losing, great job breaking
    great job guys not, nice job losing, nice job breaking, good job losing, good job ruining
    way to ruin, way to go, well done for losing, well done on losing, bravo on
    congrats on losing, congratulations on losing, congratulations on ruining, slow clap
    what a joke, love waiting, love being ignored, love how you, love it when you
    love that you never, love paying, so helpful not, fantastic another, great another
    awesome another, wonderful another, as always late, late as always, late as usual
    as usual late, broken as always, 🙄, 🤡, gracias por nada, danke fur nichts, danke fuer nichts
    merci pour rien
    """
}
