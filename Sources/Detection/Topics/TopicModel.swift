import Foundation

/// The words that tell a topic from what customers usually write: naive Bayes with present words
/// only. A message is about it when what its words say for the topic outweighs `threshold`.
public struct TopicModel: Sendable, Hashable, Codable {
  /// In nats: a message needs a word that is e^4 times as frequent in the topic, or several that
  /// together are.
  static let strict: Float = 4
  /// Enough while most of the messages that come are about the topic.
  static let lenient: Float = 2.5
  private static let most = 16
  /// A word that fewer of the topic's messages have is one writer's.
  private static let leastShare = 0.12
  private static let leastMessages = 3
  /// No word is worth more: that it was never seen before may be chance.
  private static let heaviest = 5.0
  private static let lightest = 1.6

  struct Term: Sendable, Hashable, Codable {
    var key: UInt32
    /// ln P(word | topic) / P(word | any message).
    var weight: Float
  }
  private(set) var terms: [Term]
  /// What a message's words have to outweigh.
  let threshold: Float

  /// - Parameters:
  ///   - counts: in how many of the messages each word is.
  ///   - messages: how many those are.
  ///   - share: of a word in any message.
  init(
    _ counts: [UInt32: Int], of messages: Int, threshold: Float = strict,
    against share: (UInt32) -> Double
  ) {
    self.threshold = threshold
    let least = max(Self.leastMessages, Int(Self.leastShare * Double(messages)))
    var found: [(term: Term, gain: Double)] = []
    for (key, count) in counts where count >= least {
      let own = Double(count) / Double(messages + 1)
      let weight = min(log(own / share(key)), Self.heaviest)
      guard weight >= Self.lightest else { continue }
      found.append((Term(key: key, weight: Float(weight)), own * weight))
    }
    terms = found.sorted { ($1.gain, $0.term.key) < ($0.gain, $1.term.key) }.prefix(Self.most)
      .map(\.term)
  }

  var isEmpty: Bool { terms.isEmpty }

  /// - Parameter words: sorted.
  func score(_ words: [UInt32], copy: UInt32) -> Float {
    var sum: Float = 0
    for term in terms where term.key == copy || words.hasSorted(term.key) { sum += term.weight }
    return sum
  }

  func covers(_ text: TopicText, copy: UInt32) -> Bool {
    score(text.words, copy: copy) >= threshold
  }

  /// 0...1, the cosine of two topics' words.
  func likeness(to other: TopicModel) -> Double {
    func length(_ terms: [Term]) -> Double {
      terms.reduce(0) { $0 + Double($1.weight * $1.weight) }.squareRoot()
    }
    let weights = Dictionary(other.terms.map { ($0.key, $0.weight) }, uniquingKeysWith: max)
    let product = terms.reduce(0) { $0 + Double($1.weight * (weights[$1.key] ?? 0)) }
    return product == 0 ? 0 : product / (length(terms) * length(other.terms))
  }
}

extension [UInt32] {
  /// By halving; the array is sorted.
  fileprivate func hasSorted(_ wanted: UInt32) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == wanted
  }
}
