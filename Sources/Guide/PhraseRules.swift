import TextAnalysis

/// The guide's phrases, those shipped among them, as one matcher over normalised text.
struct PhraseRules: Sendable {
  private enum Rule: Int, CaseIterable {
    case topic, promise, word, liability

    var name: String {
      switch self {
      case .topic: "forbidden topic"
      case .promise: "forbidden promise"
      case .word: "forbidden word"
      case .liability: "admission of liability"
      }
    }
  }

  private let matcher: PhraseMatcher

  init(_ forbidden: ForbiddenPhrases) throws(GuideFailure) {
    let lists: [(Rule, [String])] = [
      (.topic, forbidden.topics), (.promise, forbidden.promises), (.word, forbidden.words),
      (.liability, Self.liability),
    ]
    let phrases = lists.flatMap { rule, texts in
      texts.map { PhraseMatcher.Phrase($0, label: rule.rawValue) }
    }
    do {
      matcher = try PhraseMatcher(phrases)
    } catch {
      throw .unusablePhrases("\(error)")
    }
  }

  /// One for each rule and wording.
  func violations(in text: String) -> [String] {
    let normalized = NormalizedText(text)
    guard !normalized.isCut else { return ["too long to be checked for forbidden phrases"] }
    var reasons: [String] = []
    var seen: Set<String> = []
    for match in matcher.matches(in: normalized) {
      let words = String(decoding: normalized.bytes[match.range], as: UTF8.self)
      let rule = Rule.allCases.first { $0.rawValue == match.label }?.name ?? "forbidden phrase"
      let reason = "\(rule): \"\(words.prefix(80))\""
      if seen.insert(reason).inserted { reasons.append(reason) }
    }
    return reasons
  }

  /// English and German. Denials ("not our fault") match as well: those too a human should say.
  private static let liability = [
    "we are liable", "we're liable", "we were liable", "our liability", "accept liability",
    "admit liability", "assume liability", "we are at fault", "we're at fault", "we were at fault",
    "our fault", "the fault is ours", "we are to blame", "we're to blame", "we were to blame",
    "accept full responsibility", "take full responsibility", "accept responsibility",
    "take responsibility", "our negligence", "we were negligent", "we are negligent",
    "we acted negligently", "we broke the law", "we admit", "we compensate you",
    "we will compensate you", "we'll compensate you",
    "wir haften", "haften wir", "wir sind haftbar", "unsere haftung", "unsere schuld",
    "wir sind schuld", "wir tragen die schuld", "die schuld liegt bei uns", "unser verschulden",
    "durch uns verschuldet", "wir haben das verschuldet", "wir übernehmen die haftung",
    "wir übernehmen die verantwortung", "wir übernehmen die volle verantwortung",
    "übernehmen wir die haftung", "übernehmen wir die verantwortung", "fahrlässig gehandelt",
    "unsere fahrlässigkeit", "wir waren fahrlässig", "wir entschädigen sie",
    "wir entschädigen dich", "wir leisten schadenersatz", "wir leisten schadensersatz",
  ]
}
