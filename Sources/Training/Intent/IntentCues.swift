import TextAnalysis

/// The form of a text as far as it tells what the text is for. Only weak labels use it.
struct IntentCues {
  /// It has a question mark, or begins like a question ("how do I", "can you").
  let isInterrogative: Bool
  /// It asks for something to be done ("please", "help", "call me").
  let isRequest: Bool
  let isThanks: Bool
  /// The author speaks of themselves ("I", "my", "we").
  let isFirstPerson: Bool

  init(_ text: NormalizedText) {
    let string = " \(text.string) "
    isInterrogative = Self.isInterrogative(text)
    isRequest = Self.has(string, Self.requests)
    isThanks = Self.has(string, Self.thanks)
    isFirstPerson = Self.has(string, Self.firstPerson)
  }

  static func isInterrogative(_ text: NormalizedText) -> Bool {
    let first = text.tokens.first { $0.kind == .word }.map(text.string(of:)) ?? ""
    return questionOpeners.contains(first) || has(" \(text.string) ", questions)
      || text.tokens.contains { $0.kind == .mark && text.string(of: $0).contains("?") }
  }

  /// Phrases stand between spaces; one that ends in `*` may go on.
  private static func has(_ text: String, _ phrases: [String]) -> Bool {
    phrases.contains { phrase in
      phrase.last == "*"
        ? text.contains(" \(phrase.dropLast())") : text.contains(" \(phrase) ")
    }
  }

  private static let questions = [
    "how do i", "how can i", "can i", "can you", "could you", "do you", "is there", "are there",
    "any idea", "any chance", "anyone know", "does anyone", "wondering", "where can i",
  ]
  private static let requests = [
    "please", "pls", "plz", "help me", "help us", "need help", "some help", "someone help",
    "dm me", "call me", "let me know", "need someone", "get back to me", "reply", "respond",
    "fix this", "fix it", "sort this", "sort it",
  ]
  private static let thanks = [
    "thank*", "thx", "ty", "love", "loved", "loving", "great", "awesome", "amazing",
    "excellent", "best", "kudos", "shout out", "shoutout", "appreciate*", "well done",
    "fantastic",
  ]
  private static let firstPerson = [
    "i", "i'm", "i've", "i'd", "my", "me", "we", "we're", "our", "mine",
  ]
  private static let questionOpeners: Set<String> = [
    "how", "what", "when", "where", "why", "who", "which", "can", "could", "do", "does", "did",
    "is", "are", "will", "would", "should", "may",
  ]
}
