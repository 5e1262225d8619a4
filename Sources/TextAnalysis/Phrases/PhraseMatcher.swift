/// Finds any of many literal phrases in one pass over a text, at word boundaries only.
///
/// Phrases are normalised like texts. A phrase that ends in `*` matches words that begin so
/// ("burn*" finds "burning"). An Aho-Corasick automaton: time is linear in the text and its
/// matches. Source: Aho and Corasick, "Efficient string matching" (1975). Safe to share.
public struct PhraseMatcher: Sendable {
  /// More states, roughly the letters of all phrases, are refused.
  public static let stateLimit = 100_000
  /// A text's matches beyond this many are not reported.
  public static let matchLimit = 4096

  public struct Phrase: Sendable, Hashable {
    public let text: String
    /// What the phrase stands for; any number, also the same for many phrases.
    public let label: Int

    public init(_ text: String, label: Int) {
      self.text = text
      self.label = label
    }
  }

  public struct Match: Sendable, Hashable {
    public let label: Int
    /// The phrase's position among those given.
    public let phrase: Int
    /// The whole words matched, as a range of `NormalizedText.bytes`.
    public let range: Range<Int>
  }

  private let automaton: PhraseAutomaton
  private let labels: [Int]
  private let isPrefix: [Bool]

  public init(_ phrases: [Phrase]) throws(PhraseError) {
    var patterns: [[UInt8]] = []
    var isPrefix: [Bool] = []
    for phrase in phrases {
      let openEnded = phrase.text.last == "*"
      let text = try Self.normalized(phrase.text)
      patterns.append(openEnded ? text.bytes.dropLast() : text.bytes)
      isPrefix.append(openEnded)
    }
    automaton = try PhraseAutomaton(patterns)
    labels = phrases.map(\.label)
    self.isPrefix = isPrefix
  }

  /// What is wrong with one phrase alone; nil: nothing.
  public static func problem(with phrase: String) -> PhraseError? {
    do throws(PhraseError) {
      _ = try normalized(phrase)
      return nil
    } catch {
      return error
    }
  }

  private static func normalized(_ phrase: String) throws(PhraseError) -> NormalizedText {
    let text = NormalizedText(phrase.last == "*" ? String(phrase.dropLast()) : phrase)
    guard !text.tokens.isEmpty, !text.isCut else { throw .unusablePhrase(phrase) }
    return text
  }

  /// Finds nothing.
  static let empty = PhraseMatcher()

  private init() {
    automaton = PhraseAutomaton()
    (labels, isPrefix) = ([], [])
  }

  /// All matches, overlapping ones too, in the order in which they end.
  public func matches(in text: NormalizedText) -> [Match] {
    var matches: [Match] = []
    automaton.scan(text.bytes) { phrase, start, end in
      matches.append(
        Match(
          label: labels[phrase], phrase: phrase,
          range: start + 1..<wordEnd(text.bytes, phrase, end)))
      return matches.count < Self.matchLimit
    }
    return matches
  }

  /// Whether any phrase occurs.
  public func matchesAny(in text: NormalizedText) -> Bool {
    var found = false
    automaton.scan(text.bytes) { _, _, _ in
      found = true
      return false
    }
    return found
  }

  private func wordEnd(_ bytes: [UInt8], _ phrase: Int, _ end: Int) -> Int {
    guard isPrefix[phrase] else { return end - 1 }
    return bytes[end...].firstIndex(of: 0x20) ?? bytes.count
  }
}
