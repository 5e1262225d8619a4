public import Foundation
import PluginKit

/// The time a report is about: messages that were received from `since` to before `until`.
public struct ReportPeriod: Sendable, Hashable, Codable {
  /// The longest period of one report.
  public static let longest = Duration.hours(400 * 24)

  public var since: Date
  public var until: Date

  public init(since: Date, until: Date) {
    self.since = since
    self.until = until
  }

  /// Why a period cannot be reported on, in a sentence for the operator.
  public struct Unusable: Error, Sendable, CustomStringConvertible {
    public var description: String
  }

  /// From what an operator writes: a duration back from now (`7d`, `24h`), a day (`2026-11-27`,
  /// which begins in the brand's zone) or an instant (`2026-11-27T08:00:00Z`).
  ///
  /// - Parameter until: nil is now.
  public init(since: String, until: String?, now: Date, zone: TimeZone) throws(Unusable) {
    let offsets = ZoneOffsets(zone)
    self.since = try Self.instant(since, now: now, offsets)
    self.until =
      try until.map { text throws(Unusable) in
        try Self.instant(text, now: now, offsets)
      } ?? now
    guard self.since < self.until else {
      throw Unusable(description: "the report would end before it begins: give an earlier --since")
    }
    guard self.until.timeIntervalSince(self.since) <= Self.longest.seconds else {
      throw Unusable(description: "a report covers at most 400 days: give a later --since")
    }
  }

  private static func instant(
    _ text: String, now: Date, _ offsets: ZoneOffsets
  ) throws(Unusable) -> Date {
    if let back = Duration(text: text) { return now - back }
    if text.utf8.count == 10 {
      do {
        let day = try CivilDay(text: text)
        return Date(
          timeIntervalSince1970: Double(offsets.beginning(ofLocal: day.number * 86_400)))
      } catch { throw Unusable(description: "\(error)") }
    }
    for hasFraction in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)
      if let date = try? Date(text, strategy: style) { return date }  // tidy: the next form
    }
    throw Unusable(
      description:
        "\(quoted(text)) is no time: write 7d, 24h, 2026-11-27 or 2026-11-27T08:00:00Z")
  }
}
