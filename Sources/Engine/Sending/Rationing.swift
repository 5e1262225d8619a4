import Foundation
import PluginKit
import Synchronization

/// Spends one connector's posting budget: while it has room for all that is queued, nothing is
/// different; else by plan.
final class Rationing: Sendable {
  /// What comes in is looked at no more often, for the forecast.
  static let forecastEvery = Duration.seconds(1)
  /// New replies looked at in one go.
  static let forecastSize = 1000
  /// What is kept back is planned anew no later: the forecast changes.
  static let planAtLeastEvery = Duration.seconds(10)
  /// Queued replies that one plan looks at, the most urgent ones.
  static let planSize = 50_000
  /// Rows of a plan that are sent before the next one.
  static let agendaSize = 256
  /// An operator hears of what is handed off no more often.
  static let alarmEvery = Duration.minutes(1)
  /// Replies handed off in one transaction.
  static let diversionSize = 128

  /// What one round may send.
  struct Ration: Sendable {
    var limit: Int
    /// nil: any.
    var rows: [Int64]?
    /// Whether there is something else to do at once.
    var isChanged = false
  }

  private struct State {
    var ledger = PostingLedger()
    /// What goes by the last plan and was not sent yet.
    var agenda: [Int64] = []
    var plannedAt: Date?
    /// No other plan for so long: what comes in between is in the next one.
    var pause = Duration.zero
    var forecast = PostingForecast()
    var forecastAt: Date?
    var claims = PostingClaims.none
    /// Replies handed off since the last alarm.
    var untold = 0
    var toldAt: Date?
    /// When the budget has more room, by the last plan.
    var next: Date?
    /// Queued replies wait until then; nil: for nothing but their own time.
    var wakesAt: Date?
  }

  private let unit: ConnectorUnit
  private let parts: EngineParts
  private let state = Mutex(State())

  init(unit: ConnectorUnit, parts: EngineParts) {
    self.unit = unit
    self.parts = parts
  }

  var wakesAt: Date? { state.withLock { $0.wakesAt } }
  /// Whether the platform itself said that it takes no posts for a while.
  func isClosed(at now: Date) -> Bool {
    state.withLock { $0.ledger.opensAt(from: now) != nil }
  }

  func began(_ count: Int) { state.withLock { $0.ledger.start(count) } }
  func ended(_ result: Settlement.Result, at now: Date) {
    state.withLock { $0.ledger.end(counts: result.mayHaveArrived, at: now) }
  }
  func close(for duration: Duration, from now: Date) {
    state.withLock { $0.ledger.close(for: duration, from: now) }
  }

  /// They are sent or diverted: the plan that named them has done its part.
  func took(_ rows: [Int64]) {
    state.withLock { state in
      guard !state.agenda.isEmpty else { return }
      let taken = Set(rows)
      state.agenda.removeAll { taken.contains($0) }
    }
  }

  /// - Parameter room: what a round could send without a budget.
  func ration(_ room: Int, at now: Date) async throws -> Ration {
    guard let budget = unit.connector.traits.postingBudget else {
      return Ration(limit: room)
    }
    try await load(budget, now)
    tell(budget, now)
    let slots = slots(budget, now, needed: 0)
    let queue = try await parts.store.queueLength(connector: unit.id, atMost: slots.free + 1)
    let claims = try await claims(budget, now)
    if queue == 0 || Double(queue) + claims.all <= Double(slots.free) {
      state.withLock { state in
        state.agenda = []
        state.wakesAt = nil
      }
      return Ration(limit: min(room, slots.free))
    }
    if let ration = underway(min(room, slots.free), now) { return ration }
    return try await plan(budget, claims, now, room)
  }

  /// By the last plan, as long as it is not too old.
  private func underway(_ room: Int, _ now: Date) -> Ration? {
    state.withLock { state in
      guard let plannedAt = state.plannedAt else { return nil }
      let again = plannedAt + state.pause
      let isSpent = state.next.map { $0 <= now } ?? false
      guard now >= plannedAt, now < again, !isSpent else { return nil }
      state.wakesAt = again
      return Ration(limit: state.agenda.isEmpty ? 0 : room, rows: state.agenda)
    }
  }

