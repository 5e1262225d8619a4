import PluginKit

/// One VEVENT as it is read, before overrides are applied.
struct EventDraft {
  static let names: Set<String> = [
    "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "EXDATE", "RDATE", "SUMMARY", "STATUS",
    "UID", "RECURRENCE-ID",
  ]

  var event: ICalendarEvent
  var uid: String
  var isCancelled: Bool
  /// The occurrence of the event with this UID that it stands for.
  var replaces: ICalendarTime?
  var line: Int

  /// nil for an event that closes nothing: a time without a length.
  init?(_ properties: [ContentLine], line: Int, zones: inout ICalendarZones) throws(TextProblem) {
    self.line = line
    for name in Self.names where name != "EXDATE" && name != "RDATE" {
      let twice = properties.filter { $0.name == name }.dropFirst().first
      if let twice { throw TextProblem("a second \(name) in one event", line: twice.line) }
    }
    func property(_ name: String) -> ContentLine? { properties.first { $0.name == name } }
    if let line = property("EXRULE") {
      throw TextProblem("EXRULE is not supported; use EXDATE", line: line.line)
    }
    uid = property("UID")?.value ?? ""
    isCancelled = property("STATUS")?.value.uppercased() == "CANCELLED"
    guard let first = property("DTSTART") else {
      throw TextProblem("this event has no DTSTART", line: line)
    }
    let start = try Self.time(first, &zones)
    let length = try Self.length(start, property("DTEND"), property("DURATION"), &zones)
    event = ICalendarEvent(
      name: property("SUMMARY").map(\.text) ?? "holiday", start: start, length: length)
    if let line = property("RECURRENCE-ID") {
      guard line.parameters["RANGE"] == nil else {
        throw TextProblem("RECURRENCE-ID with a RANGE is not supported", line: line.line)
      }
      replaces = try Self.time(line, &zones)
    }
    if let rule = property("RRULE") {
      event.rule = try RecurrenceReader.read(rule, start: start)
      guard length.days + length.seconds / 86_400 <= 62 else {
        throw TextProblem("an event with an RRULE may last 62 days at most", line: rule.line)
      }
    }
    for line in properties where line.name == "EXDATE" || line.name == "RDATE" {
      for text in line.value.split(separator: ",") {
        let time = try Self.time(line, text, &zones)
        guard time.isDay == start.isDay else {
          throw TextProblem(
            "\(line.name) and DTSTART must both be days or both times", line: line.line)
        }
        if line.name == "EXDATE" { event.excluded.insert(time) } else { event.added.append(time) }
      }
    }
    if length == ICalendarLength() && !isCancelled && replaces == nil { return nil }
  }

  private static func time(_ line: ContentLine, _ zones: inout ICalendarZones)
    throws(TextProblem) -> ICalendarTime
  {
    try time(line, line.value[...], &zones)
  }

  private static func time(_ line: ContentLine, _ text: Substring, _ zones: inout ICalendarZones)
    throws(TextProblem) -> ICalendarTime
  {
    if line.parameters["VALUE"]?.uppercased() == "PERIOD" {
      throw TextProblem("\(line.name) with VALUE=PERIOD is not supported", line: line.line)
    }
    var zone: ZoneOffsets?
    if let name = line.parameters["TZID"], text.contains("T"), !text.hasSuffix("Z") {
      zone = try zones.zone(name, line: line.line)
    }
    let time = try ICalendarTime(text, zone: zone, line: line.line)
    if line.parameters["VALUE"]?.uppercased() == "DATE" && !time.isDay {
      throw TextProblem("expected a date \"20261225\", found \(quoted(text))", line: line.line)
    }
    return time
  }

  private static func length(
    _ start: ICalendarTime, _ end: ContentLine?, _ duration: ContentLine?,
    _ zones: inout ICalendarZones
  ) throws(TextProblem) -> ICalendarLength {
    if let end, duration != nil {
      throw TextProblem("DTEND and DURATION exclude each other", line: end.line)
    }
    if let duration {
      let length = try ICalendarLength(duration.value, line: duration.line)
      guard start.isDay else { return length }
      guard length.seconds % 86_400 == 0 else {
        throw TextProblem("an event of whole days lasts whole days", line: duration.line)
      }
      return ICalendarLength(days: max(1, length.days + length.seconds / 86_400))
    }
    guard let line = end else { return ICalendarLength(days: start.isDay ? 1 : 0) }
    let end = try time(line, &zones)
    guard end.isDay == start.isDay else {
      throw TextProblem("DTEND and DTSTART must both be days or both times", line: line.line)
    }
    // Both floating: as far apart as on one clock.
    let seconds =
      start.isDay || end.clock == .floating || start.clock == .floating
      ? end.local - start.local : end.instant(in: .utc) - start.instant(in: .utc)
    guard seconds >= 0, seconds <= ICalendarLength.limit * 86_400 else {
      throw TextProblem(
        seconds < 0 ? "DTEND is before DTSTART"
          : "an event may last \(ICalendarLength.limit) days at most", line: line.line)
    }
    return start.isDay
      ? ICalendarLength(days: max(1, seconds / 86_400)) : ICalendarLength(seconds: seconds)
  }
}
