import Crypto
import Engine
import Foundation
import GRDB
import PluginKit

/// Keyed hashes of what was removed, so that a poll that sees it again does not bring it back.
///
/// HMAC-SHA-256 under a key of this store alone, cut to 128 bits: whoever has only the hashes
/// cannot tell whether an author was here.
struct Tombstones {
  private let key: SymmetricKey

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE tombstone(hash TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO meta(name, value) VALUES('tombstoneKey', lower(hex(randomblob(32))));
        """)
  }

  init(_ db: Database) throws {
    let text = try db.first("SELECT value FROM meta WHERE name = 'tombstoneKey'") { $0.text(0) }
    guard let text, !text.isEmpty else { throw StoreFailure.damaged("its tombstone key is gone") }
    key = SymmetricKey(data: Data(text.utf8))
  }

  /// nil while nothing was ever removed: the usual case costs one look at an empty table.
  static func ifAny(_ db: Database) throws -> Tombstones? {
    try db.exists("SELECT 1 FROM tombstone LIMIT 1") ? Tombstones(db) : nil
  }

  /// Whether the message was removed, or is an old one of an author who was forgotten. What such an
  /// author writes afterwards is a new customer's message.
  func cover(_ message: Message, _ db: Database) throws -> Bool {
    let author = hash("author", message.id.connector, message.author.id)
    return try covers(message.id, db)
      || db.exists(
        "SELECT 1 FROM tombstone WHERE hash = ? AND until >= ?", author,
        message.createdAt.milliseconds)
  }

  func covers(_ id: Message.ID, _ db: Database) throws -> Bool {
    try db.exists(
      "SELECT 1 FROM tombstone WHERE hash = ?", hash("message", id.connector, id.remote))
  }

  /// Until when the author's messages are forgotten, in milliseconds; nil for one who is not.
  func forgotten(author remote: String, of connector: String, _ db: Database) throws -> Int64? {
    try db.integer(
      "SELECT until FROM tombstone WHERE hash = ?", hash("author", connector, remote))
  }

  func bury(message remote: String, of connector: String, _ db: Database) throws {
    try bury(hash("message", connector, remote), until: .max, db)
  }

  func bury(author remote: String, of connector: String, until: Int64, _ db: Database) throws {
    try bury(hash("author", connector, remote), until: until, db)
  }

  private func bury(_ hash: String, until: Int64, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO tombstone(hash, until) VALUES(?, ?)
      ON CONFLICT(hash) DO UPDATE SET until = max(until, excluded.until)
      """, hash, until)
  }

  /// Lengths go in, so that no two pairs of names are one text.
  private func hash(_ kind: String, _ connector: String, _ remote: String) -> String {
    let text = "\(kind) \(connector.utf8.count) \(connector) \(remote)"
    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
    return code.prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
