public import Foundation
public import PluginKit

/// An incident of many messages in the words that people read.
public struct BurstBriefing: Sendable {
  /// Of a customer's text.
  private static let exampleLength = 200

  let zone: TimeZone
  let masks: Masking
  let now: Date

  public init(zone: TimeZone, masks: Masking, now: Date) {
    self.zone = zone
    self.masks = masks
    self.now = now
  }

  func digest(_ notice: DueNotice) -> DigestNotification {
    let burst = notice.incident
    let thread = "replyd-\(notice.storeID)-incident-\(burst.id)"
    return DigestNotification(
      key: "\(thread)-\(notice.occasion.rawValue)-\(notice.level)", kind: .incident, team: nil,
      title: "\(Self.beginning(notice.occasion, burst)): \(sentence(burst))",
      facts: facts(burst), at: now, thread: thread, isOver: notice.occasion == .ended)
  }

  private static func beginning(_ occasion: DueNotice.Occasion, _ burst: BurstFacts) -> String {
    let what = burst.kind == .surge ? "Surge" : "Incident"
    return switch occasion {
    case .opened: "\(what) #\(burst.id)"
    case .grew: "\(what) #\(burst.id) grows"
    case .quiet: "\(what) #\(burst.id) is quiet"
    case .reopened: "\(what) #\(burst.id) again"
    case .ended: "\(what) #\(burst.id) is over"
    }
  }

  /// `63 messages in 12 minutes (usual: 2), mostly negative, about “card charged twice”; first
  /// 09:14 on mastodon`.
  public func sentence(_ burst: BurstFacts) -> String {
    let span = max(60, burst.lastAt.timeIntervalSince(burst.firstAt))
    let usual = burst.usualPerHour * span / 3600
    let messages = "\(burst.messages) message\(burst.messages == 1 ? "" : "s")"
    var text = "\(messages) in \(Self.words(span)) (usual: \(Self.number(usual)))"
    if let mood = Self.mood(burst.sentiments) { text += ", \(mood)" }
    switch burst.kind {
    case .topic: text += ", about “\(masks.masked(burst.name))”"
    case .volume: text += ": \(burst.name)"
    case .surge: text += ", of the usual mix"
    }
    text += "; first \(clock(burst.firstAt))"
    if let connector = burst.firstConnector { text += " on \(connector)" }
    return text
  }

  private func facts(_ burst: BurstFacts) -> [DigestNotification.Fact] {
    var facts: [DigestNotification.Fact] = []
    for (index, example) in burst.examples.prefix(3).enumerated() {
      let text = masks.masked(example)
      let cut = text.count > Self.exampleLength ? text.prefix(Self.exampleLength) + "…" : text[...]
      facts.append(.init(name: "example \(index + 1)", value: String(cut)))
    }
    if burst.connectors.count > 1 {
      let counts = burst.connectors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      facts.append(
        .init(
          name: "connectors", value: counts.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
      )
    }
    if burst.holding > 0 { facts.append(.init(name: "replies held", value: "\(burst.holding)")) }
    for resource in burst.resources { facts.append(.init(name: "may be offered", value: resource)) }
    facts.append(.init(name: "more", value: "replyd incidents show \(burst.id)"))
    return facts
  }

  private static func mood(_ sentiments: [String: Int]) -> String? {
    let all = sentiments.values.reduce(0, +)
    guard all > 0,
      let (label, count) = sentiments.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      count * 2 > all
    else { return nil }
    return "mostly \(label)"
  }

  private static func number(_ usual: Double) -> String {
    usual < 0.5 ? "none" : "\(Int(usual.rounded()))"
  }

  private static func words(_ seconds: Double) -> String {
    let minutes = Int((seconds / 60).rounded(.up))
    return minutes < 120
      ? "\(minutes) minute\(minutes == 1 ? "" : "s")" : "\(Int((seconds / 3600).rounded())) hours"
  }

  /// With the day where it is not today's.
  private func clock(_ date: Date) -> String {
    var style = Date.VerbatimFormatStyle(
      format:
        "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
      timeZone: zone, calendar: Calendar(identifier: .gregorian))
    let time = date.formatted(style)
    guard now.timeIntervalSince(date) > 20 * 3600 else { return time }
    style = Date.VerbatimFormatStyle(
      format: "\(day: .defaultDigits) \(month: .abbreviated)", locale: Locale(identifier: "en_US"),
      timeZone: zone, calendar: Calendar(identifier: .gregorian))
    return "\(date.formatted(style)) \(time)"
  }
}
