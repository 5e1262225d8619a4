import Foundation
import GRDB

/// Short forms over cached statements.
extension Database {
  /// Runs one statement and returns how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Int {
    let statement = try cachedStatement(sql: sql)
    statement.setUncheckedArguments(StatementArguments(arguments))
    try statement.execute()
    return changesCount
  }

  func row(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Row? {
    try Row.fetchOne(try cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  func rows(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> [Row] {
    try Row.fetchAll(try cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  func integer(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Int64? {
    try Int64.fetchOne(try cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  /// Appends to the audit log.
  func event(_ message: Int64, _ kind: String, _ detail: String? = nil, at: Int64) throws {
    try run(
      "INSERT INTO event(message, at, kind, detail) VALUES(?, ?, ?, ?)", message, at, kind, detail)
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
