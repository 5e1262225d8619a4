public import Foundation

/// Who did what. Ids only: no words of customers, no passwords, no tokens.
public struct AuditEntry: Sendable, Hashable {
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case done
    /// It could not be done, or not like this.
    case refused
    /// Whoever asked may not do it.
    case denied
  }

  /// Characters of what each text keeps.
  public static let wordLimit = 64
  public static let targetLimit = 200
  public static let detailLimit = 500

  /// 0 until it is stored.
  public var id: Int64
  public var at: Date
  public var who: String
  /// A user's role, or how somebody else came in: `operator`, `link`, `token`.
  public var role: String?
  /// `users.role`, `handoffs.take`: what it is about and what is done.
  public var action: String
  public var target: String?
  public var detail: String?
  public var address: String?
  public var outcome: Outcome

  public init(
    id: Int64 = 0, at: Date, who: String, role: String?, action: String, target: String? = nil,
    detail: String? = nil, address: String? = nil, outcome: Outcome = .done
  ) {
    self.id = id
    self.at = at
    self.who = String(who.prefix(Self.wordLimit))
    self.role = role.map { String($0.prefix(Self.wordLimit)) }
    self.action = String(action.prefix(Self.wordLimit))
    self.target = target.map { String($0.prefix(Self.targetLimit)) }
    self.detail = detail.map { String($0.prefix(Self.detailLimit)) }
    self.address = address.map { String($0.prefix(Self.wordLimit)) }
    self.outcome = outcome
  }
}

/// Which entries, the last first. Each nil: any.
public struct AuditQuery: Sendable, Hashable {
  /// Entries of a page.
  public static let limit = 500

  public var who: String?
  /// Exactly, or with everything below it: `users` finds `users.role`.
  public var action: String?
  public var since: Date?
  /// Of the last entry of the page before.
  public var before: Int64?
  public var limit: Int

  public init(
    who: String? = nil, action: String? = nil, since: Date? = nil, before: Int64? = nil,
    limit: Int = Self.limit
  ) {
    self.who = who
    self.action = action
    self.since = since
    self.before = before
    self.limit = min(max(limit, 1), Self.limit)
  }
}
