import Engine
import PluginKit

/// What the operations answer, by name.
enum AnswerShapes {
  static let all: [(name: String, shape: Shape)] =
    simple + handoffs + incidents + watching + conversation + access

  private static let simple: [(name: String, shape: Shape)] = [
    ("Error", .fields([("error", .text)])),
    ("Object", .anything),
    ("Counts", .counts),
    ("Ended", .fields([("ended", .integer)])),
    ("Corrected", .fields([("corrected", .text)])),
    ("Released", .fields([("released", .integer)])),
  ]

  private static let handoffs: [(name: String, shape: Shape)] = [
    ("Handoff", .fields(handoff)),
    ("Handoffs", .list(.named("Handoff"))),
    (
      "Silence",
      .fields([
        ("id", .integer), ("team", .optional(.text)), ("category", .optional(.text)),
        ("connector", .optional(.text)), ("author", .optional(.text)), ("reason", .text),
        ("by", .text), ("at", .time), ("until", .time),
      ])
    ),
    ("Silences", .list(.named("Silence"))),
    (
      "Correction",
      .fields([
        ("id", .integer), ("message", .text), ("text", .text), ("at", .time), ("by", .text),
        ("kind", .choice(Correction.Kind.allCases.map(\.rawValue))), ("was", .optional(.text)),
        ("now", .optional(.text)),
      ])
    ),
    ("Corrections", .list(.named("Correction"))),
    (
      "Draft",
      .fields([
        ("id", .integer), ("message", .integer), ("messageID", .text), ("kind", .text),
        ("author", .text), ("messageText", .text), ("text", .text), ("until", .optional(.time)),
        ("suggestions", .list(.text)),
      ])
    ),
    ("Drafts", .list(.named("Draft"))),
  ]

  private static let handoff: [(String, Shape)] = [
    ("id", .integer), ("message", .integer), ("messageID", .text), ("team", .text),
    ("category", .optional(.text)), ("reason", .text),
    ("state", .choice(HandoffState.allCases.map(\.rawValue))), ("openedAt", .time),
    ("dueAt", .optional(.time)), ("takenBy", .optional(.text)), ("author", .text),
    ("text", .text), ("url", .optional(.text)),
    ("urgency", .choice(Urgency.allCases.map(\.name))), ("timesAsked", .integer),
    ("assignee", .optional(.text)), ("snoozedUntil", .optional(.time)),
    ("overdueAt", .optional(.time)), ("unreachedAt", .optional(.time)),
  ]

  private static let incidents: [(name: String, shape: Shape)] = [
    (
      "Hold",
      .fields([
        ("scope", .text), ("reason", .text), ("by", .text), ("at", .time),
        ("incident", .optional(.integer)),
      ])
    ),
    ("Holds", .list(.named("Hold"))),
    ("Drill", drill),
    ("IncidentRow", .fields(incident + [("steps", .integer), ("stepsDone", .integer)])),
    ("Incidents", .list(.named("IncidentRow"))),
    (
      "Incident",
      .fields(
        incident + [
          ("authors", .integer),
          (
            "steps",
            .list(
              .fields([
                ("number", .integer), ("action", .text), ("dueAt", .time),
                ("doneAt", .optional(.time)), ("outcome", .optional(.text)),
              ]))
          ), ("replies", .counts),
          (
            "timeline",
            .list(
              .fields([
                ("at", .time), ("event", .text), ("detail", .optional(.text)),
                ("message", .optional(.text)),
              ]))
          ),
        ])
    ),
  ]

  private static let drill = Shape.fields([
    ("procedure", .text),
    (
      "steps",
      .list(
        .fields([
          ("number", .integer), ("after", .text), ("action", .text), ("details", .list(.text)),
          ("problems", .list(.text)), ("wouldHold", .optional(.counts)),
        ]))
    ), ("resources", .list(.text)), ("people", .integer), ("mayResume", .list(.text)),
  ])

  private static let incident: [(String, Shape)] = [
    ("id", .integer), ("procedure", .text), ("category", .text),
    ("severity", .optional(.number)), ("state", .choice(["open", "resumed"])),
    ("openedAt", .time), ("openedBy", .text), ("resumedAt", .optional(.time)),
    ("messages", .integer), ("message", .optional(.text)), ("text", .optional(.text)),
    ("holds", .list(.text)), ("holding", .integer), ("agreed", .list(.text)),
    ("people", .integer), ("mayResume", .list(.text)), ("resources", .list(.text)),
    ("burst", .optional(.anything)),
  ]

