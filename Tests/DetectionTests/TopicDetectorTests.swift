import Detection
import Testing

/// What many people suddenly write about is one topic, and what they usually write is none.
struct TopicDetectorTests {
  private static func opened(_ found: [TopicDetector.Sighting]) -> [Topic.ID] {
    found.compactMap { if case .opens(let id, _) = $0 { id } else { nil } }
  }

  /// After two ordinary days.
  private static func prepared(_ seed: UInt64) -> TopicRun {
    var run = TopicRun(seed: seed)
    _ = run.ordinary(hours: 48)
    return run
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func aBurstIsFoundEarlyAndNamed(seed: UInt64) throws {
    var run = Self.prepared(seed)
    let first = run.row
    let found = run.burst(30, words: ["charged", "twice"])
    let place = try #require(found.firstIndex { Self.opened([$0]).count == 1 })
    #expect(place < 10, "by the tenth message")
    guard case .opens(let id, let earlier) = found[place] else { return }
    #expect(earlier.count >= place - 1 && earlier.allSatisfy { $0 > first })
    let topic = try #require(run.detector.topics[id])
    #expect(topic.name.contains("charged") && topic.name.contains("twice"), "\(topic.name)")
    #expect(topic.examples.count == 3 && topic.words.contains { $0.hasPrefix("charged") })
    #expect(found.filter { $0 == .joins(id) }.count >= 20)
    #expect(run.detector.topics.count == 1, "one burst is one topic")
  }

  @Test(arguments: [4, 5] as [UInt64]) func ordinaryDaysHaveNoTopic(seed: UInt64) {
    var run = TopicRun(seed: seed)
    #expect(Self.opened(run.ordinary(hours: 24 * 6)).isEmpty)
  }

  @Test func tenTimesTheVolumeIsNoTopic() {
    var run = Self.prepared(6)
    #expect(Self.opened(run.ordinary(hours: 2, perHour: 840)).isEmpty)
  }

  @Test func oneAuthorIsNoBurst() {
    var run = Self.prepared(7)
    for _ in 0..<40 {
      run.now += 10
      let text = run.stream.sentence(with: ["charged", "twice"])
      #expect(Self.opened([run.write(text, by: "one")]).isEmpty)
    }
  }

  @Test func copiesOfOneTextAreATopicWhateverItsWordsAre() {
    var run = Self.prepared(8)
    let text = run.stream.sentence()
    let found = (0..<20).map { _ -> TopicDetector.Sighting in
      run.now += 20
      return run.write(text)
    }
    #expect(Self.opened(found).count == 1)
  }

  @Test func aTopicFallsQuietEndsAndComesBackAsTheSame() throws {
    var run = Self.prepared(9)
    let id = try #require(Self.opened(run.burst(30, words: ["charged", "twice"])).first)
    #expect(run.detector.topics[id]?.state == .active)
    _ = run.ordinary(hours: 2)
    #expect(run.detector.topics[id]?.state == .quiet)
    // One more message does not make it a burst again.
    #expect(run.write(run.stream.sentence(with: ["charged", "twice"])) == .joins(id))
    #expect(run.detector.topics[id]?.state == .quiet)
    _ = run.ordinary(hours: 7)
    #expect(run.detector.topics[id]?.state == .closed)
    #expect(run.write(run.stream.sentence(with: ["charged", "twice"])) == .none)
    #expect(Self.opened(run.burst(20, words: ["charged", "twice"])) == [id])
    #expect(run.detector.topics[id]?.state == .active)
    _ = run.ordinary(hours: 40)
    #expect(run.detector.topics[id] == nil, "after a day it is forgotten")
  }

  @Test func whatIsRememberedCountsAsIfItHadBeenSeen() throws {
    var (seen, restarted) = (Self.prepared(10), TopicRun(seed: 10))
    let first = seen.burst(14, words: ["charged", "twice"])
    let id = try #require(Self.opened(first).first)
    var old = WrittenStream(seed: 77)
    for number in 0..<1500 {
      let text = old.sentence()
      restarted.detector.remember(
        TopicMessage(
          row: Int64(-number), author: "old \(number)", at: Double(number) * 40, source: text,
          text: TopicText(of: text, language: "en")), in: nil)
    }
    restarted.detector.restore(try #require(seen.detector.topics[id]))
    restarted.now = 100_000
    #expect(restarted.write(restarted.stream.sentence(with: ["charged", "twice"])) == .joins(id))
    #expect(restarted.write(restarted.stream.sentence()) == .none)
  }

  @Test func aFloodKeepsTheWindowBounded() {
    var run = Self.prepared(11)
    for _ in 0..<12_000 {
      run.now += 0.1
      _ = run.write(run.stream.sentence())
    }
    #expect(run.detector.watched <= 8192 + 1)
  }

  @Test func nearCopiesShareABand() {
    let text = "my card was charged twice for the same order, please give me my money back"
    let copy = "My card was charged twice for the same order!! please give me my money back now"
    let other = "where can I find the opening hours of your shop in the centre of town"
    func keys(_ text: String) -> Set<UInt32> { TopicText(of: text, language: "en").sketchKeys }
    #expect(!keys(text).isDisjoint(with: keys(copy)))
    #expect(keys(text).isDisjoint(with: keys(other)))
    #expect(keys("same here").isEmpty, "a text of few words is like no other")
  }
}
