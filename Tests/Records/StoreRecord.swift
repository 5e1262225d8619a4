import GRDB

/// What a daemon that has ended left in its store.
public struct StoreRecord: Sendable {
  public struct Message: Sendable {
    public var remote: String
    public var state: String
    public var closing: String?
    public var detail: String?
    public var visibility: Int
  }

  public struct Reply: Sendable {
    /// The remote id of the message it answers.
    public var parent: String
    public var kind: String
    public var state: String
    public var remote: String?
  }

  public let messages: [Message]
  public let replies: [Reply]
  /// By outcome.
  public let attempts: [String: Int]
  public let closings: [String: Int]
  /// Where polling goes on, by connector.
  public let cursors: [String: String]

  /// Only while no daemon has the file open.
  public init(path: String) throws {
    let queue = try DatabaseQueue(path: path)
    (messages, replies, attempts, cursors) = try queue.read { db in
      (try Self.messages(db), try Self.replies(db), try Self.attempts(db), try Self.cursors(db))
    }
    closings = Dictionary(messages.map { ($0.closing ?? "open", 1) }, uniquingKeysWith: +)
    try queue.close()
  }

  public var posted: [Reply] { replies.filter { $0.state == "posted" } }

  private static func messages(_ db: Database) throws -> [Message] {
    try Row.fetchAll(
      db, sql: "SELECT remote, state, closing, closingDetail, visibility FROM message ORDER BY id"
    ).map {
      Message(
        remote: $0["remote"], state: $0["state"], closing: $0["closing"],
        detail: $0["closingDetail"], visibility: $0["visibility"])
    }
  }

  private static func replies(_ db: Database) throws -> [Reply] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT m.remote AS parent, r.kind, r.state, r.remote
        FROM reply r JOIN message m ON m.id = r.message ORDER BY r.id
        """
    ).map {
      Reply(parent: $0["parent"], kind: $0["kind"], state: $0["state"], remote: $0["remote"])
    }
  }

  private static func attempts(_ db: Database) throws -> [String: Int] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT coalesce(outcome, 'under way') AS name, count(*) AS n FROM attempt GROUP BY 1")
    return Dictionary(rows.map { ($0["name"], $0["n"]) }, uniquingKeysWith: +)
  }

  private static func cursors(_ db: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(db, sql: "SELECT connector, text FROM cursor")
    return Dictionary(rows.map { ($0["connector"], $0["text"]) }, uniquingKeysWith: { $1 })
  }
}
