import Engine
import Foundation
import Storage

/// Incidents of many messages.
extension CrashingStore {
  func record(_ round: BurstRound) async throws {
    try await write { try await real.record(round) }
  }
  func bursts(endedSince: Date) async throws -> [StoredBurst] {
    try await read { try await real.bursts(endedSince: endedSince) }
  }
  func volumes() async throws -> [String: String] { try await read { try await real.volumes() } }
  func watched(limit: Int) async throws -> [WatchedMessage] {
    try await read { try await real.watched(limit: limit) }
  }
  func handoffPace(now: Date) async throws -> HandoffPace {
    try await read { try await real.handoffPace(now: now) }
  }
  func dueNotices(limit: Int, now: Date) async throws -> [DueNotice] {
    try await read { try await real.dueNotices(limit: limit, now: now) }
  }
  func settle(notices: [NotificationSettlement]) async throws {
    try await write { try await real.settle(notices: notices) }
  }
}
