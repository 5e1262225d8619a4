public import Foundation

/// What reports read: part of `Store`. Each verb is one short read, so that a running daemon goes
/// on between them.
public protocol ReportedStore: Sendable {
  /// The facts of the messages of one slice, in the order in which they were received.
  func report(_ slice: ReportSlice) async throws -> ReportPage

  /// What people corrected from `since` to before `until`, by kind.
  func corrections(since: Date, until: Date) async throws -> [String: Int]

  /// Incidents that began from `since` to before `until`, by kind, and under `open` how many of
  /// them have not ended.
  func incidents(since: Date, until: Date) async throws -> [String: Int]

  /// What was noted under a name: which daily report was sent last. nil: nothing yet.
  func mark(_ name: String) async throws -> String?
  func setMark(_ name: String, _ value: String) async throws
}

/// One slice of the walk over the messages that were received in a period.
public struct ReportSlice: Sendable, Hashable {
  /// Rows that a walk reads at once: well below 5 ms, see `ReportSliceTests`.
  public static let rows = 50

  public var since: Date
  /// Excluded.
  public var until: Date
  /// Rows up to this one were read; nil for the first slice.
  public var after: Int64?
  /// Rows to read.
  public var limit: Int

  public init(since: Date, until: Date, after: Int64? = nil, limit: Int = Self.rows) {
    self.since = since
    self.until = until
    self.after = after
    self.limit = limit
  }
}

/// What one slice found.
public struct ReportPage: Sendable, Hashable {
  public var rows: [ReportRow]
  /// Where the next slice goes on; nil when no row is left.
  public var next: Int64?

  public init(rows: [ReportRow] = [], next: Int64? = nil) {
    self.rows = rows
    self.next = next
  }
}
