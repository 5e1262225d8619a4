package import PluginKit
package import TextAnalysis

/// Messages that ask for the same, found without labels and named by their own words.
///
/// Average linkage (Sokal and Michener, 1958) over the cosine of meanings, from which what all the
/// messages mean is taken away; or, without a sentence encoder, of TF-IDF vectors of stems, where
/// words that everybody uses count nothing. The same messages always give the same clusters.
package struct MessageClusters: Sendable {
  package struct Cluster: Sendable, Hashable {
    /// One to three words, as most of them write it.
    package var name: String
    /// Positions among the messages given, the most typical first.
    package var members: [Int]
  }

  /// More are not read.
  package static let limit = 5000
  /// Two clusters are joined while their messages are so alike on average.
  private static let (least, leastMeaning) = (0.16, 0.34)

  /// The largest first, each of at least two messages.
  package let clusters: [Cluster]
  /// Those that are like no other, in their order.
  package let alone: [Int]

  /// - Parameters:
  ///   - texts: at most `limit`; what is more is left out.
  ///   - language: BCP 47, of most of them.
  ///   - model: says which words are rare; without, only the messages do.
  ///   - meanings: of all texts, in their order.
  package init(
    _ texts: [NormalizedText], language: String = "en", model: FAQModel? = nil,
    meanings: [SentenceVector]? = nil
  ) {
    let code = language.prefix { $0 != "-" && $0 != "_" }.lowercased()
    let read = ClusterWords(
      Array(texts.prefix(Self.limit)), language: code,
      rarity: code == "en" ? model?.rarity : nil)
    var linkage = AverageLinkage(
      meanings.map { CentredMeanings($0.prefix(Self.limit)).similarities } ?? read.similarities)
    let groups = linkage.groups(from: meanings == nil ? Self.least : Self.leastMeaning)
    clusters = groups.filter { $0.count > 1 }.map { group in
      Cluster(name: read.name(of: group), members: read.typicalFirst(group))
    }.sorted { ($1.members.count, $0.name) < ($0.members.count, $1.name) }
    alone = groups.filter { $0.count == 1 }.flatMap { $0 }.sorted()
  }
}
