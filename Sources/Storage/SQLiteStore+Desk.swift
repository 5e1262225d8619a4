public import Engine
public import Foundation
import GRDB

/// What people in the console read and leave.
extension SQLiteStore: DeskStore {
  public func inbox(_ query: InboxQuery, now: Date) async throws -> InboxPage {
    try await commits.read { db in try DeskInbox.page(db, query, now: now.milliseconds) }
  }

  public func conversation(_ id: Int64, now: Date) async throws -> ConversationRecord? {
    try await commits.read { db in
      try DeskConversation.read(db, id, now: now.milliseconds)
    }?.finished()
  }

  public func conversation(ofHandoff id: Int64) async throws -> Int64? {
    try await commits.read { db in
      try db.integer(
        """
        SELECT m.conversation FROM handoff h JOIN message m ON m.id = h.message WHERE h.id = ?
        """, id)
    }
  }

  public func conversation(ofReply id: Int64) async throws -> Int64? {
    try await commits.read { db in
      try db.integer("SELECT conversation FROM reply WHERE id = ?", id)
    }
  }

  public func team(ofHandoff id: Int64) async throws -> String? {
    try await commits.read { db in
      try db.first("SELECT team FROM handoff WHERE id = ?", id) { $0.text(0) }
    }
  }

  public func counts(teams: Set<String>?, now: Date) async throws -> DeskCounts {
    try await commits.read { db in
      try DeskInbox.counts(db, teams: teams, now: now.milliseconds)
    }
  }

  public func teams(ofConversation id: Int64) async throws -> Set<String>? {
    try await commits.read { db in
      guard try db.exists("SELECT 1 FROM conversation WHERE id = ?", id) else { return nil }
      return try DeskConversation.teams(db, of: id)
    }
  }

  public func addNote(_ text: String, to conversation: Int64, by: String, at: Date) async throws
    -> TimelineNote?
  {
    try await commits.write { db in
      try DeskNotes.add(db, text, to: conversation, by: by, at: at.milliseconds)
    }
  }

  public func macros() async throws -> [Macro] {
    try await commits.read { db in try DeskNotes.macros(db) }
  }

  public func put(_ macro: Macro, at: Date) async throws -> Macro? {
    try await commits.write { db in try DeskNotes.put(db, macro, at: at.milliseconds) }
  }

  public func removeMacro(_ id: Int64) async throws -> Bool {
    try await commits.write { db in try DeskNotes.remove(db, macro: id) }
  }

  public func undo(reply: Int64, by: String, at: Date) async throws -> TimelineReply? {
    try await commits.write { db in
      try HumanReplies.undo(db, reply, by: by, at: at.milliseconds)
    }
  }
}
