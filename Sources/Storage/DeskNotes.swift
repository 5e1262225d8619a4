import Engine
import Foundation
import GRDB
import PluginKit

/// What people write for each other, and the texts that they use again.
enum DeskNotes {
  /// In one conversation; who has more to say begins another one.
  static let maxNotes = 500
  static let maxMacros = 500

  static func add(
    _ db: Database, _ text: String, to conversation: Int64, by: String, at: Int64
  ) throws -> TimelineNote? {
    let text = storable(text)
    let isNew =
      try db.run(
        """
        INSERT INTO note(conversation, at, by, text) SELECT id, ?1, ?2, ?3 FROM conversation
        WHERE id = ?4 AND (SELECT count(*) FROM note WHERE conversation = ?4) < \(maxNotes)
        """, at, by, text, conversation) == 1
    return isNew ? TimelineNote(id: db.lastInsertedRowID, by: by, text: text) : nil
  }

  static func macros(_ db: Database) throws -> [Macro] {
    try db.all("SELECT id, name, text, by FROM macro ORDER BY name LIMIT \(maxMacros)") {
      Macro(id: $0.int(0), name: $0.text(1), text: $0.text(2), by: $0.text(3))
    }
  }

  /// One of the same name, in whatever case, is replaced.
  static func put(_ db: Database, _ macro: Macro, at: Int64) throws -> Macro? {
    var kept = macro
    kept.name = storable(macro.name)
    kept.text = storable(macro.text)
    let id = try db.integer(
      """
      INSERT INTO macro(name, text, by, at) SELECT ?1, ?2, ?3, ?4
      WHERE (SELECT count(*) FROM macro WHERE name <> ?1 COLLATE NOCASE) < \(maxMacros)
      ON CONFLICT(name) DO UPDATE SET name = excluded.name, text = excluded.text,
        by = excluded.by, at = excluded.at
      RETURNING id
      """, kept.name, kept.text, kept.by, at)
    guard let id else { return nil }
    kept.id = id
    return kept
  }

  static func remove(_ db: Database, macro id: Int64) throws -> Bool {
    try db.run("DELETE FROM macro WHERE id = ?", id) == 1
  }

  /// SQLite ends a text at its first NUL.
  private static func storable(_ text: String) -> String { text.replacing("\0", with: "\u{FFFD}") }
}
