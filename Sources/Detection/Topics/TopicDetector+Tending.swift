import Foundation

/// How topics end.
extension TopicDetector {
  /// What time did to a topic.
  public enum Change: Sendable, Hashable {
    case quiet(Topic.ID)
    case closed(Topic.ID)
    case merged(Topic.ID, into: Topic.ID)
  }

  /// Nothing unusual for so long.
  private static let quietAfter = 1800.0
  /// A topic that is over is known for so long.
  private static let knownFor = 86_400.0
  /// Two topics so many of whose messages are about both are one.
  private static let leastShared = 5
  private static let mergedShare = 0.5

  /// To be asked every now and then.
  ///
  /// - Parameter closeAfter: seconds for which a topic has to be quiet.
  public mutating func tend(at now: Double, closeAfter: Double) -> [Change] {
    expire(at: now)
    var changes = merge()
    for topic in topics.values.sorted(by: { $0.id < $1.id }) {
      switch topic.state {
      case .active:
        let recent = window.authors(of: topic.id, within: Self.quietAfter, at: now)
        let usual = topic.usualShare * Double(window.counts[TopicWindow.long].messages) / 2
        guard Double(recent) <= max(2, 2 * usual), now - topic.since >= Self.quietAfter else {
          continue
        }
        topics[topic.id]?.state = .quiet
        topics[topic.id]?.quietSince = now
        changes.append(.quiet(topic.id))
      case .quiet:
        guard now - (topic.quietSince ?? now) >= closeAfter else { continue }
        close(topic.id)
        changes.append(.closed(topic.id))
      case .closed:
        if now - topic.lastAt >= closeAfter + Self.knownFor { topics[topic.id] = nil }
      }
    }
    return changes
  }

  /// A person ended it.
  public mutating func close(_ id: Topic.ID) { topics[id]?.state = .closed }

  /// One that the store has, after a start.
  public mutating func restore(_ topic: Topic) { topics[topic.id] = topic }

  /// The younger one goes.
  private mutating func merge() -> [Change] {
    var changes: [Change] = []
    for topic in topics.values.sorted(by: { $0.since < $1.since }) {
      guard topic.state != .closed,
        let (other, count) = topic.shared.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
        let older = topics[other], older.state != .closed, older.since <= topic.since,
        count >= Self.leastShared,
        Double(count) >= Self.mergedShare * Double(min(topic.authors, older.authors))
      else { continue }
      for (place, entry) in window.entries.enumerated() where entry.topic == topic.id {
        window.assign(other, at: place)
      }
      topics[other]?.authors += topic.authors - min(count, topic.authors)
      topics[topic.id] = nil
      for id in topics.keys { topics[id]?.shared[topic.id] = nil }
      changes.append(.merged(topic.id, into: other))
    }
    return changes
  }
}
