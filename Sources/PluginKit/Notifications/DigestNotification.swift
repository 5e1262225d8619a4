public import Foundation

/// Many things in one notification: what waits for a team, what many customers write about, or how
/// a day went.
public struct DigestNotification: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Handoffs that became due together, as after downtime.
    case waiting
    /// The report of a day; `handoffs` is empty.
    case daily
    /// An incident of many messages began, grew, or is over; `handoffs` is empty.
    case incident
  }

  /// One line of a report.
  public struct Fact: Sendable, Hashable, Codable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The same for every repeat of this notification.
  public var key: String
  public var kind: Kind
  /// nil for a report and for an incident.
  public var team: String?
  /// One line that says it all.
  public var title: String
  /// Most urgent first.
  public var handoffs: [HandoffNotification]
  public var facts: [Fact]
  public var at: Date
  /// The same for all notifications of one incident, for threads; nil for other kinds.
  public var thread: String?
  /// An incident has ended: what was raised for its thread is over.
  public var isOver: Bool

  public init(
    key: String, kind: Kind, team: String?, title: String, handoffs: [HandoffNotification] = [],
    facts: [Fact] = [], at: Date, thread: String? = nil, isOver: Bool = false
  ) {
    self.key = key
    self.kind = kind
    self.team = team
    self.title = title
    self.handoffs = handoffs
    self.facts = facts
    self.at = at
    self.thread = thread
    self.isOver = isOver
  }
}
