import Engine
import Foundation
import GRDB
import PluginKit

/// The steps of procedures: each is done once, in one transaction with what it does.
enum IncidentSteps {
  private static let isNext = """
    s.doneAt IS NULL AND NOT EXISTS (SELECT 1 FROM incidentStep e
      WHERE e.incident = s.incident AND e.number < s.number AND e.doneAt IS NULL)
    """

  static func due(_ db: Database, limit: Int, now: Date) throws -> [DueStep] {
    try db.all(
      """
      SELECT \(StoredMessage.columns), s.incident, s.number, s.action, s.dueAt, i.category,
        i.procedure, (SELECT coalesce(h.takenBy, 'somebody') FROM handoff h
          WHERE h.message = i.message AND h.state IN ('taken', 'answered') ORDER BY h.id LIMIT 1),
        CASE i.kind WHEN 'message' THEN NULL
          ELSE coalesce(json_extract(i.topic, '$.words'), '[]') END
      FROM incidentStep s CROSS JOIN incident i ON i.id = s.incident
        CROSS JOIN \(StoredMessage.tables)
      WHERE m.id = i.message AND s.dueAt <= ? AND \(isNext)
      ORDER BY s.dueAt, s.incident LIMIT ?
      """, now.milliseconds, limit
    ) { columns in
      let own = StoredMessage.width
      let stored = StoredMessage(columns)
      return (
        stored, columns.int(own), columns.number(own + 1), columns.text(own + 2),
        columns.date(own + 3), columns.text(own + 4), columns.text(own + 5),
        columns.optional(columns.text, own + 6), columns.optional(columns.text, own + 7)
      )
    }.compactMap { stored, incident, number, action, at, category, procedure, takenBy, words in
      guard let action = StepAction(json: try JSONReader.read(action.utf8).plain) else {
        return nil
      }
      return DueStep(
        incident: incident, number: number, action: action, at: at, category: category,
        procedure: procedure, message: stored.message, conversation: stored.conversation,
        takenBy: takenBy, burstWords: try words.map(IncidentRows.texts))
    }
  }

  static func next(_ db: Database) throws -> Date? {
    try db.integer("SELECT min(s.dueAt) FROM incidentStep s WHERE \(isNext)")
      .map { Date(milliseconds: $0) }
  }

  /// nil when it was done before, or its incident has ended.
  static func perform(_ db: Database, _ run: StepRun) throws -> String? {
    let step = run.step
    let at = run.at.milliseconds
    let isMine =
      try db.run(
        """
        UPDATE incidentStep SET doneAt = ? WHERE incident = ? AND number = ? AND doneAt IS NULL
        """, at, step.incident, step.number) == 1
    guard isMine else { return nil }
    let outcome = try effect(db, run, at: at)
    try db.run(
      "UPDATE incidentStep SET outcome = ? WHERE incident = ? AND number = ?", outcome,
      step.incident, step.number)
    try Incidents.event(db, step.incident, "step \(step.number)", outcome, at: at)
    return outcome
  }

  private static func effect(_ db: Database, _ run: StepRun, at: Int64) throws -> String {
    let incident = run.step.incident
    switch run.effect {
    case .skip(let why): return "skipped: \(why)"
    case .hold(let scope):
      // The decision that opened it has put its conversation on hold.
      let isOn = try db.exists(
        """
        SELECT 1 FROM hold WHERE incident = ? AND releasedAt IS NULL AND scope = ? AND target IS ?
        LIMIT 1
        """, incident, scope.name, scope.target)
      if isOn { return "on hold already: \(scope.text)" }
      _ = try Holds.add(
        db, scope, reason: "incident #\(incident): \(run.step.category)",
        by: "procedure \(run.step.procedure)", incident: incident, at: at)
      let held =
        try db.integer("SELECT count(*) FROM heldReply WHERE incident = ?", incident) ?? 0
      return "on hold: \(scope.text); \(held) replies kept back"
    case .tell(let recipients): return try tell(db, run, recipients, at: at)
    case .say(let words, let listeners, let mode):
      let step = StatementStep(
        words: words, listeners: listeners, mode: mode, procedure: run.step.procedure,
        config: run.config)
      let count = try Statements.say(db, step, in: incident, at: at)
      return "holding statement to \(count) \(count == 1 ? "author" : "authors")"
    }
  }

  /// Whoever was told of the message already is not told again.
  private static func tell(
    _ db: Database, _ run: StepRun, _ recipients: [Recipient], at: Int64
  ) throws -> String {
    if run.step.burstWords != nil {
      for recipient in recipients {
        try Notices.tell(db, run.step.incident, recipient, .opened, at: at)
      }
      return "telling \(recipients.map { $0.person ?? $0.notifier }.joined(separator: ", "))"
    }
    let handoff = try db.integer(
      """
      SELECT max(h.id) FROM incident i JOIN handoff h ON h.message = i.message WHERE i.id = ?
      """, run.step.incident)
    guard let handoff else { return "skipped: its message has no handoff" }
    var told: [String] = []
    for recipient in recipients {
      let isKnown = try db.exists(
        """
        SELECT 1 FROM notification WHERE handoff = ? AND notifier = ? AND occasion = 'opened'
          AND state IN ('pending', 'sent') LIMIT 1
        """, handoff, recipient.notifier)
      if isKnown { continue }
      try Notifications.add(
        db, handoff, recipient, .incident, level: run.step.number, at: at)
      told.append(recipient.person ?? recipient.notifier)
    }
    return told.isEmpty
      ? "the handoff tells all of them" : "telling \(told.joined(separator: ", "))"
  }
}
