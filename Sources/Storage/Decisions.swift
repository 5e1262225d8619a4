import Engine
import Foundation
import GRDB
import PluginKit

/// Commits one decision with all that follows from it.
enum Decisions {
  static func decide(_ db: Database, _ decided: Decided, storeID: String) throws {
    let at = decided.at.milliseconds
    #if DEBUG
      if PlantedBug.noFence.isPlanted {
        try db.run(
          "UPDATE message SET state = 'evaluating', fence = ? WHERE id = ?", decided.fence,
          decided.row)
      }
    #endif
    let isMine =
      try db.run(
        """
        UPDATE message SET state = 'decided', fence = fence + 1
        WHERE id = ? AND fence = ? AND state = 'evaluating'
        """, decided.row, decided.fence) == 1
    // An edit or a deletion came first: its own cycle decides.
    guard isMine,
      let owner = try db.first(
        "SELECT connector, conversation, author FROM message WHERE id = ?", decided.row,
        read: Owner.init)
    else { return }
    try record(db, decided)
    let group = try decided.burst.flatMap { plan in
      try plan.burst.flatMap { burst in
        try Bursts.enter(
          db, plan, burst, message: decided.row, config: decided.config, at: at)
      }
    }
    if decided.action == .ignore {
      try Closings.close(db, decided.row, .ignored, decided.reason, at: at)
      return try NativeAnswers.resolve(db, message: decided.row, at: at)
    }
    try Deadlines.insert(
      db, decided.row, decided.cycle, .acknowledge, at: decided.acknowledgeBy)
    try Deadlines.insert(db, decided.row, decided.cycle, .human, at: decided.humanBy)
    if decided.isWatched {
      try Outcomes.begin(db, message: decided.row, cycle: decided.cycle, since: at)
    }
    if let plan = decided.handoff {
      try Handoffs.open(
        db, message: decided.row, cycle: decided.cycle, plan, in: group, at: at)
    }
    let incident = try decided.incident.map { plan in
      try Incidents.open(
        db, plan, message: decided.row, conversation: owner.conversation, config: decided.config,
        by: "pipeline", at: at)
    }
    if let reason = decided.hold {
      _ = try Holds.add(
        db, .conversation(owner.conversation), reason: reason, by: "pipeline", incident: incident,
        at: at)
    }
    for reply in decided.replies {
      try insert(db, reply, decided, owner, storeID: storeID)
    }
    try NativeAnswers.resolve(db, message: decided.row, at: at)
  }

  /// Whose conversation a reply goes into.
  private struct Owner {
    var connector: String
    var conversation: Int64
    var author: Int64

    init(_ columns: Columns) {
      connector = columns.text(0)
      conversation = columns.int(1)
      author = columns.int(2)
    }
  }

  static func record(_ db: Database, _ decided: Decided) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO decision(message, cycle, at, action, reason, record, config)
      VALUES(?, ?, ?, ?, ?, ?, ?)
      """, decided.row, decided.cycle, decided.at.milliseconds, decided.action.rawValue,
      decided.reason, decided.record, decided.config)
    try db.event(
      decided.row, "decided", "\(decided.action.rawValue): \(decided.reason)",
      at: decided.at.milliseconds)
  }

  private static func insert(
    _ db: Database, _ reply: PlannedReply, _ decided: Decided, _ owner: Owner, storeID: String
  ) throws {
    let state: ReplyState = reply.isDraft ? .draft : .queued
    let isNew =
      try db.run(
        """
        INSERT INTO reply(message, cycle, kind, connector, conversation, author, key, text,
          language, template, visibility, state, urgency, notBefore, deadline, staleAt, config)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(message, cycle, kind, number) DO NOTHING
        """, decided.row, decided.cycle, reply.kind.rawValue, owner.connector,
        owner.conversation, owner.author,
        "replyd-\(storeID)-\(decided.row)-\(decided.cycle)-\(reply.kind)",
        reply.text, reply.language, reply.template, reply.visibility.rawValue, state.rawValue,
        reply.urgency.rawValue, decided.at.milliseconds, reply.deadline.milliseconds,
        reply.staleAt.milliseconds, decided.config) == 1
    if isNew { try Holds.apply(db, reply: db.lastInsertedRowID, at: decided.at.milliseconds) }
    try Deadlines.insert(db, decided.row, decided.cycle, .stale, at: reply.staleAt)
    if let until = reply.draftUntil {
      try Deadlines.insert(db, decided.row, decided.cycle, .draft, at: until)
    }
  }
}
