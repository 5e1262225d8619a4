import DequeModule

/// What customers usually write: a sample of earlier messages, over the last days, without those of
/// topics that were bursts. How usual a topic is, is counted in it.
struct TopicReference: Sendable {
  static let capacity = 4096
  /// So many of an hour's messages at most, so that one busy hour is not all that is known.
  static let hourly = 128
  /// As if so many messages had been seen besides.
  private static let priorMessages = 20.0
  /// Of those, so many had the term as long as nothing is known, and at last: what was never seen
  /// may come.
  private static let (priorFirst, priorLast) = (10.0, 0.5)
  /// Fewer are too few to call anything unusual that less than half write about.
  static let enough = 1000

  private(set) var entries: Deque<TopicEntry> = []
  private var counts = TermCounts()
  private var hour = -1
  private var inHour = 0

  var count: Int { entries.count }
  var isEnough: Bool { count >= Self.enough }

  /// The one that had to make room; `entry` itself when the hour has had its share.
  mutating func add(_ entry: TopicEntry) -> TopicEntry? {
    let now = Int(entry.message.at) / 3600
    if now != hour { (hour, inHour) = (now, 0) }
    guard entry.topic == nil, inHour < Self.hourly else { return entry }
    inHour += 1
    var entry = entry
    entry.message.source = ""
    entries.append(entry)
    counts.add(entry.terms)
    guard entries.count > Self.capacity, let first = entries.popFirst() else { return nil }
    counts.remove(first.terms)
    return first
  }

  /// The share of messages that have a term.
  func share(of term: UInt32) -> Double {
    share(of: counts[term])
  }

  /// The share of messages that are about a topic.
  func share(of model: TopicModel) -> Double {
    let found = entries.count { model.covers($0.message.text, copy: $0.copy) }
    return share(of: found)
  }

  private func share(of found: Int) -> Double {
    let all = Double(count) + Self.priorMessages
    let prior = Self.priorFirst * Self.priorMessages / all + Self.priorLast
    return (Double(found) + prior) / all
  }
}