  private func plan(
    _ budget: PostingBudget, _ claims: PostingClaims, _ now: Date, _ room: Int
  ) async throws -> Ration {
    let replies = try await parts.store.queued(connector: unit.id, limit: Self.planSize)
    let slots = slots(budget, now, needed: replies.count)
    let plan = PostingPlan(replies, slots, claims: claims)
    try await handOff(plan.misses, budget, now)
    let agenda = Array(plan.goesNow.prefix(Self.agendaSize))
    state.withLock { state in
      state.agenda = agenda
      // One that has more to send than its agenda, or did not see all replies and handed some off,
      // is followed by the next at once.
      let isWhole =
        agenda.count == plan.goesNow.count
        && (replies.count < Self.planSize || plan.misses.isEmpty)
      state.plannedAt = isWhole ? now : nil
      // A tenth of a millisecond a reply: plans take a small part of the time.
      state.pause = .milliseconds(20 + replies.count / 10)
      state.next = slots.next
      let waits = replies.count > agenda.count + plan.misses.count
      let again = agenda.isEmpty ? waits ? now + Self.planAtLeastEvery : nil : now + state.pause
      state.wakesAt =
        slots.free == 0 ? slots.next : [again, slots.next, plan.keptUntil].compactMap { $0 }.min()
    }
    return Ration(
      limit: agenda.isEmpty ? 0 : min(room, slots.free), rows: agenda,
      isChanged: !plan.misses.isEmpty)
  }

  private func slots(_ budget: PostingBudget, _ now: Date, needed: Int) -> PostingSlots {
    let (posted, opensAt) = state.withLock { state in
      (state.ledger.counted(budget, at: now), state.ledger.opensAt(from: now))
    }
    return PostingSlots(budget, posted: posted, now: now, opensAt: opensAt, needed: needed)
  }

  /// Where the platform counts anew at a known instant; otherwise no slot is ever lost.
  private func claims(_ budget: PostingBudget, _ now: Date) async throws -> PostingClaims {
    guard budget.isAligned else { return .none }
    let (isDue, row) = state.withLock { state in
      let isRecent = state.forecastAt.map { $0 <= now && now < $0 + Self.forecastEvery } ?? false
      return (!isRecent, state.forecast.lastRow)
    }
    if isDue {
      let new = try await parts.store.planned(
        connector: unit.id, after: row, limit: Self.forecastSize)
      state.withLock { state in
        state.forecast.note(new, at: now)
        state.forecastAt = now
        state.claims = state.forecast.claims(until: budget.counted(at: now).end, at: now)
      }
    }
    return state.withLock { $0.claims }
  }

  /// Once, and where a budget is another one than before.
  private func load(_ budget: PostingBudget, _ now: Date) async throws {
    if state.withLock({ $0.ledger.budget == budget }) { return }
    let posts = try await parts.store.posts(
      connector: unit.id, since: budget.counted(at: now).start)
    state.withLock { $0.ledger.load(budget, posts) }
  }

  private func handOff(_ misses: [QueuedReply], _ budget: PostingBudget, _ now: Date) async throws {
    guard !misses.isEmpty else { return }
    for start in stride(from: 0, to: misses.count, by: Self.diversionSize) {
      try await parts.store.divert(
        misses[start..<min(start + Self.diversionSize, misses.count)].map {
          diversion($0, budget, now)
        })
      parts.escalator.raise()
    }
    state.withLock { $0.untold += misses.count }
    tell(budget, now)
  }

  private func tell(_ budget: PostingBudget, _ now: Date) {
    let count = state.withLock { state in
      let isRecent = state.toldAt.map { $0 <= now && now < $0 + Self.alarmEvery } ?? false
      guard state.untold > 0, !isRecent else { return 0 }
      defer { state.untold = 0 }
      state.toldAt = now
      return state.untold
    }
    guard count > 0 else { return }
    parts.observer.observe(
      .alarm(
        .throttled,
        "\(unit.id) allows \(budget.text): \(count) replies that cannot be posted before their "
          + "deadlines were handed off"))
  }

  private func diversion(_ miss: QueuedReply, _ budget: PostingBudget, _ now: Date) -> Diversion {
    let reason =
      "cannot be posted before \(miss.deadline.formatted(.iso8601)): \(unit.id) allows "
      + budget.text
    var subject = Teams.Subject(reason: reason)
    subject.urgency = miss.urgency
    return Diversion(
      row: miss.row, fence: miss.fence, way: .handOff(reason),
      handoff: parts.teams.plan(subject, at: now), at: now)
  }
}

extension Settlement.Result {
  /// Whether the platform may count it as a post.
  fileprivate var mayHaveArrived: Bool {
    switch self {
    case .posted, .unknown: true
    case .retry, .rejected, .withheld, .absent, .unprovable: false
    }
  }
}
