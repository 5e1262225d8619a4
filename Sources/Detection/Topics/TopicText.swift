import TextAnalysis

/// What of a message is compared when messages are grouped: its words as stems, the pairs of
/// neighbours, and a sketch by which near copies are found.
public struct TopicText: Sendable {
  /// Stems, sorted, each once.
  let words: [UInt32]
  /// Stems, pairs of neighbours and tags, each once.
  let keys: [UInt32]
  let sketch: TextSketch
  let language: String

  /// - Parameters:
  ///   - language: the primary subtag of a BCP 47 code, for the stems.
  ///   - tags: what else is known of the message, which counts like words.
  public init(of text: String, language: String, tags: [String] = []) {
    let terms = QuestionTerms(of: NormalizedText(text), Stemmer(language: language))
    var seen: Set<UInt32> = []
    let tags = tags.map { QuestionTerms.key(ofWord: "#\($0)".utf8) }
    words = (terms.words + tags).filter { seen.insert($0).inserted }.sorted()
    keys = terms.wordKeys + tags
    sketch = TextSketch(of: terms.wordKeys)
    self.language = language
  }

  package var sketchKeys: Set<UInt32> { Set(sketch.keys) }
}
