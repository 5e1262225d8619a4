import Foundation

/// Times as the pages write them, on one clock.
struct ClockText: Sendable {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  let now: Date
  let zone: TimeZone
  private let calendar: Calendar

  init(zone: TimeZone, now: Date) {
    self.now = now
    self.zone = zone
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
  }

  func isToday(_ date: Date) -> Bool { calendar.isDate(date, inSameDayAs: now) }

  /// `14:03` today, `Fri 27 Nov 14:03` on other days.
  func moment(_ date: Date) -> String {
    let c = calendar.dateComponents([.weekday, .day, .month, .hour, .minute], from: date)
    let minute = (c.minute ?? 0) < 10 ? "0\(c.minute ?? 0)" : "\(c.minute ?? 0)"
    let hour = (c.hour ?? 0) < 10 ? "0\(c.hour ?? 0)" : "\(c.hour ?? 0)"
    if isToday(date) { return "\(hour):\(minute)" }
    let day = Self.days[(c.weekday ?? 1) - 1]
    return "\(day) \(c.day ?? 0) \(Self.months[(c.month ?? 1) - 1]) \(hour):\(minute)"
  }

  /// With its zone and how far away it is: `14:03 (Europe/Madrid), in 3 h 20 min`.
  func deadline(_ date: Date) -> String {
    let minutes = Int((date.timeIntervalSince(now) / 60).rounded(.towardZero))
    let distance = Self.length(abs(minutes))
    let zone = zone.identifier == "GMT" ? "UTC" : zone.identifier
    return "\(moment(date)) (\(zone)), " + (date < now ? "\(distance) ago" : "in \(distance)")
  }

  private static func length(_ minutes: Int) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60)
    if days > 0 { return hours > 0 ? "\(days) d \(hours) h" : "\(days) d" }
    if hours > 0 { return rest > 0 ? "\(hours) h \(rest) min" : "\(hours) h" }
    return "\(rest) min"
  }
}
