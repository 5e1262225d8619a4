import Foundation
import PluginKit

/// Looks at each message again, an hour, a day and a week after our reply: what did the customer
/// do? In the background, a batch at a time; a platform that does not answer is asked again.
struct OutcomeWatch: Sendable {
  static let batchSize = 20
  /// What cannot be asked for so long counts as unknown.
  static let patience: Duration = .hours(24)
  /// Looks taken back in one commit.
  static let slice = 200

  let parts: EngineParts

  func run() async {
    while !parts.lifetime.isStopping && !Task.isCancelled {
      var pause = Duration.minutes(1)
      let number = parts.current.number
      do {
        if parts.current.generation.planner.watchesOutcomes {
          if try await round() { pause = .zero }
        } else {
          // Again later: a batch that began before a reload may still add one.
          pause = .hours(1)
          while try await parts.store.dropOutcomes(limit: Self.slice) == Self.slice {}
        }
      } catch {
        parts.observer.observe(.alarm(.store, "outcomes: \(error)"))
      }
      await wait(pause, in: number)
    }
  }

  /// Whether something was settled, so that there may be more.
  func round() async throws -> Bool {
    let now = parts.time.now
    let due = try await parts.store.dueOutcomes(limit: Self.batchSize, now: now)
    var seen: [SeenOutcome] = []
    for (connector, group) in Dictionary(grouping: due, by: \.message.id.connector) {
      seen += await look(group, connector, now: now)
    }
    if !seen.isEmpty { try await parts.store.settle(seen) }
    return !seen.isEmpty
  }

  private func look(_ due: [DueOutcome], _ connector: String, now: Date) async -> [SeenOutcome] {
    let gone = due.filter(\.isDeleted).map { SeenOutcome(row: $0.row, state: .deleted, at: now) }
    let asked = due.filter { !$0.isDeleted }
    guard !asked.isEmpty else { return gone }
    guard let unit = parts.current.unit(connector) else {
      return gone + asked.map { SeenOutcome(row: $0.row, state: .unknown, at: now) }
    }
    var states: [RemoteState] = []
    do {
      states = try await unit.connector.states(of: asked.map(\.message))
    } catch {
      states = asked.map { _ in .later("\(error)") }
    }
    guard states.count == asked.count else { return gone }
    return gone
      + zip(asked, states).map { due, state in
        switch state {
        case .there, .answered: SeenOutcome(row: due.row, state: .there, at: now)
        case .deleted: SeenOutcome(row: due.row, state: .deleted, at: now)
        case .edited(let edited):
          SeenOutcome(
            row: due.row, state: edited.rating == due.message.rating ? .edited : .ratingChanged,
            at: now)
        case .unclear, .later:
          SeenOutcome(
            row: due.row, state: now > due.at + Self.patience ? .unknown : .later, at: now)
        }
      }
  }

  /// In short steps, so that a stop and a reload are seen.
  private func wait(_ pause: Duration, in generation: Int) async {
    var left = pause
    while !parts.lifetime.isStopping, parts.current.number == generation, left > .zero {
      let step = min(left, parts.maxPause)
      do { try await parts.time.sleep(for: step) } catch { return }
      left -= step
    }
  }
}
