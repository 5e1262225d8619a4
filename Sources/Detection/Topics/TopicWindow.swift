import DequeModule

/// The last hour's messages, and what they say within spans of it.
struct TopicWindow: Sendable {
  /// In seconds, the shortest first.
  static let spans: [Double] = [180, 600, 3600]
  static let short = 1
  static let long = 2
  /// Older ones leave early in a flood: memory is bounded.
  static let capacity = 8192

  private(set) var entries: Deque<TopicEntry> = []
  /// By span.
  private(set) var counts = spans.map { _ in TermCounts() }
  /// How many of `entries` are older than each span.
  private var old = spans.map { _ in 0 }
  private var authors: [String: Int] = [:]

  /// Those of a span.
  func entries(in span: Int) -> Deque<TopicEntry>.SubSequence { entries[old[span]...] }

  func hasAuthor(_ author: String) -> Bool { authors[author] != nil }

  mutating func add(_ entry: TopicEntry) {
    authors[entry.message.author, default: 0] += 1
    if entry.isCounted { for span in counts.indices { counts[span].add(entry.terms) } }
    entries.append(entry)
  }

  /// Those that leave.
  mutating func expire(at now: Double) -> [TopicEntry] {
    for span in old.indices {
      while old[span] < entries.count,
        entries[old[span]].message.at <= now - Self.spans[span]
      {
        if entries[old[span]].isCounted { counts[span].remove(entries[old[span]].terms) }
        old[span] += 1
      }
    }
    var gone: [TopicEntry] = []
    while old[Self.long] > 0 || entries.count > Self.capacity, let first = entries.popFirst() {
      for span in old.indices {
        if old[span] > 0 {
          old[span] -= 1
        } else if first.isCounted {
          counts[span].remove(first.terms)
        }
      }
      let left = (authors[first.message.author] ?? 1) - 1
      authors[first.message.author] = left > 0 ? left : nil
      gone.append(first)
    }
    return gone
  }

  /// The topic of an entry, by its place counted from the first.
  mutating func assign(_ topic: Topic.ID?, at place: Int) { entries[place].topic = topic }

  /// Different authors that wrote about a topic within the last seconds.
  func authors(of topic: Topic.ID, within seconds: Double, at now: Double) -> Int {
    var seen: Set<String> = []
    for entry in entries.reversed() {
      guard entry.message.at > now - seconds else { break }
      if entry.topic == topic { seen.insert(entry.message.author) }
    }
    return seen.count
  }
}
