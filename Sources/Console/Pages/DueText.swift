import Engine
import Foundation

/// Deadlines: the words and how loud they are. The script of the pages says the same while time
/// goes on.
struct DueText {
  /// Below so many minutes it is soon.
  static let soonMinutes = 30

  let date: Date?
  let frame: PageFrame

  init(_ date: Date?, _ frame: PageFrame) {
    self.date = date
    self.frame = frame
  }

  var tone: String {
    guard let date else { return "none" }
    if date < frame.now { return "late" }
    return date.timeIntervalSince(frame.now) < Double(Self.soonMinutes * 60) ? "soon" : "later"
  }

  var relative: String {
    guard let date else { return "no deadline" }
    let minutes = Int(abs(date.timeIntervalSince(frame.now)) / 60)
    if date < frame.now { return minutes == 0 ? "late now" : "\(Self.length(minutes)) late" }
    return minutes == 0 ? "in under 1 min" : "in \(Self.length(minutes))"
  }

  /// `3 h 20 min`.
  static func length(_ minutes: Int) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60)
    if days > 0 { return hours > 0 && days < 7 ? "\(days) d \(hours) h" : "\(days) d" }
    if hours > 0 { return rest > 0 ? "\(hours) h \(rest) min" : "\(hours) h" }
    return "\(rest) min"
  }

  var slots: Slots {
    var slots: Slots = ["tone": tone, "relative": relative, "ticks": date != nil, "clock": ""]
    if let date { slots.merge(frame.moment(date)) { $1 } } else { slots["iso"] = "" }
    return slots
  }

  /// Of a handoff: one that sleeps or has ended is not loud.
  static func slots(_ handoff: HandoffRow, endedAt: Date? = nil, _ frame: PageFrame) -> Slots {
    func calm(_ words: String, _ date: Date, _ tone: String) -> Slots {
      let slots: Slots = ["tone": tone, "relative": words, "ticks": false]
      return slots.merging(frame.moment(date)) { $1 }
    }
    if !handoff.state.isWaiting, handoff.state != .taken {
      let words = handoff.state == .returned ? "returned" : handoff.state.rawValue
      return calm(words, endedAt ?? handoff.openedAt, "over")
    }
    if handoff.state != .taken, let until = handoff.snoozedUntil, until > frame.now {
      return calm("sleeps until", until, "asleep")
    }
    return DueText(handoff.dueAt, frame).slots
  }
}
