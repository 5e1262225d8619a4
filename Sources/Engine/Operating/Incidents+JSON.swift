public import Foundation
public import PluginKit

extension IncidentRow {
  public func json(in zone: TimeZone) -> JSONValue {
    .object([
      .init("id", .int(id)), .init("procedure", .string(procedure)),
      .init("category", .string(category)),
      .init("severity", severity.map { .rounded($0, digits: 2) } ?? .null),
      .init("state", .string(resumedAt == nil ? "open" : "resumed")),
      .init("openedAt", .time(openedAt)), .init("openedBy", .string(openedBy)),
      .init("resumedAt", .time(resumedAt)), .init("messages", .int(messages)),
      .init("message", .optional(message)), .init("text", .optional(text)),
      .init("steps", .int(steps)), .init("stepsDone", .int(stepsDone)),
      .init("holds", .strings(holds)), .init("holding", .int(holding)),
      .init("agreed", .strings(agreed)), .init("people", .int(people)),
      .init("mayResume", .strings(mayResume)), .init("resources", .strings(resources)),
      .init("burst", burst?.json(in: zone) ?? .null),
    ])
  }
}

extension IncidentRow.Burst {
  func json(in zone: TimeZone) -> JSONValue {
    func counts(_ counts: [String: Int]) -> JSONValue {
      .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })
    }
    let briefing = BurstBriefing(zone: zone, masks: Masking([]), now: facts.lastAt)
    return .object([
      .init("kind", .string(facts.kind.rawValue)), .init("name", .string(facts.name)),
      .init("sentence", .string(briefing.sentence(facts))),
      .init("usualPerHour", .rounded(facts.usualPerHour, digits: 2)),
      .init("firstAt", .time(facts.firstAt)), .init("lastAt", .time(facts.lastAt)),
      .init("quietAt", .time(quietAt)), .init("mergedInto", mergedInto.map { .int($0) } ?? .null),
      .init("sentiments", counts(facts.sentiments)),
      .init("connectors", counts(facts.connectors)), .init("examples", .strings(facts.examples)),
    ])
  }
}

extension IncidentRecord {
  /// The row with its steps, its timeline and its counts.
  public func json(in zone: TimeZone) -> JSONValue {
    guard case .object(let members) = row.json(in: zone) else { return .null }
    return .object(
      members.filter { $0.key != "steps" && $0.key != "stepsDone" } + [
        .init("authors", .int(authors)), .init("steps", .array(steps.map(\.json))),
        .init("replies", replies.json), .init("timeline", .array(events.map(\.json))),
      ])
  }
}

extension IncidentRecord.Step {
  var json: JSONValue {
    .object([
      .init("number", .int(number)), .init("action", .string(action.text)),
      .init("dueAt", .time(dueAt)), .init("doneAt", .time(doneAt)),
      .init("outcome", .optional(outcome)),
    ])
  }
}

extension IncidentRecord.Event {
  var json: JSONValue {
    .object([
      .init("at", .time(at)), .init("event", .string(kind)), .init("detail", .optional(detail)),
      .init("message", .optional(message)),
    ])
  }
}

extension IncidentRecord.Replies {
  var json: JSONValue {
    [
      "held": .int(held), "released": .int(released), "dropped": .int(dropped),
      "waiting": .int(waiting), "onTheirWay": .int(onTheirWay), "statements": .int(statements),
    ]
  }
}
