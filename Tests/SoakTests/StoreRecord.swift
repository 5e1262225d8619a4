import GRDB

/// What a daemon that has ended left in its store.
struct StoreRecord {
  struct Message {
    var remote: String
    var state: String
    var closing: String?
    var detail: String?
    var visibility: Int
    var isCoalesced: Bool
  }

  struct Reply {
    /// The remote id of the message it answers.
    var parent: String
    var kind: String
    var cycle: Int
    var state: String
    var remote: String?
    var visibility: Int
  }

  let messages: [Message]
  let replies: [Reply]
  let attempts: [String: Int]
  let handoffReasons: [String]

  /// Only while no daemon has the file open.
  init(path: String) throws {
    let queue = try DatabaseQueue(path: path)
    (messages, replies, attempts, handoffReasons) = try queue.read { db in
      (
        try Self.messages(db), try Self.replies(db), try Self.attempts(db),
        try String.fetchAll(db, sql: "SELECT reason FROM handoff ORDER BY id")
      )
    }
    try queue.close()
  }

  var posted: [Reply] { replies.filter { $0.state == "posted" } }
  func message(_ remote: String) -> Message? { messages.first { $0.remote == remote } }
  func replies(to remote: String) -> [Reply] { replies.filter { $0.parent == remote } }

  private static func messages(_ db: Database) throws -> [Message] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT remote, state, closing, closingDetail, visibility, coalescedInto IS NOT NULL AS merged
        FROM message ORDER BY id
        """
    ).map {
      Message(
        remote: $0["remote"], state: $0["state"], closing: $0["closing"],
        detail: $0["closingDetail"], visibility: $0["visibility"], isCoalesced: $0["merged"])
    }
  }

  private static func replies(_ db: Database) throws -> [Reply] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT m.remote AS parent, r.kind, r.cycle, r.state, r.remote, r.visibility
        FROM reply r JOIN message m ON m.id = r.message ORDER BY r.id
        """
    ).map {
      Reply(
        parent: $0["parent"], kind: $0["kind"], cycle: $0["cycle"], state: $0["state"],
        remote: $0["remote"], visibility: $0["visibility"])
    }
  }

  private static func attempts(_ db: Database) throws -> [String: Int] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT coalesce(outcome, 'under way') AS name, count(*) AS n FROM attempt GROUP BY 1")
    return Dictionary(rows.map { ($0["name"], $0["n"]) }, uniquingKeysWith: +)
  }
}
