import Foundation
import PluginKit

/// Turns troubles, looked at again and again, into one notification when one begins, one each time
/// it has lasted another `repeatEvery`, and one when it is over. What flickers is one incident.
struct Incidents: Sendable {
  private struct Incident: Sendable {
    var trouble: Trouble
    var seenAt: Date
    var toldAt: Date
    /// How often it was told, for the key.
    var count = 1
  }

  private(set) var repeatEvery: Duration
  private(set) var overAfter: Duration
  private var open: [Trouble.Key: Incident] = [:]

  init(_ settings: AlarmSettings) {
    repeatEvery = settings.repeatEvery
    overAfter = settings.overAfter
  }

  /// Other times from now on.
  mutating func adopt(_ settings: AlarmSettings) {
    repeatEvery = settings.repeatEvery
    overAfter = settings.overAfter
  }

  /// How many last now, by kind.
  var counts: [String: Int] {
    open.keys.reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += 1 }
  }

  /// What is to be told now.
  mutating func update(_ troubles: [Trouble], now: Date) -> [AlarmNotification] {
    var told: [AlarmNotification] = []
    for trouble in troubles where trouble.key.kind.isAlarm {
      if let notification = see(trouble, now) { told.append(notification) }
    }
    let gone = open.values.filter {
      $0.seenAt != now && !Self.isWithin(overAfter, since: $0.seenAt, now)
    }
    for incident in gone.sorted(by: { $0.trouble.since < $1.trouble.since }) {
      open[incident.trouble.key] = nil
      var over = incident
      over.count += 1
      told.append(Self.notification(over, .over, now))
    }
    return told
  }

  private mutating func see(_ trouble: Trouble, _ now: Date) -> AlarmNotification? {
    guard var incident = open[trouble.key] else {
      let new = Incident(trouble: trouble, seenAt: now, toldAt: now)
      open[trouble.key] = new
      return Self.notification(new, .raised, now)
    }
    incident.seenAt = now
    // The beginning stays, so that it stays the same incident; the words are today's.
    incident.trouble.sentence = trouble.sentence
    defer { open[trouble.key] = incident }
    guard !Self.isWithin(repeatEvery, since: incident.toldAt, now) else { return nil }
    incident.toldAt = now
    incident.count += 1
    return Self.notification(incident, .repeated, now)
  }

  /// A clock that was set back does not silence anything for long: it counts as time passed.
  private static func isWithin(_ limit: Duration, since: Date, _ now: Date) -> Bool {
    let passed = now.timeIntervalSince(since)
    return passed >= 0 && passed < limit.seconds
  }

  private static func notification(
    _ incident: Incident, _ phase: AlarmNotification.Phase, _ now: Date
  ) -> AlarmNotification {
    let trouble = incident.trouble
    let since = Int64(trouble.since.timeIntervalSince1970 * 1000)
    let name = [trouble.key.kind.rawValue, trouble.key.subject].compactMap { $0 }
      .joined(separator: "-")
    return AlarmNotification(
      key: "replyd-alarm-\(name)-\(since)-\(incident.count)", kind: trouble.key.kind.rawValue,
      subject: trouble.key.subject, phase: phase, sentence: trouble.sentence, since: trouble.since,
      at: now)
  }
}
