public import PluginKit

/// What a notification says, in the parts that every target can show. The texts are the customer's
/// and the stages', without control characters and what turns the writing direction, but with their
/// markup: whoever renders a card escapes it for its target.
public struct Card: Sendable, Hashable {
  /// Whether there is something to do.
  public enum Phase: Sendable, Hashable {
    case open
    /// Nothing to do any more.
    case over
    /// For information.
    case note
  }

  public enum Part: Sendable, Hashable {
    case facts([Fact])
    /// Somebody's words, under who said them.
    case quote(heading: String, text: String)
    /// Several short lines.
    case list(heading: String, lines: [String])
    case text(String)
  }

  public struct Fact: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public struct Link: Sendable, Hashable {
    public enum Role: Sendable, Hashable { case take, snooze, close, post }

    public var role: Role
    public var title: String
    /// http or https; checked.
    public var url: String

    public init(_ role: Role, _ title: String, _ url: String) {
      self.role = role
      self.title = title
      self.url = url
    }
  }

  /// The same for every repeat of the notification.
  public var key: String
  /// The same for all that belongs to one conversation or incident.
  public var thread: String
  public var phase: Phase
  public var urgency: Urgency
  /// One line, without line breaks.
  public var title: String
  public var parts: [Part]
  public var links: [Link]

  public init(
    key: String, thread: String, phase: Phase, urgency: Urgency, title: String, parts: [Part],
    links: [Link] = []
  ) {
    self.key = key
    self.thread = thread
    self.phase = phase
    self.urgency = urgency
    self.title = title
    self.parts = parts
    self.links = links
  }
}

/// A notifier whose target shows cards: one rendering for handoffs, digests and alarms.
public protocol CardNotifier: Notifier {
  func show(_ card: Card) async throws(NotifyFailure)
}

extension CardNotifier {
  public func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    try await show(Card(notification))
  }

  public func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    try await show(Card(digest))
  }

  public func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    try await show(Card(alarm))
  }
}
