import Foundation
import GRDB
import GRDBSQLite

/// The row a running statement stands on, read by position: looking names up costs more than the
/// row itself. Valid only inside the closure that receives it.
struct Columns {
  fileprivate let statement: OpaquePointer

  func int(_ index: Int32) -> Int64 { sqlite3_column_int64(statement, index) }
  func number(_ index: Int32) -> Int { Int(int(index)) }
  func bool(_ index: Int32) -> Bool { int(index) != 0 }
  func real(_ index: Int32) -> Double { sqlite3_column_double(statement, index) }
  func date(_ index: Int32) -> Date { Date(milliseconds: int(index)) }

  /// "" where the column is NULL.
  func text(_ index: Int32) -> String {
    guard let start = sqlite3_column_text(statement, index) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, index))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func isNull(_ index: Int32) -> Bool { sqlite3_column_type(statement, index) == SQLITE_NULL }
  func optional<Value>(_ read: (Int32) -> Value, _ index: Int32) -> Value? {
    isNull(index) ? nil : read(index)
  }
}

/// What a statement's parameter may be.
protocol Bindable {
  /// Returns SQLite's result code.
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self)
  }
}
extension Int: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, Int64(self))
  }
}
extension Double: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_double(statement, index, self)
  }
}
extension Bool: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self ? 1 : 0)
  }
}
extension String: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    // SQLITE_TRANSIENT: SQLite copies the text.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    var text = self
    return text.withUTF8 { utf8 in
      // A null pointer would bind NULL.
      guard let start = utf8.baseAddress else {
        return sqlite3_bind_text(statement, index, "", 0, copy)
      }
      return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
        sqlite3_bind_text(statement, index, $0, Int32(utf8.count), copy)
      }
    }
  }
}
extension Optional: Bindable where Wrapped: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
  }
}

/// Cached statements, bound and stepped without boxing: the store's hot path.
extension Database {
  /// Runs one statement and returns how many rows it changed.
  @discardableResult
  func run<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws -> Int {
    try stepping(sql, repeat each values) { statement in
      while try isRow(sqlite3_step(statement)) {}
    }
    return changesCount
  }

  func first<Result, each Value: Bindable>(
    _ sql: String, _ values: repeat each Value, read: (Columns) throws -> Result
  ) throws -> Result? {
    try stepping(sql, repeat each values) { statement in
      try isRow(sqlite3_step(statement)) ? read(Columns(statement: statement)) : nil
    }
  }

  func all<Result, each Value: Bindable>(
    _ sql: String, _ values: repeat each Value, read: (Columns) throws -> Result
  ) throws -> [Result] {
    try stepping(sql, repeat each values) { statement in
      var results: [Result] = []
      while try isRow(sqlite3_step(statement)) {
        results.append(try read(Columns(statement: statement)))
      }
      return results
    }
  }

  /// The first column of the first row; nil when there is no row or it is NULL.
  func integer<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws -> Int64? {
    try first(sql, repeat each values) { $0.optional($0.int, 0) } ?? nil
  }

  /// Whether there is a row.
  func exists<each Value: Bindable>(_ sql: String, _ values: repeat each Value) throws -> Bool {
    try first(sql, repeat each values) { _ in true } ?? false
  }

  private func stepping<Result, each Value: Bindable>(
    _ sql: String, _ values: repeat each Value, body: (OpaquePointer) throws -> Result
  ) throws -> Result {
    let statement = try cachedStatement(sql: sql).sqliteStatement
    defer { sqlite3_reset(statement) }
    var index: Int32 = 0
    for value in repeat each values {
      index += 1
      let code = value.bind(to: statement, at: index)
      guard code == SQLITE_OK else { throw failure(code) }
    }
    guard index == sqlite3_bind_parameter_count(statement) else {
      throw DatabaseError(message: "\(index) values for a statement of other parameters: \(sql)")
    }
    return try body(statement)
  }

  private func isRow(_ code: Int32) throws -> Bool {
    switch code {
    case SQLITE_ROW: true
    case SQLITE_DONE: false
    default: throw failure(code)
    }
  }

  private func failure(_ code: Int32) -> DatabaseError {
    let message = sqliteConnection.flatMap(sqlite3_errmsg).map { String(cString: $0) }
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }
}