  private static let watching: [(name: String, shape: Shape)] = [
    ("Status", .anything), ("Why", .anything), ("Report", .anything),
    ("ReportRows", .anything),
    (
      "Violations",
      .list(
        .fields([
          ("promise", .text), ("message", .optional(.integer)), ("what", .text),
          ("repair", .text),
        ]))
    ),
  ]

  private static let row: [(String, Shape)] = [
    ("conversation", .integer), ("connector", .text), ("platform", .text), ("authorName", .text),
    ("followers", .optional(.integer)), ("isPublic", .flag), ("createdAt", .time),
    ("messages", .integer), ("intent", .optional(.text)), ("sentiment", .optional(.text)),
    ("language", .optional(.text)), ("draft", .optional(.integer)),
    ("endedAt", .optional(.time)),
  ]

  private static let conversation: [(name: String, shape: Shape)] = [
    ("InboxRow", .fields(handoff + row)),
    (
      "Inbox",
      .fields([
        ("rows", .list(.named("InboxRow"))), ("next", .optional(.text)), ("counts", .counts),
      ])
    ),
    (
      "Conversation",
      .fields([
        ("id", .integer), ("connector", .text), ("platform", .text), ("author", .anything),
        ("isOwnedByHuman", .flag), ("summary", .optional(.text)), ("teams", .list(.text)),
        ("handoff", .optional(.named("Handoff"))), ("takenAt", .optional(.time)),
        ("draft", .optional(.named("Draft"))), ("entries", .list(.anything)),
        ("contacts", .list(.anything)), ("contactCount", .integer),
      ])
    ),
    ("Note", .fields([("id", .integer), ("by", .text), ("text", .text)])),
    (
      "Macro", .fields([("id", .integer), ("name", .text), ("text", .text), ("by", .text)])
    ),
    ("Macros", .list(.named("Macro"))), ("Removed", .fields([("removed", .integer)])),
    (
      "Reply",
      .fields([
        ("row", .integer), ("kind", .text), ("text", .text),
        ("state", .choice(ReplyState.allCases.map(\.rawValue))), ("by", .optional(.text)),
        ("url", .optional(.text)), ("detail", .optional(.text)),
        ("undoUntil", .optional(.time)),
      ])
    ),
    (
      "Review",
      .fields([
        ("passes", .flag), ("refusal", .optional(.text)), ("text", .text),
        ("length", .integer), ("limit", .integer),
      ])
    ),
    (
      "Bulk",
      .list(.fields([("id", .integer), ("done", .flag), ("refusal", .optional(.text))]))
    ),
  ]

  private static let access: [(name: String, shape: Shape)] = [
    (
      "User",
      .fields([
        ("id", .integer), ("name", .text), ("role", .choice(Role.allCases.map(\.rawValue))),
        ("teams", .optional(.list(.text))), ("totp", .flag), ("createdAt", .time),
        ("signedInAt", .optional(.time)), ("disabledAt", .optional(.time)),
      ])
    ),
    ("Users", .list(.named("User"))),
    (
      "Sessions",
      .list(
        .fields([
          ("id", .integer), ("createdAt", .time), ("seenAt", .time), ("address", .text),
          ("agent", .text),
        ]))
    ),
    (
      "Token",
      .fields([
        ("id", .integer), ("name", .text), ("role", .choice(Role.allCases.map(\.rawValue))),
        ("scopes", .list(.text)), ("teams", .optional(.list(.text))), ("createdBy", .text),
        ("createdAt", .time), ("expiresAt", .optional(.time)),
        ("lastUsedAt", .optional(.time)), ("revokedAt", .optional(.time)),
      ])
    ),
    ("Tokens", .list(.named("Token"))), ("Revoked", .fields([("revoked", .integer)])),
    (
      "Audit",
      .list(
        .fields([
          ("id", .integer), ("at", .time), ("who", .text), ("role", .optional(.text)),
          ("action", .text), ("target", .optional(.text)), ("detail", .optional(.text)),
          ("address", .optional(.text)),
          ("outcome", .choice(AuditEntry.Outcome.allCases.map(\.rawValue))),
        ]))
    ),
  ]
}
