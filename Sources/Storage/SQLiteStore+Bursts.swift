public import Engine
public import Foundation
import GRDB

/// Incidents of many messages.
extension SQLiteStore {
  public func record(_ round: BurstRound) async throws {
    try await commits.write { db in try Bursts.record(db, round) }
  }

  public func bursts(endedSince: Date) async throws -> [StoredBurst] {
    try await commits.read { db in try Bursts.stored(db, endedSince: endedSince.milliseconds) }
  }

  public func volumes() async throws -> [String: String] {
    try await commits.read { db in try Bursts.volumes(db) }
  }

  public func watched(limit: Int) async throws -> [WatchedMessage] {
    try await commits.read { db in try Bursts.watched(db, limit: limit) }
  }

  public func handoffPace(now: Date) async throws -> HandoffPace {
    try await commits.read { db in try Bursts.pace(db, at: now.milliseconds) }
  }

  public func dueNotices(limit: Int, now: Date) async throws -> [DueNotice] {
    try await commits.read { [storeID] db in
      try Notices.due(db, limit: limit, now: now, storeID: storeID)
    }
  }

  public func settle(notices: [NotificationSettlement]) async throws {
    guard !notices.isEmpty else { return }
    try await commits.write { db in for each in notices { try Notices.settle(db, each) } }
  }
}
