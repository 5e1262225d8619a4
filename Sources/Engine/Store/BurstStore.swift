public import Foundation

/// Incidents of many messages, and what the watch over them knows.
public protocol BurstStore: Sendable {
  func record(_ round: BurstRound) async throws
  /// Those that are open, or have ended since then.
  func bursts(endedSince: Date) async throws -> [StoredBurst]
  /// By the stream's name, as JSON.
  func volumes() async throws -> [String: String]
  /// The newest decided messages, oldest first, with an upper limit.
  func watched(limit: Int) async throws -> [WatchedMessage]
  func handoffPace(now: Date) async throws -> HandoffPace

  func dueNotices(limit: Int, now: Date) async throws -> [DueNotice]
  func settle(notices: [NotificationSettlement]) async throws
}
