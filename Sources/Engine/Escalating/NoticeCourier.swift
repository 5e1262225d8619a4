import Foundation
import PluginKit

/// Brings notices of incidents of many messages to their notifiers, at least once each.
struct NoticeCourier: Sendable {
  let parts: EngineParts

  /// Tells what is due; returns how many notices that were.
  func deliver() async throws -> Int {
    let now = parts.time.now
    let due = try await parts.store.dueNotices(limit: Escalator.roundSize, now: now)
    guard !due.isEmpty else { return 0 }
    let generation = parts.current.generation
    var settlements: [NotificationSettlement] = []
    for notice in due {
      let result = await tell(notice, generation)
      settlements.append(
        NotificationSettlement(row: notice.row, result: result, at: parts.time.now))
    }
    try await parts.store.settle(notices: settlements)
    return due.count
  }

  private func tell(_ notice: DueNotice, _ generation: Generation) async
    -> NotificationSettlement.Result
  {
    let teams = generation.planner.teams
    let routes = teams.everyRoute(teams.fallback).filter { $0 != notice.notifier }
    guard let notifier = generation.notifiers[notice.notifier] else {
      return .refused("no notifier \(notice.notifier) is configured", routes: routes)
    }
    let briefing = BurstBriefing(
      zone: generation.planner.brand.timeZone, masks: generation.masks, now: parts.time.now)
    let digest = briefing.digest(notice)
    Failpoint.hit(.beforeNotify)
    defer { Failpoint.hit(.afterNotify) }
    do throws(NotifyFailure) {
      try await notifier.digest(digest)
      parts.observer.observe(.told(digest, by: notice.notifier))
      return .sent
    } catch {
      parts.observer.observe(.notTold(by: notice.notifier, error))
      parts.observer.observe(
        .alarm(
          .notifier,
          "\(notice.notifier) could not tell of incident #\(notice.incident.id): \(error)"))
      switch error {
      case .retry(let after, let why):
        let backoff = Backoff.delay(after: notice.attempts + 1, seed: notice.row)
        let others = notice.attempts + 1 >= Courier.patience ? routes : []
        return .retry(at: parts.time.now + max(after ?? .zero, backoff), why, routes: others)
      case .refused(let why): return .refused(why, routes: routes)
      }
    }
  }
}
