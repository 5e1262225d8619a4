import Foundation
import PluginKit
import Testing

@testable import Engine

/// Opening spans and deadlines around every change of the clocks, in every zone there is, against
/// Python's zoneinfo.
@Suite struct ZoneTests {
  /// Spans that end and start within the hours at which clocks change, and spans over midnight.
  private static let calendars: [String] = {
    let byDay = #"["00:00-00:30","01:00-02:00","02:30-03:15","09:00-17:00","23:30-24:00"]"#
    let byNight = #"["06:00-12:00","22:00-02:30"]"#
    func week(_ spans: String, _ others: [String: String]) -> String {
      let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
      return #"{"hours":{"#
        + days.map { #""\#($0)":\#(others[$0] ?? spans)"# }
        .joined(separator: ",") + "}}"
    }
    return [
      week(byDay, ["wed": #"["00:00-24:00"]"#, "thu": #"["02:00-03:00"]"#]),
      week(byNight, ["sat": #"["06:00-12:00","23:15-01:30"]"#]),
    ]
  }()

  /// What was compared in one line, and where it differs.
  private struct Compared {
    var spans = 0
    var deadlines = 0
    var differences: [String] = []
  }

  @Test func everyZoneIsExactAroundEveryChangeOfItsClocks() async throws {
    let lines = try await ZoneReference.lines(["zones"] + Self.calendars)
    let schedules = try Self.calendars.map { try CalendarSettings.parsed($0).schedule }
    var zones: Set<Substring> = []
    var changes = 0
    var total = Compared()
    var hours: (key: [Substring], hours: BusinessHours)?
    for line in lines {
      let parts = line.split(separator: "|")
      let key = Array(parts[0...1])
      if hours?.key != key {
        // No exceptions: a zone that Python knows and we do not is a failure.
        let zone = try #require(ZoneFile.offsets(named: String(parts[0])), "\(parts[0])")
        let schedule = schedules[try #require(Int(parts[1]))]
        hours = (key, BusinessHours(schedule, zone: zone))
      }
      zones.insert(parts[0])
      changes += 1
      try Self.compare(parts, try #require(hours).hours, &total)
    }
    #expect(total.differences.isEmpty, "\(total.differences.prefix(20).joined(separator: "\n"))")
    print(
      "compared \(zones.count) zones, \(changes) changes of clocks, \(total.spans) spans, "
        + "\(total.deadlines) deadlines")
    #expect(zones.count >= 590)
    #expect(changes >= 30_000 && total.spans >= 300_000 && total.deadlines >= 500_000)
  }

  private static func compare(
    _ parts: [Substring], _ hours: BusinessHours, _ total: inout Compared
  ) throws {
    for part in parts.dropFirst(2) {
      let words = part.split(separator: " ")
      if words[0].contains("-") {
        let day = try CivilDay(text: String(words[0]))
        let found = hours.openSpans(on: day)
        let wanted = stride(from: 1, to: words.count, by: 2).map { [words[$0], words[$0 + 1]] }
        let same =
          found.count == wanted.count
          && zip(found, wanted).allSatisfy {
            Int($0.lowerBound) == Int($1[0]) && Int($0.upperBound) == Int($1[1])
          }
        total.spans += wanted.count
        if !same { total.differences.append("\(parts[0]) \(part): found \(found)") }
      } else {
        let numbers = words.compactMap { Int($0) }
        let start = Date(timeIntervalSince1970: Double(numbers[0]))
        let end = hours.adding(.seconds(numbers[1]), to: start).timeIntervalSince1970
        total.deadlines += 1
        if end != Double(numbers[2]) {
          total.differences.append("\(parts[0]) \(part): found \(Int(end))")
        }
      }
    }
  }

  /// Where the system has no zone files, Foundation's own data give the same table.
  @Test(arguments: [
    "America/Sao_Paulo", "America/Chicago", "Europe/Dublin", "Pacific/Apia", "Australia/Lord_Howe",
    "Africa/Casablanca", "Asia/Tokyo",
  ])
  func withoutZoneFilesFoundationKnowsTheSame(_ name: String) throws {
    let file = try #require(ZoneFile.offsets(named: name))
    let sampled = ZoneOffsets(sampling: try #require(TimeZone(identifier: name)))
    for instant in stride(from: 946_684_800, to: 2_145_916_800, by: 6 * 3600) {
      #expect(file.offset(at: instant) == sampled.offset(at: instant), "\(instant)")
      if file.offset(at: instant) != sampled.offset(at: instant) { break }
    }
  }

  @Test(arguments: ["../etc/passwd", "", "/etc/localtime", "Europe//Berlin", "tzdata.zi", "Mars/A"])
  func whatIsNoZoneIsNotRead(_ name: String) {
    #expect(ZoneFile.offsets(named: name) == nil)
  }

  @Test func aBrokenZoneFileIsNoZone() throws {
    let whole = [UInt8](try Data(contentsOf: URL(filePath: "\(ZoneFile.folder)/America/Chicago")))
    #expect(ZoneFile.offsets(whole) != nil)
    // The last four bytes are inside of the rule, which then still may be one.
    for length in stride(from: 0, to: whole.count - 22, by: 7) {
      #expect(ZoneFile.offsets(Array(whole[..<length])) == nil, "\(length)")
    }
  }

  /// The rule of a zone's last line reaches beyond its table.
  @Test(arguments: [
    ("CST6CDT,M3.2.0,M11.1.0", "2100-03-14T08:00:00Z", -21_600, -18_000),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2100-10-31T01:00:00Z", 3600, 0),
    ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2100-03-27T00:00:00Z", 7200, 10_800),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2100-03-28T01:00:00Z", -7200, -3600),
    ("XYZ0ABC,J60/0,J300/0", "2096-03-01T00:00:00Z", 0, 3600),
    ("XYZ0ABC,59/0,300/0", "2096-02-29T00:00:00Z", 0, 3600),
  ])
  func theYearsAfterTheTableFollowItsRule(_ text: String, _ at: String, _ old: Int, _ new: Int)
    throws
  {
    var table = ZoneOffsets(first: 0)
    try #require(ZoneRule(text)).extend(&table, after: .min)
    let change = Int(try instant(at).timeIntervalSince1970)
    #expect(table.offset(at: change - 1) == old && table.offset(at: change) == new)
  }

  @Test(arguments: ["CST", "CST6CDT", "CST6CDT,M3.2.0", "CST6CDT,M13.2.0,M11.1.0", "6", "<+01-1"])
  func whatIsNoRuleIsRefused(_ text: String) {
    #expect(ZoneRule(text) == nil)
  }
}
