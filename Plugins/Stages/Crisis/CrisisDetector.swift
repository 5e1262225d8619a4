import TextAnalysis

/// Weighs the listed phrases that occur in a text. One pass over the text, then work in proportion
/// to the matches, whose number `PhraseMatcher` limits.
struct CrisisDetector: Sendable {
  private let matcher: PhraseMatcher
  private let cues: [CrisisCue]

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
    for (category, phrase) in extra {
      phrases.append(.init(phrase, label: cues.count))
      cues.append(.evidence(category, .strong))
    }
    matcher = try PhraseMatcher(phrases)
    self.cues = cues
  }

  func assess(_ text: NormalizedText) -> CrisisAssessment {
    let matches = matcher.matches(in: text)
    guard !matches.isEmpty else { return .calm }
    var scene = CrisisScene(text)
    for match in matches { scene.note(cues[match.label], match) }
    return CrisisAssessment(scene.evidence(pairs: CrisisPhrases.pairs), in: text)
  }
}
