import Engine
import Foundation
import PluginKit
import Storage
import Synchronization

/// What a run left behind, in the store and in the world.
struct Outcome: Sendable {
  /// How one message ended, read from the store's own record of it.
  struct End: Sendable {
    var id: String
    /// nil: the store does not know the message.
    var record: JSONValue?

    private var message: JSONValue? { record?["message"] }
    var closing: String { message?["closing"]?.string ?? "open" }
    var detail: String { message?["closingDetail"]?.string ?? "" }
    var cycle: Int { Int(message?["cycle"]?.number ?? 0) }
    var handoffs: [JSONValue] { record?["handoffs"]?.array ?? [] }
    var replies: [JSONValue] { record?["replies"]?.array ?? [] }

    var handoffLines: [String] {
      handoffs.map { "\($0["team"]?.string ?? ""): \($0["reason"]?.string ?? "")" }
    }

    /// `human 2026-06-16T12:00:00Z met`, by time.
    var windows: [String] {
      (record?["deadlines"]?.array ?? []).compactMap { deadline in
        guard let kind = deadline["kind"]?.string, ["acknowledge", "human"].contains(kind) else {
          return nil
        }
        return "\(kind) \(deadline["at"]?.string ?? "") \(deadline["outcome"]?.string ?? "running")"
      }
    }

    func count(of event: String) -> Int {
      (record?["events"]?.array ?? []).count { $0["event"]?.string == event }
    }
  }

  let ends: [End]
  /// What people posted at the brand's account, and when, in seconds since the start.
  let answers: [(message: String, at: Double)]
  let world: World.State
  let counts: Fuse.Counts
  let violations: [String]

  init(
    _ world: World, _ store: SQLiteStore, counts: Fuse.Counts, violations: [Violation]
  ) async throws {
    var ends: [End] = []
    for message in world.scenario.script.events.compactMap(\.message) {
      ends.append(
        End(id: message.id, record: try await store.why("\(World.connector)/\(message.id)")))
    }
    self.ends = ends
    answers = world.scenario.script.events.compactMap { event in
      event.answer.map { ($0.id, event.at.seconds) }
    }
    self.world = world.state.withLock { $0 }
    self.counts = counts
    self.violations = violations.map {
      "\($0.promise): \($0.what) (row \($0.row.map(String.init) ?? "-"))"
    }
  }

  /// Everything that happened, for comparing two runs byte by byte.
  var log: String {
    (world.log + ends.map { "\($0.id) \($0.record?.text() ?? "unknown")" }).joined(separator: "\n")
  }
}
