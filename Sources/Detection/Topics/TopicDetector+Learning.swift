/// What a topic's messages teach about it.
extension TopicDetector {
  /// Gives messages of the window to a topic and learns its words anew. Returns their rows.
  mutating func take(_ members: [TopicEntry], into id: Topic.ID) -> [Int64] {
    let rows = Set(members.lazy.filter { $0.topic == nil }.map(\.message.row))
    for (place, entry) in window.entries.enumerated()
    where entry.topic == nil && rows.contains(entry.message.row) {
      window.assign(id, at: place)
    }
    topics[id]?.lastAt = members.last?.message.at ?? 0
    learn(id)
    let newest = members.last?.message.row
    return members.map(\.message.row).filter { rows.contains($0) && $0 != newest }
  }

  mutating func note(_ entry: TopicEntry, in id: Topic.ID) {
    guard var topic = topics[id] else { return }
    topic.lastAt = entry.message.at
    topic.authors += entry.isCounted ? 1 : 0
    topics[id] = topic
    if topic.authors >= topic.learntFrom * 3 / 2 { learn(id) }
  }

  /// The model, the name and the examples, from the messages that the window has of it.
  private mutating func learn(_ id: Topic.ID) {
    guard var topic = topics[id] else { return }
    let own = Array(window.entries).filter { $0.topic == id }
    let counted = own.filter(\.isCounted)
    topic.authors = max(topic.authors, counted.count)
    topic.learntFrom = topic.authors
    let model = model(
      of: counted,
      threshold: counted.count >= Self.known ? TopicModel.strict : topic.model.threshold)
    let share = model.isEmpty ? 1 : reference.share(of: model)
    // Words that say less would draw in what has nothing to do with it.
    if share <= max(topic.usualShare * 2, Self.smallShare) {
      topic.model = model
      topic.usualShare = share
    }
    let phrases = TopicPhrases(own, topic.model)
    if !phrases.name.isEmpty { topic.name = phrases.name }
    topic.words = phrases.words
    topic.examples = phrases.examples
    topics[id] = topic
  }

  /// Whether a topic that was quiet is a burst again.
  mutating func flares(_ id: Topic.ID) -> Bool {
    guard let topic = topics[id], topic.state == .quiet, isUnusual(topic, at: topic.lastAt) else {
      return false
    }
    topics[id]?.state = .active
    topics[id]?.quietSince = nil
    return true
  }

  /// How many such messages an hour there usually are, at the present volume of all others.
  public func usualPerHour(of topic: Topic) -> Double {
    let others =
      window.counts[TopicWindow.long].messages
      - window.authors(
        of: topic.id, within: 3600, at: topic.lastAt)
    return topic.usualShare * Double(max(others, 1))
  }

  /// Of the last ten minutes' messages, the share of the largest active topic.
  public func largestShare(at now: Double) -> Double {
    let all = max(window.counts[TopicWindow.short].messages, 1)
    let counts = topics.values.filter { $0.state == .active }.map {
      window.authors(of: $0.id, within: TopicWindow.spans[TopicWindow.short], at: now)
    }
    return Double(counts.max() ?? 0) / Double(all)
  }

  func isUnusual(_ topic: Topic, at now: Double) -> Bool {
    TopicWindow.spans.indices.contains { span in
      // What it was before it fell quiet is no news.
      let seconds = min(TopicWindow.spans[span], now - (topic.quietSince ?? 0))
      let authors = window.authors(of: topic.id, within: seconds, at: now)
      let expected = topic.usualShare * Double(window.counts[span].messages)
      return authors >= settings.authors
        && surprise(of: Double(authors), expecting: expected) >= settings.evidence
    }
  }
}
