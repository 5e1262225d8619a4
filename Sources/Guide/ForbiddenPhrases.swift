public import PluginKit
import TextAnalysis

/// What no reply may say. Phrases match whole words, whatever their case, accents or width; one
/// that ends in `*` matches words that begin so.
public struct ForbiddenPhrases: Settings, Hashable {
  /// Subjects the brand never speaks about.
  public var topics: [String] = []
  /// What it never promises, e.g. a refund or a date.
  public var promises: [String] = []
  /// Words it never uses.
  public var words: [String] = []

  public init(topics: [String] = [], promises: [String] = [], words: [String] = []) {
    self.topics = topics
    self.promises = promises
    self.words = words
  }

  public init(_ f: inout Fields) {
    topics = f.strings(
      "topics", default: [], form: Self.phrase, help: "subjects never to mention")
    promises = f.strings(
      "promises", default: [], form: Self.phrase, help: "promises never to make")
    words = f.strings(
      "words", default: [], form: Self.phrase, help: "words never to use; \"burn*\" is a prefix")
  }

  private static let phrase = TextForm { PhraseMatcher.problem(with: $0)?.description }
}
