public import Foundation

/// What waits in the store, for metrics: only counts that an index gives, so that a look costs as
/// much as what waits and not as much as what was ever stored.
public struct StoreGauges: Sendable, Hashable {
  /// Messages that are not closed, by state.
  public var messages: [String: Int] = [:]
  /// Replies that are still to go somewhere, by state.
  public var replies: [String: Int] = [:]
  /// Handoffs that nobody has ended, by state.
  public var handoffs: [String: Int] = [:]
  public var pendingNotifications = 0
  /// Response windows since the store was made, by clock.
  public var windowsMet: [String: Int] = [:]
  public var windowsMissed: [String: Int] = [:]
  public var windowsRunning: [String: Int] = [:]
  /// When the oldest message that is not closed was written.
  public var oldestUnanswered: Date?
  /// When the oldest handoff that nobody took was opened.
  public var oldestHandoff: Date?
  public var holds: [Hold] = []
  public var openIncidents = 0

  public init() {}
}

/// The store as those see it who watch over it.
public protocol WatchedStore: Sendable {
  func gauges() async throws -> StoreGauges
  /// Writes and flushes one row of its own, to prove that writing works.
  func probe(at: Date) async throws
  /// Since when the oldest handoff is unreached: every notifier failed to tell of it.
  func unreachedSince() async throws -> Date?
}
