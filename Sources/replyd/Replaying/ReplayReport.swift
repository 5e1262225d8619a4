import Engine
import Foundation
import PluginKit

/// A replay's outcome, as text and as JSON.
struct ReplayReport {
  let outcome: ReplayOutcome
  let wall: Double

  var json: JSONValue {
    let status = outcome.status
    return .object([
      .init("messages", .int(status.messages)), .init("answered", .int(status.answered)),
      .init("acknowledged", .int(status.acknowledged)),
      .init("handedOff", .int(status.handedOff)), .init("open", .int(status.open)),
      .init("ignored", Self.counts(status.ignored)),
      .init("firstReplySeconds", delays),
      .init(
        "acknowledgeWindow",
        [
          "met": .int(status.windowsMet["acknowledge"] ?? 0),
          "missed": .int(status.windowsMissed["acknowledge"] ?? 0),
        ]),
      .init("notifications", Self.counts(outcome.notifications)),
      .init("byTemplate", Self.counts(outcome.byTemplate)),
      .init("byStage", Self.counts(outcome.byStage)),
      .init("incidents", .array(outcome.incidents.map { $0.json(in: outcome.zone) })),
      .init("holds", .int(status.holds.count)), .init("alarms", .int(outcome.alarms)),
      .init("seconds", .rounded(wall, digits: 2)),
    ])
  }

  func printText() {
    let status = outcome.status
    Terminal.line("\(status.messages) messages in \(String(format: "%.1f", wall)) s")
    row("answered", status.answered)
    row("acknowledged", status.acknowledged)
    row("handed off", status.handedOff)
    row("ignored", status.ignoredTotal)
    table(status.ignored)
    row("still open", status.open)
    row("first reply within its window", status.windowsMet["acknowledge"] ?? 0)
    row("missed", status.windowsMissed["acknowledge"] ?? 0)
    if !outcome.delays.isEmpty {
      let texts = [0.5, 0.9, 0.99].map { "p\(Int($0 * 100)) \(Self.shown(percentile($0)))" }
      Terminal.line("time to the first reply: \(texts.joined(separator: ", "))")
    }
    section("notifications", outcome.notifications)
    section("by template", outcome.byTemplate)
    section("settled by", outcome.byStage)
    printIncidents()
  }

  private func printIncidents() {
    guard !outcome.incidents.isEmpty else { return }
    row("incidents", outcome.incidents.count)
    for incident in outcome.incidents.prefix(20) {
      IncidentText(incident.json(in: outcome.zone)).printRow()
    }
    let left = outcome.incidents.count - 20
    if left > 0 { Terminal.line("  … and \(left) more; see --json") }
  }

  private var delays: JSONValue {
    guard !outcome.delays.isEmpty else { return .null }
    return [
      "p50": .rounded(percentile(0.5), digits: 3), "p90": .rounded(percentile(0.9), digits: 3),
      "p99": .rounded(percentile(0.99), digits: 3),
    ]
  }

  /// Nearest rank.
  private func percentile(_ share: Double) -> Double {
    let rank = Int((share * Double(outcome.delays.count)).rounded(.up))
    return outcome.delays[min(max(rank - 1, 0), outcome.delays.count - 1)]
  }

  private static func shown(_ seconds: Double) -> String {
    seconds < 120
      ? String(format: "%.1f s", seconds)
      : seconds < 7200
        ? String(format: "%.1f min", seconds / 60) : String(format: "%.1f h", seconds / 3600)
  }

  private static func counts(_ counts: [String: Int]) -> JSONValue {
    .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })
  }

  private func section(_ name: String, _ counts: [String: Int]) {
    guard !counts.isEmpty else { return }
    Terminal.line(name)
    table(counts)
  }

  private func table(_ counts: [String: Int]) {
    for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(20) {
      row("  \(Terminal.safe(name, limit: 50))", count)
    }
  }

  private func row(_ name: String, _ value: Int) {
    Terminal.line("\(name)\(String(repeating: " ", count: max(1, 54 - name.count)))\(value)")
  }
}

/// What a changed config would do differently.
struct ReplayComparison {
  struct Difference {
    var message: Message.ID
    var before: ReplayOutcome.Line
    var after: ReplayOutcome.Line
  }

  let before: ReplayOutcome
  let after: ReplayOutcome

  var differences: [Difference] {
    before.order.compactMap { id in
      guard let old = before.lines[id], let new = after.lines[id],
        old.action != new.action || old.reply != new.reply
      else { return nil }
      return Difference(message: id, before: old, after: new)
    }
  }

  var moreBreaches: Int { after.breaches.count - before.breaches.count }
  var morePages: Int { after.pages - before.pages }

  var json: JSONValue {
    .object([
      .init("moreBreaches", .int(moreBreaches)), .init("morePages", .int(morePages)),
      .init(
        "differences",
        .array(
          differences.map { each in
            .object([
              .init("message", .string(each.message.description)),
              .init("before", Self.json(each.before)), .init("after", Self.json(each.after)),
            ])
          })),
    ])
  }

  func printText(limit: Int) {
    let all = differences
    Terminal.line("\(all.count) messages would be treated differently")
    for each in all.prefix(limit) {
      Terminal.line("  \(each.message)")
      Terminal.line("    before  \(Self.text(each.before))")
      Terminal.line("    after   \(Self.text(each.after))")
    }
    if all.count > limit { Terminal.line("  … and \(all.count - limit) more; see --json") }
    Terminal.line("missed windows \(before.breaches.count) → \(after.breaches.count)")
    Terminal.line("notifications \(before.pages) → \(after.pages)")
  }

  private static func text(_ line: ReplayOutcome.Line) -> String {
    let reply = line.reply.map { " “\(Terminal.safe($0, limit: 80))”" } ?? ""
    return "\(line.action)\(reply) (\(Terminal.safe(line.reason, limit: 60)))"
  }

  private static func json(_ line: ReplayOutcome.Line) -> JSONValue {
    [
      "action": .string(line.action), "reason": .string(line.reason),
      "reply": .optional(line.reply),
    ]
  }
}
