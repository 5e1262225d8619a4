import Foundation
public import PluginKit

extension IncidentRow {
  public var json: JSONValue {
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
    ])
  }
}

extension IncidentRecord {
  /// The row with its steps, its timeline and its counts.
  public var json: JSONValue {
    guard case .object(let members) = row.json else { return row.json }
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
