/// The form of a text as far as it tells what the text is for.
public struct IntentCues: Sendable, Hashable {
  /// It has a question mark, or begins like a question ("how do I", "can you").
  public let isInterrogative: Bool
  /// It asks for something to be done ("please", "help", "call me").
  public let isRequest: Bool
  public let isThanks: Bool
  /// The author speaks of themselves ("I", "my", "we").
  public let isFirstPerson: Bool
  /// It is addressed to someone by handle.
  public let isAddressed: Bool
  /// How many different signs of a grave complaint there are: leaving, law, money, long waits,
  /// shouting.
  public let graveSigns: Int

  public init(_ text: NormalizedText) {
    let labels = Set(Self.matcher.matches(in: text).map(\.label))
    let first = text.tokens.first { $0.kind == .word }.map(text.string(of:)) ?? ""
    isInterrogative =
      Self.questionOpeners.contains(first) || labels.contains(Label.question.rawValue)
      || text.tokens.contains { $0.kind == .mark && text.string(of: $0).contains("?") }
    isRequest = labels.contains(Label.request.rawValue)
    isThanks = labels.contains(Label.thanks.rawValue)
    isFirstPerson = labels.contains(Label.firstPerson.rawValue)
    isAddressed = text.tokens.contains { $0.kind == .handle }
    graveSigns =
      labels.count { $0 >= Label.leaving.rawValue } + (text.shoutedWords >= 2 ? 1 : 0)
  }
}

extension IntentCues {
  private enum Label: Int, CaseIterable {
    case question, request, thanks, firstPerson, leaving, law, money, waiting, outrage

    var phrases: [String] {
      switch self {
      case .question:
        [
          "how do i", "how can i", "can i", "can you", "could you", "do you", "is there",
          "are there", "any idea", "any chance", "anyone know", "does anyone",
          "wondering", "where can i",
        ]
      case .request:
        [
          "please", "pls", "plz", "help me", "help us", "need help", "some help",
          "someone help", "dm me", "call me", "let me know", "need someone",
          "get back to me", "reply", "respond", "fix this", "fix it", "sort this",
          "sort it",
        ]
      case .thanks:
        [
          "thank*", "thx", "ty", "love", "loved", "loving", "great", "awesome", "amazing",
          "excellent", "best", "kudos", "shout out", "shoutout", "appreciate*",
          "well done", "fantastic",
        ]
      case .firstPerson:
        ["i", "i'm", "i've", "i'd", "my", "me", "we", "we're", "our", "mine"]
      case .leaving:
        [
          "never again", "last time", "cancel*", "switching", "switch to", "never fly*",
          "never buy*", "never order*", "lost a customer", "losing a customer",
          "taking my business", "unsubscrib*", "leaving you",
        ]
      case .law:
        [
          "lawyer*", "attorney*", "sue", "suing", "legal action", "lawsuit*", "court",
          "ombudsman", "police", "bbb", "trading standards", "illegal", "scam*", "fraud*",
        ]
      case .money:
        [
          "refund*", "my money", "compensat*", "charged me", "overcharged",
          "double charged",
        ]
      case .waiting:
        [
          "weeks", "months", "days", "hours", "still waiting", "still no", "no response",
          "no reply", "ignored", "ignoring me", "on hold", "third time", "yet again",
        ]
      case .outrage:
        [
          "worst", "terrible", "horrible", "awful", "disgusting", "unacceptable",
          "ridiculous", "appalling", "disgrace*", "pathetic", "furious", "outrageous",
          "disgusted", "shameful",
        ]
      }
    }
  }

  private static let questionOpeners: Set<String> = [
    "how", "what", "when", "where", "why", "who", "which", "can", "could", "do", "does", "did",
    "is", "are", "will", "would", "should", "may",
  ]

  // The phrases are fixed; a test proves that they build.
  static let built = Result {
    try PhraseMatcher(
      Label.allCases.flatMap { label in
        label.phrases.map { PhraseMatcher.Phrase($0, label: label.rawValue) }
      })
  }

  private static let matcher: PhraseMatcher = {
    switch built {
    case .success(let matcher): matcher
    case .failure: PhraseMatcher.empty
    }
  }()
}
