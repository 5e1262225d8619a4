public import Engine
public import Foundation
import GRDB

/// Links in notifications: what they are about, and which were used.
enum UsedLinks {
  static func handoff(_ db: Database, _ id: Int64) throws -> LinkedHandoff? {
    guard let found = try db.row(Handoffs.listSQL + " WHERE h.id = ?", id) else { return nil }
    let row = Handoffs.row(found)
    let endedBy = try db.first(
      "SELECT detail FROM event WHERE message = ? AND kind = ? ORDER BY number DESC LIMIT 1",
      row.message, "handoff \(row.state.rawValue)"
    ) { $0.optional($0.text, 0) }
    return LinkedHandoff(
      row: row, takenAt: found.date("takenAt"), endedAt: found.date("closedAt"),
      endedBy: endedBy ?? nil, snoozedUntil: found.date("snoozedUntil"))
  }

  static func use(_ db: Database, of link: String) throws -> LinkUse? {
    try db.first("SELECT by, at FROM usedLink WHERE link = ?", link) {
      LinkUse(by: $0.text(0), at: $0.date(1))
    }
  }

  /// False when it was used before.
  static func use(
    _ db: Database, _ link: String, by: String, at: Int64, until: Int64
  ) throws -> Bool {
    try db.run("DELETE FROM usedLink WHERE until < ? AND link <> ?", at, link)
    return try db.run(
      """
      INSERT INTO usedLink(link, at, by, until) VALUES(?, ?, ?, ?) ON CONFLICT(link) DO NOTHING
      """, link, at, by, until) == 1
  }
}

extension SQLiteStore {
  public func linkedHandoff(_ id: Int64) async throws -> LinkedHandoff? {
    try await commits.read { db in try UsedLinks.handoff(db, id) }
  }

  public func linkUse(_ id: String) async throws -> LinkUse? {
    try await commits.read { db in try UsedLinks.use(db, of: id) }
  }

  public func useLink(_ id: String, by: String, at: Date, until: Date) async throws -> Bool {
    try await commits.write { db in
      try UsedLinks.use(db, id, by: by, at: at.milliseconds, until: until.milliseconds)
    }
  }
}
