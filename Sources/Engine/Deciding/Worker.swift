import Foundation
import PluginKit

/// Claims ready messages, runs the pipeline over them and commits the decisions in batches.
struct Worker: Sendable {
  static let batchSize = 128

  let parts: EngineParts

  func run() async {
    while !parts.lifetime.isStopping && !Task.isCancelled {
      do {
        if try await round() == 0 {
          let next = try await parts.store.nextReady()
          if next == nil { parts.lifetime.backlogIsEmpty() }
          await parts.worker.wait(atMost: parts.pause(until: next), on: parts.time)
        }
      } catch {
        parts.observer.observe(.alarm(.store, "inbox: \(error)"))
        await parts.worker.wait(atMost: .seconds(1), on: parts.time)
      }
    }
  }

  /// Decides what is ready now; returns how many messages that were.
  func round() async throws -> Int {
    let claimed = try await parts.store.claim(limit: Self.batchSize, now: parts.time.now)
    guard !claimed.isEmpty else { return 0 }
    Failpoint.hit(.afterClaim)
    // One config for all of a batch; a reload reaches the next.
    let decided = await evaluate(claimed, parts.current.generation)
    let holds = decided.filter { $0.1.hold != nil }.map {
      HoldRule(scope: .conversation($0.0.conversation.row), isIncident: $0.1.incident != nil)
    }
    for rule in holds { parts.gate.enter(rule) }
    await commit(decided.map(\.1))
    parts.lifetime.backlog(add: -claimed.reduce(0) { $0 + $1.taken })
    for connector in Set(claimed.map(\.message.id.connector)) { parts.wake(connector: connector) }
    for decision in decided {
      parts.observer.observe(.decided(decision.0.message, decision.1))
      if let burst = decision.1.burst?.burst, burst.isOpening {
        parts.observer.observe(.burst(burst))
      }
    }
    if !holds.isEmpty {
      // An edit may have fenced the decision off, and its hold with it.
      try await parts.gate.refresh { try await parts.store.holds() }
      for rule in holds { parts.gate.leave(rule) }
    }
    if decided.contains(where: { $0.1.beginsIncident }) { parts.responder.raise() }
    return claimed.count
  }

  /// Until it is on disk: a decision that is lost would leave its message under evaluation.
  private func commit(_ decisions: [Decided]) async {
    var failures = 0
    while true {
      do {
        Failpoint.hit(.beforeDecide)
        try await parts.store.decide(decisions)
        return Failpoint.hit(.afterDecide)
      } catch {
        failures += 1
        parts.observer.observe(.alarm(.store, "cannot record decisions: \(error)"))
        do {
          try await parts.time.sleep(for: Backoff.delay(after: failures, seed: 0))
        } catch { return }
      }
    }
  }

  private func evaluate(_ claimed: [Claimed], _ generation: Generation) async
    -> [(Claimed, Decided)]
  {
    let evaluations = await withTaskGroup(of: (Int, Evaluation).self) { group in
      var done: [(Int, Evaluation)] = []
      for (index, message) in claimed.enumerated() {
        if index >= Pipeline.maxConcurrent, let next = await group.next() { done.append(next) }
        group.addTask { (index, await evaluate(message, generation)) }
      }
      for await next in group { done.append(next) }
      return done.sorted { $0.0 < $1.0 }.map(\.1)
    }
    return zip(claimed, evaluations).map { ($0, plan($0, $1, generation.planner)) }
  }

  private func evaluate(_ claimed: Claimed, _ generation: Generation) async -> Evaluation {
    if let decision = generation.planner.withoutStages(claimed) {
      return Evaluation(findings: Findings(), proposals: [], decision: decision)
    }
    return await generation.pipeline.evaluate(
      claimed.message, row: claimed.row, history: claimed.history, now: parts.time.now)
  }

  /// One after the other: what many write about is seen in the order of decisions.
  private func plan(_ claimed: Claimed, _ evaluation: Evaluation, _ planner: Planner) -> Decided {
    let now = parts.time.now
    var crowd = Crowd()
    if let settings = planner.bursts, settings.isOn, !claimed.isMachines, claimed.cycle == 1 {
      crowd.burst = parts.bursts.observe(
        WatchedMessage(claimed, evaluation.findings, at: now), settings)
      crowd.surge = parts.bursts.surge
    }
    return planner.plan(claimed, evaluation, crowd, now: now)
  }
}
