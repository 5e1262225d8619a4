import PluginKit

/// Reads the events of an iCalendar file (RFC 5545). Everything is bounded; what it does not
/// understand of an event's time is an error with its line, other components are passed over.
struct ICalendarReader {
  static let sizeLimit = 4 << 20
  static let eventLimit = 20_000
  static let recurringLimit = 1000
  /// EXDATEs and RDATEs of a file.
  static let dateLimit = 10_000
  /// Days that may be looked at to find the ends of rules with a COUNT.
  static let countingLimit = 2_000_000
  static let depthLimit = 8

  static func read(_ bytes: [UInt8]) throws(TextProblem) -> ICalendar {
    guard bytes.count <= sizeLimit else {
      throw TextProblem("the file has more than \(sizeLimit >> 20) MiB; remove past events")
    }
    var reader = ICalendarReader()
    try ContentLine.lines(of: bytes) { line throws(TextProblem) in try reader.take(line) }
    return try reader.finished()
  }

  private var open: [(name: String, line: Int)] = []
  private var properties: [ContentLine] = []
  private var drafts: [EventDraft] = []
  private var zones = ICalendarZones()
  private var hasCalendar = false
  private var dates = 0
  private var recurring = 0

  private mutating func take(_ line: ContentLine) throws(TextProblem) {
    switch line.name {
    case "BEGIN":
      let name = line.value.uppercased()
      guard open.isEmpty == (name == "VCALENDAR") else {
        throw TextProblem(
          open.isEmpty ? "an iCalendar file starts with BEGIN:VCALENDAR"
            : "BEGIN:VCALENDAR inside of another", line: line.line)
      }
      guard open.count < Self.depthLimit else {
        throw TextProblem("components are nested too deeply", line: line.line)
      }
      open.append((name, line.line))
      hasCalendar = true
    case "END":
      let name = line.value.uppercased()
      guard let last = open.popLast(), last.name == name else {
        throw TextProblem("END:\(name.prefix(20)) ends nothing that is open", line: line.line)
      }
      if name == "VEVENT" { try finishEvent(last.line) }
    default:
      guard let last = open.last else {
        throw TextProblem("an iCalendar file starts with BEGIN:VCALENDAR", line: line.line)
      }
      if last.name == "VEVENT" && EventDraft.names.contains(line.name) { properties.append(line) }
      guard properties.count <= Self.dateLimit else {
        throw TextProblem("too many properties in one event", line: line.line)
      }
    }
  }

  private mutating func finishEvent(_ line: Int) throws(TextProblem) {
    defer { properties.removeAll() }
    guard let draft = try EventDraft(properties, line: line, zones: &zones) else { return }
    dates += draft.event.added.count + draft.event.excluded.count
    recurring += draft.event.rule == nil ? 0 : 1
    guard drafts.count < Self.eventLimit, recurring <= Self.recurringLimit, dates <= Self.dateLimit
    else {
      throw TextProblem(
        "the file has more than \(Self.eventLimit) events, \(Self.recurringLimit) RRULEs or "
          + "\(Self.dateLimit) EXDATEs and RDATEs; remove past events", line: line)
    }
    drafts.append(draft)
  }

  private mutating func finished() throws(TextProblem) -> ICalendar {
    if let last = open.last {
      throw TextProblem(
        "BEGIN:\(last.name.prefix(20)) is never ended; is the file cut off?", line: last.line)
    }
    guard hasCalendar else { throw TextProblem("an iCalendar file starts with BEGIN:VCALENDAR") }
    try applyOverrides()
    var budget = Self.countingLimit
    var events: [ICalendarEvent] = []
    for draft in drafts where !draft.isCancelled {
      var event = draft.event
      if let count = event.rule?.count {
        event.lastDay = try lastDay(of: event, count, draft.line, &budget)
      }
      events.append(event)
    }
    return ICalendar(events)
  }

  /// An event with a RECURRENCE-ID stands for one occurrence of the event with its UID.
  private mutating func applyOverrides() throws(TextProblem) {
    var masters: [String: Int] = [:]
    for (index, draft) in drafts.enumerated() where draft.replaces == nil && !draft.uid.isEmpty {
      masters[draft.uid] = index
    }
    for draft in drafts {
      guard let replaced = draft.replaces, let master = masters[draft.uid] else { continue }
      guard replaced.isDay == drafts[master].event.start.isDay else {
        throw TextProblem(
          "RECURRENCE-ID and the DTSTART of its event must both be days or both times",
          line: draft.line)
      }
      drafts[master].event.excluded.insert(replaced)
    }
  }

  private func lastDay(
    of event: ICalendarEvent, _ count: Int, _ line: Int, _ budget: inout Int
  ) throws(TextProblem) -> CivilDay? {
    var left = count
    var day = event.start.day
    let horizon = CivilDay(number: 84_006)  // 2200-01-01
    while day < horizon {
      budget -= 1
      guard budget > 0 else {
        throw TextProblem("too many RRULEs with a COUNT; use UNTIL", line: line)
      }
      if event.rule?.includes(day, from: event.start.day) == true { left -= 1 }
      if left == 0 { return day }
      day = day + 1
    }
    return nil
  }
}

/// The zones that a file names, each loaded once.
struct ICalendarZones {
  private var known: [String: ZoneOffsets] = [:]

  mutating func zone(_ name: String, line: Int) throws(TextProblem) -> ZoneOffsets {
    if let zone = known[name] { return zone }
    guard let zone = ZoneOffsets(named: name) else {
      var message = "TZID=\(name.prefix(60)) is no zone of the IANA database"
      if let near = ZoneOffsets.nearest(to: name) { message += "; did you mean \"\(near)\"?" }
      throw TextProblem(message, line: line)
    }
    known[name] = zone
    return zone
  }
}
