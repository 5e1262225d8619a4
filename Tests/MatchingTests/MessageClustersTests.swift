import Matching
import Models
import PluginKit
import TextAnalysis
import Testing

/// Messages are grouped by what they ask about, and named by their own words.
struct MessageClustersTests {
  private static let messages = [
    "do you sell gift cards?", "can I pay with a gift card", "where do i buy gift cards",
    "gift cards as a present for my mum, possible?", "my gift card does not work online",
    "is the climbing wall open on sunday", "opening hours of the climbing wall?",
    "How much is the climbing wall for kids",
    "purple",
  ]

  private let model: FAQModel

  init() throws {
    let bytes = UnsafeRawBufferPointer(
      start: replyd_faq_model(), count: replyd_faq_model_size())
    model = try FAQModel(fileBytes: Array(bytes))
  }

  private func clusters(_ texts: [String], language: String = "en") -> MessageClusters {
    MessageClusters(texts.map { NormalizedText($0) }, language: language, model: model)
  }

  @Test func messagesAboutTheSameAreOneNamedGroup() {
    let found = clusters(Self.messages)
    #expect(found.clusters.map(\.name) == ["gift cards", "climbing wall"])
    #expect(found.clusters.map { $0.members.sorted() } == [[0, 1, 2, 3, 4], [5, 6, 7]])
    #expect(found.alone == [8])
  }

  /// What all mean alike is taken away; what is left are two topics and a message alone.
  @Test func messagesOfOneMeaningAreAGroupWithoutACommonWord() {
    let texts = ["card declined", "visa refused", "terminal said no", "rude staff", "he yelled", "?"]
    let meanings = [[1, 0, 0], [0.9, 0.1, 0], [0.8, 0.1, 0.1], [0, 1, 0], [0.1, 0.9, 0], [0, 0, 1]]
      .map { parts in
        let values = parts.map { Float($0) } + [1]
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return SentenceVector(values.map { $0 / length })
      }
    let found = MessageClusters(
      texts.map { NormalizedText($0) }, model: model, meanings: meanings)
    #expect(found.clusters.map { $0.members.sorted() } == [[0, 1, 2], [3, 4]])
    #expect(found.alone == [5])
  }

  @Test func theOrderOfTheMessagesDoesNotChangeTheGroups() {
    let reversed = clusters(Self.messages.reversed())
    let last = Self.messages.count - 1
    #expect(reversed.clusters.map(\.name) == ["gift cards", "climbing wall"])
    #expect(
      reversed.clusters.map { $0.members.map { last - $0 }.sorted() }
        == [[0, 1, 2, 3, 4], [5, 6, 7]])
  }

  @Test func theSameMessagesAlwaysGiveTheSame() {
    let first = clusters(Self.messages)
    for _ in 0..<5 {
      let again = clusters(Self.messages)
      #expect(again.clusters == first.clusters && again.alone == first.alone)
    }
  }

  @Test func everyMessageIsInOnePlace() {
    let texts = (0..<200).map { "words \($0 % 7) about topic\($0 % 13) and thing\($0 % 5)" }
    let found = clusters(texts)
    let all = (found.clusters.flatMap(\.members) + found.alone).sorted()
    #expect(all == Array(0..<200))
  }

  @Test func otherLanguagesAreStemmedAsTheyAre() {
    let found = clusters(
      ["Gibt es Gutscheine?", "Wo kaufe ich einen Gutschein", "Parkplatz vorhanden", "regnet"],
      language: "de-AT")
    #expect(found.clusters.map { $0.members.sorted() } == [[0, 1]])
  }

  @Test func nothingAndEmptyTextsAreNoGroup() {
    #expect(clusters([]).clusters.isEmpty && clusters([]).alone.isEmpty)
    let empty = clusters(["", "🙂", ""])
    #expect(empty.clusters.isEmpty && empty.alone == [0, 1, 2])
  }

  @Test func moreThanTheLimitIsLeftOut() {
    let texts = [String](repeating: "hello", count: MessageClusters.limit + 10)
    // All alike: one group, as large as what is read, or several where each knows only some.
    let found = clusters(texts)
    let count = found.clusters.reduce(0) { $0 + $1.members.count } + found.alone.count
    #expect(count == MessageClusters.limit)
  }
}
