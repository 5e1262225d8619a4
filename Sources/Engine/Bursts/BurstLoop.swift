import Foundation
import PluginKit

/// Records what the watch over bursts finds as time goes by, once a minute.
struct BurstLoop: Sendable {
  private static let every = Duration.minutes(1)

  let parts: EngineParts

  func run() async {
    var unrecorded: [BurstRound] = []
    while !parts.lifetime.isStopping && !Task.isCancelled {
      await parts.watcher.wait(atMost: Self.every, on: parts.time)
      do {
        try await round(&unrecorded)
      } catch {
        parts.observer.observe(.alarm(.store, "bursts: \(error)"))
      }
    }
    do { try await keep() } catch {
      parts.observer.observe(.alarm(.store, "volumes are not kept: \(error)"))
    }
  }

  /// What the streams know is not lost when the daemon ends.
  private func keep() async throws {
    let planner = parts.current.generation.planner
    guard planner.bursts?.isOn == true else { return }
    var round = BurstRound(config: planner.config, at: parts.time.now)
    round.volumes = try parts.bursts.volumes()
    if !round.isEmpty { try await parts.store.record(round) }
  }

  /// - Parameter unrecorded: what the store could not take is recorded with the next round.
  private func round(_ unrecorded: inout [BurstRound]) async throws {
    let planner = parts.current.generation.planner
    guard let settings = planner.bursts, settings.isOn else { return }
    let now = parts.time.now
    let offset = planner.brand.timeZone.secondsFromGMT(for: now)
    let tended = try parts.bursts.tend(settings, offset: offset, now: now)
    var round = BurstRound(config: planner.config, at: now)
    round.openings = tended.openings.map {
      .init(planner.incident(of: $0.burst, at: now), message: $0.message)
    }
    round.changes = tended.changes
    round.volumes = tended.volumes
    if !round.isEmpty { unrecorded.append(round) }
    while let next = unrecorded.first {
      try await parts.store.record(next)
      unrecorded.removeFirst()
    }
    for opening in tended.openings { parts.observer.observe(.burst(opening.burst)) }
    if !tended.openings.isEmpty { parts.responder.raise() }
    if !round.changes.isEmpty { parts.escalator.raise() }
    if case .on = parts.bursts.surge {
      parts.bursts.expect(try await parts.store.handoffPace(now: now).wait)
    }
  }
}

extension HandoffPace {
  private static let enough = 20

  /// How long the last one in the queue waits; nil: too few were ended to tell.
  var wait: Duration? {
    guard ended >= Self.enough else { return nil }
    return .hours(3) * (Double(waiting) / Double(ended))
  }
}
