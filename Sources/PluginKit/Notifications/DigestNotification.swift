public import Foundation

/// Many things in one notification: what waits for a team, or how a day went.
public struct DigestNotification: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Handoffs that became due together, as after downtime.
    case waiting
    /// The report of a day; `handoffs` is empty.
    case daily
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
  /// nil for a report.
  public var team: String?
  /// One line that says it all.
  public var title: String
  /// Most urgent first.
  public var handoffs: [HandoffNotification]
  public var facts: [Fact]
  public var at: Date

  public init(
    key: String, kind: Kind, team: String?, title: String, handoffs: [HandoffNotification] = [],
    facts: [Fact] = [], at: Date
  ) {
    self.key = key
    self.kind = kind
    self.team = team
    self.title = title
    self.handoffs = handoffs
    self.facts = facts
    self.at = at
  }
}
