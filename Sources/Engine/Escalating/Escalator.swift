import Foundation
import PluginKit

/// Fires deadline rows, and has the courier deliver notifications (P4, P5).
struct Escalator: Sendable {
  static let roundSize = 100
  /// Less is a clock that is kept in step.
  private static let setBack: Duration = .seconds(2)

  let parts: EngineParts

  func run() async {
    let courier = Courier(parts: parts)
    let notices = NoticeCourier(parts: parts)
    var seen = parts.time.now
    while !parts.lifetime.isStopping && !Task.isCancelled {
      do {
        let now = parts.time.now
        if seen.timeIntervalSince(now) > Self.setBack.seconds {
          try await parts.store.clockSetBack(by: .seconds(seen.timeIntervalSince(now)))
        }
        seen = now
        // All that is due is known before anybody is told: after downtime that is one digest.
        let fired = try await fireDeadlines()
        let told = fired < Self.roundSize ? try await courier.deliver() : 0
        let noticed = try await notices.deliver()
        if fired + told + noticed == 0 {
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
    case .escalate: escalation(due, now)
    case .human: overdue(due, now)
    case .warn: DeadlineAction(due: due, at: now, recipients: owners(due, now))
    case .quiet: quiet(due, now)
    case .wake: woken(due, now)
    case .acknowledge, .draft, .stale:
      DeadlineAction(due: due, at: now, handoff: plan(due, reason: Self.reason(for: due.kind), now))
    }
  }

  private func plan(_ due: DueDeadline, reason: String, _ now: Date) -> PlannedHandoff {
    parts.teams.plan(team: due.handoff?.team, category: nil, reason: reason, at: now)
  }

  private static func reason(for kind: DeadlineKind) -> String {
    switch kind {
    case .acknowledge: "not answered within its window"
    case .draft: "nobody approved the draft in time"
    case .stale: "the reply could not be sent in time"
    case .human, .escalate, .warn, .quiet, .wake: "no human answered within the window"
    }
  }
}

extension Escalator {
  private func escalation(_ due: DueDeadline, _ now: Date) -> DeadlineAction {
    guard let handoff = due.handoff else { return DeadlineAction(due: due, at: now) }
    let teams = parts.teams
    if let opens = teams.opening(of: handoff.team, handoff.urgency, now) {
      return DeadlineAction(due: due, at: now, next: opens, isPostponed: true)
    }
    return DeadlineAction(
      due: due, at: now, recipients: teams.recipients(handoff.team, level: due.level, at: now),
      next: now + (teams.team(handoff.team)?.repeatEvery ?? .hours(1)))
  }

  /// The team and its first level, whoever has the handoff: that person did not answer in time.
  private func overdue(_ due: DueDeadline, _ now: Date) -> DeadlineAction {
    guard let handoff = due.handoff else { return DeadlineAction(due: due, at: now) }
    let teams = parts.teams
    var recipients = teams.team(handoff.team)?.notify.map { Recipient(notifier: $0) } ?? []
    recipients += teams.recipients(handoff.team, level: 1, at: now).filter { one in
      !recipients.contains { $0.notifier == one.notifier }
    }
    return DeadlineAction(
      due: due, at: now, recipients: recipients,
      next: now + (teams.team(handoff.team)?.repeatEvery ?? .hours(1)))
  }

  /// Whoever has it, else the team.
  private func owners(_ due: DueDeadline, _ now: Date) -> [Recipient] {
    guard let handoff = due.handoff else { return [] }
    let teams = parts.teams
    let isCalled = handoff.urgency == .critical
    let own = handoff.assignee.map { teams.recipients(of: $0, at: now, isCalled: isCalled) } ?? []
    return own.isEmpty
      ? teams.team(handoff.team)?.notify.map { Recipient(notifier: $0) } ?? [] : own
  }

  private func quiet(_ due: DueDeadline, _ now: Date) -> DeadlineAction {
    let teams = parts.teams
    guard let handoff = due.handoff, let after = teams.team(handoff.team)?.quietAfter else {
      return DeadlineAction(due: due, at: now)
    }
    // What was done meanwhile, and closed hours, put it off.
    if let active = handoff.activeAt, active + after > now {
      return DeadlineAction(due: due, at: now, next: active + after, isPostponed: true)
    }
    if let opens = teams.opening(of: handoff.team, handoff.urgency, now) {
      return DeadlineAction(due: due, at: now, next: opens + after, isPostponed: true)
    }
    var subject = Teams.Subject(category: handoff.category, reason: "")
    subject.urgency = handoff.urgency
    var candidates = teams.candidates(handoff.team, subject, at: now)
    candidates?.people.removeAll { $0.id == handoff.assignee }
    let team = teams.team(handoff.team)?.notify.map { Recipient(notifier: $0) } ?? []
    return DeadlineAction(
      due: due, at: now, recipients: team, next: now + after, candidates: candidates)
  }

  private func woken(_ due: DueDeadline, _ now: Date) -> DeadlineAction {
    guard let handoff = due.handoff else { return DeadlineAction(due: due, at: now) }
    let teams = parts.teams
    if let opens = teams.opening(of: handoff.team, handoff.urgency, now) {
      return DeadlineAction(due: due, at: now, next: opens, isPostponed: true)
    }
    let after =
      teams.team(handoff.team)?.escalate.first?.after
      ?? teams.team(handoff.team)?.repeatEvery ?? .hours(1)
    return DeadlineAction(due: due, at: now, recipients: owners(due, now), next: now + after)
  }
}
