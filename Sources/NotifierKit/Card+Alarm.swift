import Foundation
public import PluginKit

/// What is wrong with replyd itself.
extension Card {
  public init(_ alarm: AlarmNotification) {
    let phase =
      switch alarm.phase {
      case .raised: "Alarm"
      case .repeated: "Alarm, still"
      case .over: "Alarm over"
      }
    let isOver = alarm.phase == .over
    let rows: [(String, String?)] = [
      ("Alarm", alarm.kind), ("Concerns", alarm.subject),
      ("Since", alarm.since.formatted(.iso8601)),
      (isOver ? "Over" : "Now", alarm.at.formatted(.iso8601)),
    ]
    let facts = rows.compactMap { name, value in
      value.map { Fact(name, PlainText.line($0)) }
    }
    self.init(
      key: alarm.key, thread: "alarm-\(alarm.kind)-\(alarm.subject ?? "")",
      phase: isOver ? .over : .open, urgency: isOver ? .normal : .high,
      title: PlainText.line("\(phase): \(alarm.sentence)", limit: HandoffTitle.maxTitle),
      parts: [.text(PlainText.block(alarm.sentence, limit: 1000)), .facts(facts)])
  }
}
