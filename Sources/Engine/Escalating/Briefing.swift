import Foundation
import PluginKit

/// Puts together what a human needs to act, from what the store knows of a handoff.
struct Briefing: Sendable {
  /// Of a customer's text in a list.
  static let briefLength = 140

  let teams: Teams
  let links: (any LinkMaking)?
  let masks: Masking
  let now: Date

  /// Of rows that concern one incident: the most pressing one whole, the others in a line each.
  func notification(_ rows: [DueNotification]) -> HandoffNotification {
    let lead = rows.max { Self.weight($0) < Self.weight($1) } ?? rows[0]
    var seen: Set<Int64> = [lead.handoff.id]
    let others = rows.filter { seen.insert($0.handoff.id).inserted }
    var notification = notification(lead, told: seen.sorted())
    notification.others = others.map { brief($0) }
    notification.urgency = rows.map(\.handoff.urgency).max() ?? notification.urgency
    return notification
  }

  func digest(_ rows: [DueNotification]) -> DigestNotification {
    let byHandoff = Dictionary(grouping: rows) { $0.handoff.id }
    let told = byHandoff.values.map { rows in
      let lead = rows.max { Self.weight($0) < Self.weight($1) } ?? rows[0]
      return notification(lead, told: [lead.handoff.id])
    }
    .sorted { ($1.urgency, $0.openedAt, $0.handoff) < ($0.urgency, $1.openedAt, $1.handoff) }
    let first = rows[0]
    let ids = rows.map(\.row)
    return DigestNotification(
      key: "replyd-\(first.storeID)-digest-\(ids.min() ?? 0)-\(ids.max() ?? 0)", kind: .waiting,
      team: first.handoff.team,
      title: "\(told.count) handoffs wait for \(first.handoff.team)", handoffs: told, at: now)
  }

  /// What is told when several things are to be told of one handoff.
  private static func weight(_ row: DueNotification) -> (Int, Int, Int) {
    let order: [HandoffNotification.Occasion] = [
      .opened, .incident, .reassigned, .woken, .escalated, .warning, .overdue,
    ]
    return (row.handoff.urgency.rawValue, order.firstIndex(of: row.occasion) ?? 0, row.level)
  }
}

extension Briefing {
  private func notification(_ due: DueNotification, told: [Int64]) -> HandoffNotification {
    let facts = due.handoff
    let key = key(due)
    let record = Record(facts.record)
    var message = facts.message
    message.text = masks.masked(message.text)
    if facts.isDeleted { message.text = "(deleted by its author)" }
    message.contentWarning = message.contentWarning.map(masks.masked)
    let isOver = due.occasion == .ended
    return HandoffNotification(
      key: key, handoff: facts.id, team: facts.team,
      level: due.occasion == .escalated ? due.level : 0, occasion: due.occasion,
      urgency: facts.urgency, reason: masks.masked(facts.reason), category: facts.category,
      message: message, conversation: facts.conversation.map(masked), timesAsked: facts.timesAsked,
      replies: facts.replies,
      insight: Insight(
        sentiment: record.label("sentiment"), intent: record.label("intent"),
        severity: record.severity, evidence: record.evidence.map(masks.masked)),
      suggestion: record.suggestion.flatMap { facts.replies.contains($0) ? nil : $0 },
      resources: facts.resources, openedAt: facts.openedAt, dueAt: facts.dueAt,
      windowUsed: due.occasion == .warning ? due.level : nil,
      reader: Reader(
        name: due.person.flatMap { teams.people[$0]?.name },
        due: facts.dueAt.map { dueText($0, due.person) }),
      links: isOver
        ? nil : links?.links(handoffs: told, person: due.person, key: key, at: now),
      takenBy: facts.takenBy, ending: isOver || due.occasion == .failed ? facts.note : nil,
      thread: "replyd-\(due.storeID)-\(facts.incident)")
  }

  /// The same for every repeat.
  private func key(_ due: DueNotification) -> String {
    let start = "replyd-\(due.storeID)-\(due.handoff.id)"
    return switch due.occasion {
    case .opened, .escalated: "\(start)-\(due.level)"
    default: "\(start)-\(due.occasion.rawValue)-\(due.level)"
    }
  }

  private func masked(_ entry: History.Entry) -> History.Entry {
    var entry = entry
    if !entry.isOurs { entry.text = masks.masked(entry.text) }
    return entry
  }

  private func dueText(_ due: Date, _ person: String?) -> String {
    let left = Duration.seconds(due.timeIntervalSince(now))
    let when = left >= .zero ? "in \(left.words)" : "\(left.words) ago"
    return "\(teams.clockText(due, for: person)), \(when)"
  }

  private func brief(_ due: DueNotification) -> HandoffBrief {
    let message = due.handoff.message
    let text = masks.masked(message.text)
    let isLong = text.count > Self.briefLength
    return HandoffBrief(
      handoff: due.handoff.id, author: message.author.handle,
      text: isLong ? text.prefix(Self.briefLength) + "…" : text, urgency: due.handoff.urgency,
      due: due.handoff.dueAt.map { dueText($0, due.person) }, post: message.url)
  }

  /// The stored record of a decision.
  private struct Record {
    private let value: JSONValue

    init(_ text: String) {
      do { value = try JSONReader.read(Array(text.utf8)).plain } catch { value = .null }
    }

    func label(_ finding: String) -> String? { value["findings"]?[finding]?["label"]?.string }
    var severity: Double? { value["findings"]?["crisis"]?["severity"]?.number }

    var evidence: [String] {
      guard case .object(let members)? = value["evidence"] else { return [] }
      return members.flatMap { $0.value.array ?? [] }.compactMap(\.string)
    }

    /// An answer that a stage had and that did not win, or was not allowed.
    var suggestion: String? {
      value["proposals"]?.array?.first { $0["proposes"]?.string == "answer" }?["text"]?.string
    }
  }
}
