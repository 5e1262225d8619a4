import Foundation
import PluginKit

/// Fires deadline rows and delivers notifications, at least once each (P4, P5).
struct Escalator: Sendable {
  static let roundSize = 100
  /// Notifications under way at once.
  static let maxInFlight = 8

  let parts: EngineParts

  func run() async {
    while !parts.lifetime.isStopping && !Task.isCancelled {
      do {
        let done = try await fireDeadlines() + deliver()
        if done == 0 {
          let next = try await parts.store.nextDue()
          await parts.escalator.wait(atMost: parts.pause(until: next), on: parts.time)
        }
      } catch {
        parts.observer.observe(.alarm(.store, "deadlines and notifications: \(error)"))
        await parts.escalator.wait(atMost: .seconds(1), on: parts.time)
      }
    }
  }

  private func fireDeadlines() async throws -> Int {
    let now = parts.time.now
    let due = try await parts.store.dueDeadlines(limit: Self.roundSize, now: now)
    guard !due.isEmpty else { return 0 }
    Failpoint.hit(.beforeFire)
    try await parts.store.fire(due.map { action(for: $0, now: now) })
    Failpoint.hit(.afterFire)
    for deadline in due { parts.observer.observe(.deadline(deadline)) }
    return due.count
  }

  private func action(for due: DueDeadline, now: Date) -> DeadlineAction {
    switch due.kind {
    case .escalate:
      let teams = parts.teams
      let team = due.handoffTeam.flatMap { teams.byName[$0] } ?? teams.byName[teams.fallback]
      return DeadlineAction(
        due: due, at: now, notifiers: team?.notifiers(at: due.level) ?? [],
        next: now + (team?.repeatEvery ?? .hours(1)))
    case .acknowledge, .human, .draft, .stale:
      return DeadlineAction(
        due: due, at: now,
        handoff: parts.teams.plan(
          team: nil, category: nil, reason: Self.reason(for: due.kind), at: now))
    }
  }

  private static func reason(for kind: DeadlineKind) -> String {
    switch kind {
    case .acknowledge: "not answered within its window"
    case .human: "no human answered within the window"
    case .draft: "nobody approved the draft in time"
    case .stale: "the reply could not be sent in time"
    case .escalate: "nobody took it"
    }
  }
}

extension Escalator {
  private func deliver() async throws -> Int {
    let due = try await parts.store.dueNotifications(limit: Self.roundSize, now: parts.time.now)
    guard !due.isEmpty else { return 0 }
    let notifiers = parts.current.generation.notifiers
    let settlements = await withTaskGroup(of: NotificationSettlement.self) { group in
      var settled: [NotificationSettlement] = []
      for (index, next) in due.enumerated() {
        if index >= Self.maxInFlight, let done = await group.next() { settled.append(done) }
        group.addTask { await notify(next, by: notifiers) }
      }
      for await done in group { settled.append(done) }
      return settled
    }
    try await parts.store.settle(settlements)
    Failpoint.hit(.afterNotificationSettle)
    return due.count
  }

  private func notify(_ due: DueNotification, by notifiers: [String: any Notifier]) async
    -> NotificationSettlement
  {
    guard let notifier = notifiers[due.notifier] else {
      return settlement(due, .refused("no notifier \(due.notifier) is configured"))
    }
    #if PLANTED_BUGS
      if PlantedBug.toldBeforeNotify.isPlanted {
        do {
          try await parts.store.settle([settlement(due, .sent)])
        } catch { return settlement(due, .refused("\(error)")) }
      }
    #endif
    Failpoint.hit(.beforeNotify)
    defer { Failpoint.hit(.afterNotify) }
    do throws(NotifyFailure) {
      try await notifier.notify(due.notification)
    } catch {
      return settlement(due, failed(due, error))
    }
    parts.observer.observe(.notified(due.notification, by: due.notifier))
    return settlement(due, .sent)
  }

  private func failed(_ due: DueNotification, _ failure: NotifyFailure)
    -> NotificationSettlement.Result
  {
    let handoff = due.notification.handoff
    parts.observer.observe(.notTold(by: due.notifier, failure))
    parts.observer.observe(
      .alarm(.notifier, "\(due.notifier) could not tell of handoff \(handoff): \(failure)"))
    switch failure {
    case .retry(let after, let why):
      let backoff = Backoff.delay(after: due.attempts + 1, seed: due.row)
      return .retry(at: parts.time.now + max(after ?? .zero, backoff), why)
    case .refused(let why): return .refused(why)
    }
  }

  private func settlement(_ due: DueNotification, _ result: NotificationSettlement.Result)
    -> NotificationSettlement
  {
    NotificationSettlement(row: due.row, result: result, at: parts.time.now)
  }
}
