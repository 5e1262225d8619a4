import Engine
import Foundation
import GRDB
import PluginKit

/// The whole record of one message.
enum Why {
  static func record(_ db: Database, of name: String) throws -> JSONValue? {
    guard let id = try row(db, of: name),
      let stored = try db.first(storedSQL, id, read: StoredMessage.init),
      let row = try db.row("SELECT * FROM message WHERE id = ?", id)
    else { return nil }
    return .object([
      .init("message", message(stored, row)),
      .init("decisions", .array(try decisions(db, id))),
      .init("replies", .array(try replies(db, id))),
      .init("handoffs", .array(try handoffs(db, id))),
      .init("deadlines", .array(try deadlines(db, id))),
      .init("events", .array(try events(db, id))),
    ])
  }

  /// A store row, `connector/remote`, a remote id, or the remote id of one of our replies.
  static func row(_ db: Database, of name: String) throws -> Int64? {
    if let row = Int64(name), let id = try db.integer("SELECT id FROM message WHERE id = ?", row) {
      return id
    }
    if let slash = name.firstIndex(of: "/") {
      let connector = String(name[..<slash])
      let remote = String(name[name.index(after: slash)...])
      if let id = try db.integer(
        "SELECT id FROM message WHERE connector = ? AND remote = ?", connector, remote)
      {
        return id
      }
    }
    return try db.integer("SELECT id FROM message WHERE remote = ? ORDER BY id LIMIT 1", name)
      ?? db.integer("SELECT message FROM reply WHERE remote = ? ORDER BY id LIMIT 1", name)
  }

  private static let storedSQL =
    "SELECT \(StoredMessage.columns) FROM \(StoredMessage.tables) WHERE m.id = ?"

  private static func message(_ stored: StoredMessage, _ row: Row) -> JSONValue {
    let message = stored.message
    return .object([
      .init("row", .int(row["id"] as Int64)), .init("id", .string(message.id.description)),
      .init("author", .string(message.author.shownName)), .init("text", .string(message.text)),
      .init("visibility", .string(message.visibility.name)),
      .init("createdAt", time(row, "createdAt")), .init("receivedAt", time(row, "receivedAt")),
      .init("editedAt", time(row, "editedAt")), .init("deletedAt", time(row, "deletedAt")),
      .init("cycle", .int(row["cycle"] as Int)), .init("state", .string(row["state"])),
      .init("closing", .optional(row["closing"])),
      .init("closingDetail", .optional(row["closingDetail"])),
      .init("addressed", message.isAddressed.map { .bool($0) } ?? .null),
      .init("rules", .array(message.rules.map { .string($0.reason) })),
      .init("crashes", .int(row["crashes"] as Int)),
      .init("conversationOwner", .string(stored.isOwnedByHuman ? "human" : "bot")),
    ])
  }

  private static func decisions(_ db: Database, _ id: Int64) throws -> [JSONValue] {
    try db.rows(
      """
      SELECT d.*, c.hash, c.versions FROM decision d LEFT JOIN config c ON c.id = d.config
      WHERE d.message = ? ORDER BY d.cycle
      """, id
    ).map { row in
      .object([
        .init("cycle", .int(row["cycle"] as Int)), .init("at", time(row, "at")),
        .init("action", .string(row["action"])), .init("reason", .string(row["reason"])),
        .init("config", .optional(row["hash"])),
        .init("versions", try parsed(row["versions"] ?? "{}")),
        .init("record", try parsed(row["record"])),
      ])
    }
  }

  private static func parsed(_ text: String) throws -> JSONValue {
    try JSONReader.read(text.utf8).plain
  }

  private static func replies(_ db: Database, _ id: Int64) throws -> [JSONValue] {
    try db.rows("SELECT * FROM reply WHERE message = ? ORDER BY id", id).map { row in
      let attempts = try db.rows(
        "SELECT * FROM attempt WHERE reply = ? ORDER BY id", row["id"] as Int64
      ).map { attempt in
        JSONValue.object([
          .init("number", .int(attempt["number"] as Int)),
          .init("startedAt", time(attempt, "startedAt")),
          .init("endedAt", time(attempt, "endedAt")),
          .init("outcome", .optional(attempt["outcome"])),
          .init("detail", .optional(attempt["detail"])),
        ])
      }
      return .object([
        .init("row", .int(row["id"] as Int64)), .init("cycle", .int(row["cycle"] as Int)),
        .init("kind", .string(row["kind"])), .init("state", .string(row["state"])),
        .init("text", .string(row["text"])), .init("template", .optional(row["template"])),
        .init("key", .string(row["key"])), .init("approvedBy", .optional(row["approvedBy"])),
        .init("postedAt", time(row, "postedAt")), .init("remote", .optional(row["remote"])),
        .init("url", .optional(row["url"])), .init("detail", .optional(row["detail"])),
        .init("attempts", .array(attempts)),
      ])
    }
  }

  private static func handoffs(_ db: Database, _ id: Int64) throws -> [JSONValue] {
    try db.rows("SELECT * FROM handoff WHERE message = ? ORDER BY id", id).map { row in
      let told = try db.rows(
        "SELECT * FROM notification WHERE handoff = ? ORDER BY id", row["id"] as Int64
      ).map { each in
        JSONValue.object([
          .init("notifier", .string(each["notifier"])), .init("person", .optional(each["person"])),
          .init("occasion", .string(each["occasion"])), .init("level", .int(each["level"] as Int)),
          .init("state", .string(each["state"])), .init("sentAt", time(each, "sentAt")),
          .init("attempts", .int(each["attempts"] as Int)),
          .init("detail", .optional(each["detail"])),
        ])
      }
      return .object([
        .init("row", .int(row["id"] as Int64)), .init("cycle", .int(row["cycle"] as Int)),
        .init("team", .string(row["team"])), .init("reason", .string(row["reason"])),
        .init("state", .string(row["state"])), .init("openedAt", time(row, "openedAt")),
        .init("takenBy", .optional(row["takenBy"])),
        .init("assignee", .optional(row["assignee"])),
        .init("urgency", .string((Urgency(rawValue: row["urgency"]) ?? .normal).name)),
        .init("timesAsked", .int(row["asked"] as Int)), .init("notifications", .array(told)),
      ])
    }
  }

  private static func deadlines(_ db: Database, _ id: Int64) throws -> [JSONValue] {
    try db.rows("SELECT * FROM deadline WHERE message = ? ORDER BY at, id", id).map { row in
      .object([
        .init("kind", .string(row["kind"])), .init("level", .int(row["level"] as Int)),
        .init("at", time(row, "at")), .init("outcome", .optional(row["outcome"])),
        .init("firedAt", time(row, "firedAt")),
      ])
    }
  }

  private static func events(_ db: Database, _ id: Int64) throws -> [JSONValue] {
    try db.rows("SELECT * FROM event WHERE message = ? ORDER BY number", id).map { row in
      .object([
        .init("at", time(row, "at")), .init("event", .string(row["kind"])),
        .init("detail", .optional(row["detail"])),
      ])
    }
  }

  private static func time(_ row: Row, _ column: String) -> JSONValue {
    row.date(column).map { .string($0.formatted(.iso8601)) } ?? .null
  }
}

extension Author {
  /// A handle, where the platform has them.
  fileprivate var shownName: String { handle.isEmpty ? id : handle }
}
