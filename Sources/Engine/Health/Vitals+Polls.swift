public import Foundation
import PluginKit
import Synchronization

/// How polls went, for pages and metrics.
extension Vitals {
  /// How a connector's polls went.
  public struct PollRecord: Sendable, Hashable {
    public var succeededAt: Date
    public var failedAt: Date?
    public var failure: PollOutcome?
    /// A recording was played to its end.
    public var hasEnded: Bool
  }

  public func pollRecords() -> [String: PollRecord] {
    state.withLock { state in
      state.connectors.mapValues {
        PollRecord(
          succeededAt: $0.succeededAt, failedAt: $0.failure?.at, failure: $0.failure?.outcome,
          hasEnded: $0.hasEnded)
      }
    }
  }

  /// Seconds since the last successful poll, by connector; one whose recording has ended has none.
  public func pollAges() -> [String: Double] {
    let now = time.now
    return state.withLock { state in
      state.connectors.filter { !$0.value.hasEnded }
        .mapValues { max(0, now.timeIntervalSince($0.succeededAt)) }
    }
  }
}
