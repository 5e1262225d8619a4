public import Foundation

/// What links in notifications need of the store. Part of `Store`.
public protocol LinkStore: Sendable {
  /// nil when there is none, or none any more.
  func linkedHandoff(_ id: Int64) async throws -> LinkedHandoff?

  /// nil while the link was not used.
  func linkUse(_ id: String) async throws -> LinkUse?

  /// Marks a link as used. Marks past their `until` are removed on the way.
  ///
  /// - Parameters:
  ///   - id: of the link, not its signed text.
  ///   - until: no copy of the link works after it, so that the mark may go.
  /// - Returns: false when it was used before; nothing changes then.
  func useLink(_ id: String, by: String, at: Date, until: Date) async throws -> Bool
}

/// A handoff with what the page behind a link shows of its state.
public struct LinkedHandoff: Sendable, Hashable {
  public var row: HandoffRow
  public var takenAt: Date?
  public var endedAt: Date?
  /// Who answered, returned or closed it.
  public var endedBy: String?
  public var snoozedUntil: Date?

  public init(
    row: HandoffRow, takenAt: Date? = nil, endedAt: Date? = nil, endedBy: String? = nil,
    snoozedUntil: Date? = nil
  ) {
    self.row = row
    self.takenAt = takenAt
    self.endedAt = endedAt
    self.endedBy = endedBy
    self.snoozedUntil = snoozedUntil
  }
}

/// Who used a link, and when.
public struct LinkUse: Sendable, Hashable {
  public var by: String
  public var at: Date

  public init(by: String, at: Date) {
    self.by = by
    self.at = at
  }
}
