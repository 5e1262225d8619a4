import TextAnalysis

/// Weighs the listed phrases that occur in a text. One pass over the text, then work in proportion
/// to the matches, whose number `PhraseMatcher` limits.
struct CrisisDetector: Sendable {
  private let matcher: PhraseMatcher
  private let cues: [CrisisCue]
  /// The operator's phrases come behind them.
  private let shippedPhrases: Int

  /// Without phrases of the operator's own: several MB, which each reload shares.
  private static let standard = Result<CrisisDetector, PhraseError> { () throws(PhraseError) in
    try CrisisDetector(all: [])
  }

  /// - Parameter extra: the operator's own phrases, each strong.
  init(extra: [(CrisisCategory, String)]) throws(PhraseError) {
    self = extra.isEmpty ? try Self.standard.get() : try CrisisDetector(all: extra)
  }

  private init(all extra: [(CrisisCategory, String)]) throws(PhraseError) {
    var cues: [CrisisCue] = []
    var phrases: [PhraseMatcher.Phrase] = []
    for list in CrisisPhrases.all {
      phrases += list.phrases.map { .init($0, label: cues.count) }
      cues.append(list.cue)
    }
    shippedPhrases = phrases.count
    for (category, phrase) in extra {
      phrases.append(.init(phrase, label: cues.count))
      cues.append(.evidence(category, .strong))
    }
    matcher = try PhraseMatcher(phrases)
    self.cues = cues
  }

  func read(
    _ text: NormalizedText
  ) -> (shipped: CrisisPhraseEvidence, own: CrisisPhraseEvidence) {
    let matches = matcher.matches(in: text)
    guard !matches.isEmpty else { return (.none, .none) }
    var scene = CrisisScene(text)
    for match in matches { scene.note(cues[match.label], match) }
    let found = scene.evidence(pairs: CrisisPhrases.pairs)
    return (
      CrisisPhraseEvidence(found.filter { $0.source < shippedPhrases }, in: text),
      CrisisPhraseEvidence(found.filter { $0.source >= shippedPhrases }, in: text)
    )
  }
}
