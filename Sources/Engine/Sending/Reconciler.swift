import Foundation
import PluginKit

/// Finds out what became of posts whose outcome is unknown. Never repeats blindly (P3).
struct Reconciler: Sendable {
  /// Read-backs without a clear answer before a human decides.
  static let maxQuestions = 8
  /// Attempts of one reply before a human decides.
  static let maxAttempts = 6

  let unit: ConnectorUnit
  let parts: EngineParts

  /// Asks for all that is due; returns how many were settled.
  func round(limit: Int) async throws -> Int {
    let due = try await parts.store.unknowns(
      connector: unit.id, limit: limit, now: parts.time.now)
    guard !due.isEmpty else { return 0 }
    Failpoint.hit(.beforeReconcile)
    var settlements: [Settlement] = []
    for send in due { settlements.append(await settle(send)) }
    try await parts.store.settle(settlements)
    Failpoint.hit(.afterReconcile)
    // What cannot be proven has opened a handoff.
    parts.escalator.raise()
    return settlements.count
  }

  private func settle(_ send: UnknownSend) async -> Settlement {
    let now = parts.time.now
    let handoff = parts.teams.plan(
      team: nil, category: "unknown", reason: "unknown: the reply may or may not be out", at: now)
    func result(_ result: Settlement.Result) -> Settlement {
      Settlement(row: send.row, fence: send.fence, result: result, handoff: handoff, at: now)
    }
    #if DEBUG
      if PlantedBug.blindRetry.isPlanted { return result(.absent) }
    #endif
    if case .none = unit.connector.traits.idempotency {
      return result(.unprovable("the platform can neither repeat safely nor be asked"))
    }
    do {
      switch try await unit.connector.receipt(for: send.reply) {
      case .found(let receipt):
        parts.observer.observe(.sent(send.reply, receipt))
        return result(.posted(receipt))
      case .absent where send.attempts >= Self.maxAttempts:
        return result(.rejected("absent after \(send.attempts) attempts"))
      case .absent: return result(.absent)
      case .inconclusive(let why): return again(send, why, result)
      }
    } catch {
      return again(send, error.description, result)
    }
  }

  private func again(
    _ send: UnknownSend, _ why: String, _ result: (Settlement.Result) -> Settlement
  ) -> Settlement {
    if send.asked >= Self.maxQuestions || parts.time.now > send.staleAt {
      return result(.unprovable(why))
    }
    let delay = Backoff.delay(after: send.asked + 1, seed: send.row)
    return result(.unknown(askAt: parts.time.now + delay, why))
  }
}
