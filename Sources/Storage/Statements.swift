import Engine
import Foundation
import GRDB
import PluginKit

/// Holding statements: what an incident says to an author, once.
enum Statements {
  /// Says it to whoever wrote to the incident, and where the step says so, to everybody whose reply
  /// it holds. Returns how many authors that were.
  static func say(
    _ db: Database, _ step: StatementStep, in incident: Int64, at: Int64
  ) throws -> Int {
    var messages = try db.all(
      "SELECT message FROM incidentMessage WHERE incident = ? ORDER BY message", incident
    ) { $0.int(0) }
    if step.listeners == .held {
      messages += try db.all(
        """
        SELECT r.message FROM heldReply k JOIN reply r ON r.id = k.reply
        WHERE k.incident = ? AND r.state = 'held' ORDER BY r.id
        """, incident
      ) { $0.int(0) }
    }
    return try messages.count { try add(db, step, to: $0, in: incident, at: at) }
  }

  /// A message that joins an incident whose statement is out hears it too.
  static func joined(
    _ db: Database, message: Int64, _ incident: Int64, config: Int64, at: Int64
  ) throws {
    for step in try StatementStep.done(db, incident, config: config) {
      _ = try add(db, step, to: message, in: incident, at: at)
    }
  }

  /// The same for a reply that the incident keeps back from now on.
  static func held(_ db: Database, reply: Int64, by incident: Int64, at: Int64) throws {
    let held = try db.first(
      "SELECT message, config FROM reply WHERE id = ? AND kind <> 'holdingStatement'", reply
    ) { (message: $0.int(0), config: $0.int(1)) }
    guard let held else { return }
    for step in try StatementStep.done(db, incident, config: held.config)
    where step.listeners == .held {
      _ = try add(db, step, to: held.message, in: incident, at: at)
    }
  }

  /// Once an author: the row of `incidentStatement` decides.
  private static func add(
    _ db: Database, _ step: StatementStep, to message: Int64, in incident: Int64, at: Int64
  ) throws -> Bool {
    guard let hearer = try db.first(hearerSQL, message, read: Hearer.init),
      let words = step.words.text(for: hearer.language)
    else { return false }
    let isFirst =
      try db.run(
        """
        INSERT INTO incidentStatement(incident, author, message) VALUES(?, ?, ?)
        ON CONFLICT(incident, author) DO NOTHING
        """, incident, hearer.author, message) == 1
    guard isFirst else { return false }
    let isNew =
      try db.run(
        """
        INSERT INTO reply(message, cycle, kind, connector, conversation, author, key, text,
          language, template, visibility, state, urgency, notBefore, deadline, staleAt, config)
        SELECT m.id, m.cycle, ?1, m.connector, m.conversation, ?2,
          'replyd-' || s.value || '-' || m.id || '-' || m.cycle || '-' || ?1, ?3, ?4, ?5,
          m.visibility, ?6, ?7, ?8,
          coalesce((SELECT min(at) FROM deadline WHERE message = m.id AND cycle = m.cycle
            AND kind = 'acknowledge' AND firedAt IS NULL), ?8), ?8 + i.staleAfter, ?9
        FROM message m, meta s, incident i WHERE m.id = ?10 AND s.name = 'storeID' AND i.id = ?11
        ON CONFLICT(message, cycle, kind, number) DO NOTHING
        """, Reply.Kind.holdingStatement.rawValue, hearer.author,
        words.text.replacing("{{author}}", with: hearer.name), words.language,
        "procedure:\(step.procedure)", step.mode == .auto ? "queued" : "draft",
        Urgency.critical.rawValue, at, step.config, message, incident) == 1
    guard isNew else { return false }
    let reply = db.lastInsertedRowID
    try db.event(message, "holding statement", "incident #\(incident)", at: at)
    try Holds.apply(db, reply: reply, at: at)
    return true
  }

  private static let hearerSQL = """
    SELECT m.author, coalesce((SELECT json_extract(d.record, '$.findings.language.code')
      FROM decision d WHERE d.message = m.id AND d.cycle = m.cycle), m.language), a.name
    FROM message m JOIN author a ON a.id = m.author
    WHERE m.id = ? AND m.deletedAt IS NULL AND m.automated = 0 AND a.bot = 0
      AND m.state IN ('decided', 'closed')
    """

  private struct Hearer {
    var author: Int64
    var language: String?
    var name: String

    init(_ columns: Columns) {
      author = columns.int(0)
      language = columns.optional(columns.text, 1)
      name = columns.text(2)
    }
  }
}

/// A step that says something.
struct StatementStep {
  var words: [StepAction.Words]
  var listeners: StepAction.Listeners
  var mode: Mode
  var procedure: String
  var config: Int64

  /// Those of an incident that were done and not skipped, with their words as they were said.
  ///
  /// - Parameter config: that says them now.
  static func done(_ db: Database, _ incident: Int64, config: Int64) throws -> [StatementStep] {
    let rows = try db.all(
      """
      SELECT s.action, i.procedure
      FROM incidentStep s JOIN incident i ON i.id = s.incident
      WHERE s.incident = ? AND s.doneAt IS NOT NULL AND i.resumedAt IS NULL
      """, incident
    ) { ($0.text(0), $0.text(1)) }
    return try rows.compactMap { action, procedure in
      guard
        case .say(let words, let listeners, let mode)? = StepAction(
          json: try JSONReader.read(action.utf8).plain)
      else { return nil }
      return StatementStep(
        words: words, listeners: listeners, mode: mode, procedure: procedure, config: config)
    }
  }
}
