public import Foundation
public import PluginKit

/// What was answered in time in a period, what was not, and what customers did afterwards.
public struct Report: Sendable, Hashable, Codable {
  /// Missed windows listed for each clock.
  public static let listed = 100
  /// Groups given for each kind; names that come when there are so many are one group together.
  public static let groupLimit = 50
  /// The name of a group of all that have no team, intent or template.
  public static let none = "(none)"
  /// The name of the group of names beyond `groupLimit`.
  public static let others = "(others)"

  /// A clock that a message missed.
  public struct Missed: Sendable, Hashable, Codable {
    public var clock: String
    public var row: Int64
    /// `connector/remote id`.
    public var message: String
    public var team: String?
    /// Hostile text.
    public var author: String
    public var url: String?
    /// How late it was met, or for how long it has been overdue.
    public var lateSeconds: Double
    /// It was not met until now.
    public var isOpen: Bool
  }

  public struct Group: Sendable, Hashable, Codable {
    public var name: String
    public var figures: ReportFigures
  }

  /// By the largest first.
  public struct Groups: Sendable, Hashable, Codable {
    public var connector: [Group] = []
    public var team: [Group] = []
    public var intent: [Group] = []
    /// Of the first automatic reply that went out.
    public var template: [Group] = []
  }

  public var brand: String
  /// IANA name of the zone that days and hours are of.
  public var timeZone: String
  public var period: ReportPeriod
  public var madeAt: Date
  public var buckets: ReportBuckets
  public var total: ReportFigures
  /// The longest overdue first, at most `listed` for each clock; `total` has how many there are.
  public var missed: [Missed]
  public var groups: Groups
  public var outcomes: [OutcomeGroup]
  /// By kind.
  public var corrections: [String: Int]
  /// Those that began in the period, by kind: `message`, `topic`, `volume`, `surge`; and `open`,
  /// how many of them have not ended.
  public var incidents: [String: Int]
}

extension Report {
  /// Keys in alphabetical order, so that output is stable; a figure that cannot be given, such as
  /// a rate of too few, is left out.
  public func json() throws -> JSONValue { try ReportJSON.value(self) }

  public init(_ json: JSONValue) throws { self = try ReportJSON.read(Report.self, json) }
}

extension ReportPage {
  /// `{"rows": [...], "next": 12}`, with the period, which the next request names again.
  func json(_ period: ReportPeriod) throws -> JSONValue {
    try ReportJSON.value(ReportRows(period: period, rows: rows, next: next))
  }
}

/// Rows of a report as the local API gives them.
public struct ReportRows: Sendable, Hashable, Codable {
  public var period: ReportPeriod
  public var rows: [ReportRow]
  /// What `after` has to be for the next ones; nil at the end.
  public var next: Int64?

  init(period: ReportPeriod, rows: [ReportRow], next: Int64?) {
    self.period = period
    self.rows = rows
    self.next = next
  }

  public init(_ json: JSONValue) throws { self = try ReportJSON.read(ReportRows.self, json) }
}

/// Times are ISO 8601 in UTC, to the millisecond.
enum ReportJSON {
  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  static func value(_ value: some Encodable) throws -> JSONValue {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      // The style cuts what is below a millisecond.
      let whole = (date.timeIntervalSince1970 * 1000).rounded() / 1000 + 0.000_01
      try container.encode(Date(timeIntervalSince1970: whole).formatted(style))
    }
    return try JSONReader.read(try encoder.encode(value)).plain
  }

  static func read<Value: Decodable>(_ type: Value.Type, _ json: JSONValue) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      return try Date(container.decode(String.self), strategy: style)
    }
    return try decoder.decode(type, from: Data(json.text().utf8))
  }
}
