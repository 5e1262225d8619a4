import Foundation
import PluginKit

/// Brings notifications to their notifiers, at least once each (P5): what belongs to one incident
/// in one, what became due together after downtime in one digest a team. What a notifier does not
/// take goes the next route.
struct Courier: Sendable {
  /// Notifications under way at once.
  static let maxInFlight = 8
  /// Attempts after which other routes are tried as well.
  static let patience = 3
  /// What is late by more was missed by a daemon that did not run.
  static let lateness: Duration = .minutes(5)

  let parts: EngineParts

  /// What one call tells: rows of one notifier and one team.
  private struct Parcel: Sendable {
    var rows: [DueNotification]
    var isDigest: Bool
  }

  /// Tells what is due; returns how many rows that were.
  func deliver() async throws -> Int {
    let now = parts.time.now
    let due = try await parts.store.dueNotifications(limit: Escalator.roundSize, now: now)
    guard !due.isEmpty else { return 0 }
    let generation = parts.current.generation
    let silences = try await parts.store.silences(now: now)
    var settlements: [NotificationSettlement] = []
    var wanted: [DueNotification] = []
    for row in due {
      if let silence = silences.first(where: { $0.covers(row.handoff) && !row.occasion.isEnding }) {
        settlements.append(settlement(row, .later(silence.until)))
      } else if row.occasion.isEnding, generation.notifiers[row.notifier]?.wantsEndings != true {
        settlements.append(settlement(row, .void))
      } else {
        wanted.append(row)
      }
    }
    let parcels = Self.parcels(wanted, generation.planner.teams, now: now)
    settlements += await withTaskGroup(of: [NotificationSettlement].self) { group in
      var settled: [NotificationSettlement] = []
      for (index, parcel) in parcels.enumerated() {
        if index >= Self.maxInFlight, let done = await group.next() { settled += done }
        group.addTask { await tell(parcel, generation) }
      }
      for await done in group { settled += done }
      return settled
    }
    try await parts.store.settle(settlements)
    Failpoint.hit(.afterNotificationSettle)
    return due.count
  }

  private static func parcels(_ due: [DueNotification], _ teams: Teams, now: Date) -> [Parcel] {
    let groups = grouped(due) { "\($0.notifier)\n\($0.handoff.team)\n\($0.occasion.isEnding)" }
    return groups.flatMap { rows -> [Parcel] in
      let first = rows[0]
      let handoffs = Set(rows.map(\.handoff.id)).count
      if handoffs > 1, !first.occasion.isEnding {
        let isMany = handoffs > teams.team(first.handoff.team)?.digestAbove ?? 5
        let isMissed = rows.contains { $0.attempts == 0 && now > $0.dueAt + lateness }
        if isMany || isMissed { return [Parcel(rows: rows, isDigest: true)] }
      }
      return grouped(rows) { $0.occasion.isEnding ? "\($0.row)" : $0.handoff.incident }
        .map { Parcel(rows: $0, isDigest: false) }
    }
  }

  /// In the order in which each group's first row came.
  private static func grouped(_ rows: [DueNotification], by key: (DueNotification) -> String)
    -> [[DueNotification]]
  {
    var places: [String: Int] = [:]
    var groups: [[DueNotification]] = []
    for row in rows {
      let name = key(row)
      if let place = places[name] {
        groups[place].append(row)
      } else {
        places[name] = groups.count
        groups.append([row])
      }
    }
    return groups
  }
}

extension Courier {
  private func tell(_ parcel: Parcel, _ generation: Generation) async -> [NotificationSettlement] {
    let first = parcel.rows[0]
    let teams = generation.planner.teams
    let routes = teams.everyRoute(first.handoff.team).filter { $0 != first.notifier }
    guard let notifier = generation.notifiers[first.notifier] else {
      let why = "no notifier \(first.notifier) is configured"
      return parcel.rows.map { settlement($0, .refused(why, routes: routes)) }
    }
    #if DEBUG
      if PlantedBug.toldBeforeNotify.isPlanted {
        do {
          try await parts.store.settle(parcel.rows.map { settlement($0, .sent) })
        } catch { return [] }
      }
    #endif
    let briefing = Briefing(
      teams: teams, links: parts.links, masks: generation.masks, now: parts.time.now)
    Failpoint.hit(.beforeNotify)
    defer { Failpoint.hit(.afterNotify) }
    do throws(NotifyFailure) {
      if parcel.isDigest {
        let digest = briefing.digest(parcel.rows)
        try await notifier.digest(digest)
        for told in digest.handoffs {
          parts.observer.observe(.notified(told, by: first.notifier))
        }
      } else {
        let notification = briefing.notification(parcel.rows)
        try await notifier.notify(notification)
        parts.observer.observe(.notified(notification, by: first.notifier))
      }
    } catch {
      return failed(parcel.rows, error, routes)
    }
    return parcel.rows.map { settlement($0, .sent) }
  }

  private func failed(_ rows: [DueNotification], _ failure: NotifyFailure, _ routes: [String])
    -> [NotificationSettlement]
  {
    let first = rows[0]
    let handoffs = Set(rows.map { "\($0.handoff.id)" }).sorted().joined(separator: ", ")
    parts.observer.observe(.notTold(by: first.notifier, failure))
    parts.observer.observe(
      .alarm(.notifier, "\(first.notifier) could not tell of handoff \(handoffs): \(failure)"))
    return rows.map { row in
      switch failure {
      case .retry(let after, let why):
        let backoff = Backoff.delay(after: row.attempts + 1, seed: first.row)
        let again = parts.time.now + max(after ?? .zero, backoff)
        let others = row.attempts + 1 >= Self.patience ? routes : []
        return settlement(row, .retry(at: again, why, routes: others))
      case .refused(let why): return settlement(row, .refused(why, routes: routes))
      }
    }
  }

  private func settlement(_ due: DueNotification, _ result: NotificationSettlement.Result)
    -> NotificationSettlement
  {
    NotificationSettlement(row: due.row, result: result, at: parts.time.now)
  }
}
