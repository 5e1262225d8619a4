import Engine
import Foundation
import GRDB

/// Where people contradicted the machine.
enum Corrections {
  static func add(
    _ db: Database, _ message: Int64, _ kind: Correction.Kind, by: String, was: String? = nil,
    now: String? = nil, at: Int64
  ) throws {
    try db.run(
      "INSERT INTO correction(message, at, by, kind, was, now) VALUES(?, ?, ?, ?, ?, ?)", message,
      at, by, kind.rawValue, was, now)
    try db.event(message, "corrected", "\(kind.rawValue) by \(by)", at: at)
  }

  static func list(_ db: Database, after: Int64, limit: Int) throws -> [Correction] {
    try db.all(
      """
      SELECT c.id, m.connector || '/' || m.remote, m.text, c.at, c.by, c.kind, c.was, c.now
      FROM correction c JOIN message m ON m.id = c.message WHERE c.id > ? ORDER BY c.id LIMIT ?
      """, after, limit
    ) {
      Correction(
        id: $0.int(0), messageID: $0.text(1), text: $0.text(2), at: $0.date(3), by: $0.text(4),
        kind: Correction.Kind(rawValue: $0.text(5)) ?? .label, was: $0.optional($0.text, 6),
        now: $0.optional($0.text, 7))
    }
  }
}

/// What nobody is told of for a while.
enum Silences {
  static func active(_ db: Database, now: Int64) throws -> [Silence] {
    try db.all(
      """
      SELECT id, team, category, connector, author, reason, by, at, until FROM silence
      WHERE endedAt IS NULL AND until > ?
      """, now
    ) {
      Silence(
        id: $0.int(0), team: $0.optional($0.text, 1), category: $0.optional($0.text, 2),
        connector: $0.optional($0.text, 3), author: $0.optional($0.text, 4), reason: $0.text(5),
        by: $0.text(6), at: $0.date(7), until: $0.date(8))
    }
  }

  static func add(_ db: Database, _ silence: Silence) throws -> Silence {
    try db.run(
      """
      INSERT INTO silence(team, category, connector, author, reason, by, at, until)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?)
      """, silence.team, silence.category, silence.connector, silence.author, silence.reason,
      silence.by, silence.at.milliseconds, silence.until.milliseconds)
    var added = silence
    added.id = db.lastInsertedRowID
    return added
  }

  /// What it kept back is told now.
  static func end(_ db: Database, _ id: Int64, by: String, at: Int64) throws -> Bool {
    guard
      let until = try db.integer(
        "SELECT until FROM silence WHERE id = ? AND endedAt IS NULL", id)
    else { return false }
    try db.run("UPDATE silence SET endedAt = ?, endedBy = ? WHERE id = ?", at, by, id)
    try db.run(
      "UPDATE notification SET notBefore = ? WHERE state = 'pending' AND notBefore = ?", at, until)
    return true
  }
}
