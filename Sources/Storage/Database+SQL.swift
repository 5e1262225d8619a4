import Foundation
import GRDB

/// Rows read by name, for what operators ask and what happens seldom.
extension Database {
  func row(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Row? {
    try Row.fetchOne(try cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  func rows(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> [Row] {
    try Row.fetchAll(try cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  /// Appends to the audit log.
  func event(_ message: Int64, _ kind: String, _ detail: String? = nil, at: Int64) throws {
    try run(
      """
      INSERT INTO event(message, number, at, kind, detail)
      SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM event WHERE message = ?1
      """, message, at, kind, detail)
  }
}

extension Date {
  /// Milliseconds since 1970, as the store keeps them.
  var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

  init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

extension Row {
  func date(_ column: String) -> Date? {
    (self[column] as Int64?).map { Date(milliseconds: $0) }
  }
}
