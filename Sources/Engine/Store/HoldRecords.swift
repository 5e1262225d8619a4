public import Foundation
public import PluginKit

/// Stops automatic sends: all of them, or those of a scope.
public struct Hold: Sendable, Hashable {
  public enum Scope: Sendable, Hashable {
    case everything
    case connector(String)
    case conversation(Int64)
    /// Replies to messages that have one of these words.
    case topic(TopicWords)
    case audience(Audience)
  }

  /// Who can read a reply.
  public enum Audience: String, Sendable, CaseIterable {
    case `public`, `private`

    public init(of visibility: Visibility) { self = visibility.isPublic ? .public : .private }
  }

  public var row: Int64
  public var scope: Scope
  public var reason: String
  public var by: String
  public var at: Date
  /// The incident that it belongs to: it ends with that.
  public var incident: Int64?

  public init(
    row: Int64, scope: Scope, reason: String, by: String, at: Date, incident: Int64? = nil
  ) {
    self.row = row
    self.scope = scope
    self.reason = reason
    self.by = by
    self.at = at
    self.incident = incident
  }

  public var rule: HoldRule { HoldRule(scope: scope, isIncident: incident != nil) }
}

/// What a hold covers.
public struct HoldRule: Sendable, Hashable {
  public var scope: Hold.Scope
  /// An incident's own holding statement passes its holds; nothing automatic passes a person's.
  public var isIncident: Bool

  public init(scope: Hold.Scope, isIncident: Bool = false) {
    self.scope = scope
    self.isIncident = isIncident
  }

  /// A person's reply goes wherever a person is to answer: only a hold on all or on a connector
  /// stops it.
  public func covers(_ reply: Reply, conversation: Int64) -> Bool {
    if isIncident, reply.kind == .holdingStatement { return false }
    switch scope {
    case .everything: return true
    case .connector(let id): return id == reply.parent.id.connector
    case .conversation(let row): return reply.kind != .human && row == conversation
    case .audience(let audience):
      return reply.kind != .human && audience == Hold.Audience(of: reply.visibility)
    case .topic(let words):
      return reply.kind != .human && words.occur(in: reply.parent.text)
    }
  }
}

extension Hold.Scope {
  /// `all`, `connector:ID`, `conversation:ROW`, `topic:WORDS` or `audience:public`.
  public var text: String { target.map { "\(name):\($0)" } ?? "all" }

  public init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    self.init(
      name: parts.first == "all" ? "everything" : parts.first ?? "",
      target: parts.count == 2 ? parts[1] : nil)
  }

  /// As the store keeps it.
  public var name: String {
    switch self {
    case .everything: "everything"
    case .connector: "connector"
    case .conversation: "conversation"
    case .topic: "topic"
    case .audience: "audience"
    }
  }

  public var target: String? {
    switch self {
    case .everything: nil
    case .connector(let id): id
    case .conversation(let row): String(row)
    case .topic(let words): words.text
    case .audience(let audience): audience.rawValue
    }
  }

  /// nil for what is no scope.
  public init?(name: String, target: String?) {
    switch (name, target) {
    case ("everything", nil): self = .everything
    case ("connector", let id?): self = .connector(id)
    case ("conversation", let row?):
      guard let row = Int64(row) else { return nil }
      self = .conversation(row)
    case ("topic", let text?):
      let words = TopicWords(text: text)
      if words.isEmpty { return nil }
      self = .topic(words)
    case ("audience", let name?):
      guard let audience = Hold.Audience(rawValue: name) else { return nil }
      self = .audience(audience)
    default: return nil
    }
  }
}
