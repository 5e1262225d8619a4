import Engine
import Foundation
import Guide
import PluginKit

/// `config.json`: the parts of a daemon's config that a scenario is about, in the project's own
/// settings, and what the platform can do.
struct ScenarioConfig: Settings {
  /// What the scenario shows, in one sentence.
  let shows: String
  let start: Date
  /// Virtual time from the start to the end of the undisturbed run.
  let until: Duration
  let brand: Brand
  let hours: BusinessHours?
  let platform: PlatformSettings
  let mode: Mode
  let stageMode: Mode
  let guide: GuideSettings
  let windows: [WindowRule]
  let teams: Teams
  let procedures: [String: Procedure]
  let limits: ReplyLimits
  let coalesce: Duration
  let quarantineAfter: Int
  let maxPause: Duration

  init(_ f: inout Fields) {
    shows = f.string("shows", help: "one sentence")
    let start = f.string("start", default: "2026-06-15T12:00:00Z", help: "UTC")
    f.require("start", "expected a time such as \"2026-06-15T12:00:00Z\"") {
      Self.date(start) != nil
    }
    self.start = Self.date(start) ?? .distantPast
    until = f.duration("until", default: .hours(1), help: "how long it goes on")
    let zone = f.string("timeZone", default: "UTC", help: "IANA name")
    f.require("timeZone", "expected an IANA time zone") { TimeZone(identifier: zone) != nil }
    brand = Brand(name: "Northwind", timeZone: TimeZone(identifier: zone) ?? .gmt)
    hours = f.optionalObject("calendar", as: CalendarSettings.self, help: "business hours").map {
      BusinessHours($0, timeZone: TimeZone(identifier: zone) ?? .gmt)
    }
    platform = f.object("platform", as: PlatformSettings.self, help: "what it can do")
    mode = f.choice("mode", default: .auto, help: "the connector's")
    stageMode = f.choice("stageMode", default: .auto, help: "the stage's")
    var plain = GuideSettings()
    plain.disclose = false
    guide = f.optionalObject("guide", as: GuideSettings.self, help: "none: no disclosure") ?? plain
    windows = f.objects("windows", as: WindowRule.self, help: "response windows")
    let people = f.map("people", as: Person.self, help: "who answers")
    let named = f.map("teams", as: Team.self, help: "the first takes what names none")
    teams =
      named.isEmpty
      ? Teams(byName: ["care": Team(notify: ["desk"])], fallback: "care")
      : Teams(
        byName: Dictionary(named.map { ($0.id, $0.value) }, uniquingKeysWith: { a, _ in a }),
        fallback: named.first?.id ?? "",
        people: Dictionary(people.map { ($0.id, $0.value) }, uniquingKeysWith: { a, _ in a }),
        timeZone: brand.timeZone)
    procedures = Dictionary(
      f.map("procedures", as: Procedure.self, help: "by name").map { ($0.id, $0.value) },
      uniquingKeysWith: { a, _ in a })
    let limits = f.object("limits", as: Limits.self, help: "loop guards and bounds")
    self.limits = limits.replies
    coalesce = limits.coalesce
    quarantineAfter = limits.quarantineAfter
    maxPause = f.duration("maxPause", default: .hours(24), help: "loops look again so often")
  }

  static func date(_ text: String) -> Date? {
    do { return try Date(text, strategy: .iso8601) } catch { return nil }
  }

  private struct Limits: Settings {
    let replies: ReplyLimits
    let coalesce: Duration
    let quarantineAfter: Int

    init(_ f: inout Fields) {
      replies = ReplyLimits(
        maxAutomatedTurns: f.integer("maxAutomatedTurns", default: 3, in: 1...100, help: "P7"),
        maxRepliesPerAuthorHour: f.integer(
          "maxRepliesPerAuthorHour", default: 6, in: 1...100, help: "P7"),
        cooldown: f.duration("cooldown", default: .zero, help: "between automatic replies"),
        staleAfter: f.duration("staleAfter", default: .hours(12), help: "handed off when older"))
      coalesce = f.duration("coalesce", default: .seconds(3), help: "for bursts")
      quarantineAfter = f.integer("quarantineAfter", default: 3, in: 1...100, help: "crashes")
    }
  }
}

/// What the scenario's platform can and cannot do.
struct PlatformSettings: Settings {
  enum Class: String, Sendable, CaseIterable { case naturalKey, expiringKey, readBack, none }

  let idempotency: Class
  let keyLives: Duration
  /// A post shows up in read-backs only after this.
  let surfacesAfter: Duration
  let surfacesWithin: Duration
  let postTakes: Duration
  let pollEvery: Duration
  let eligibility: [EligibilityRule]

  init(_ f: inout Fields) {
    idempotency = f.choice("idempotency", default: .readBack, help: "the platform's class")
    keyLives = f.duration("keyLives", default: .hours(1), help: "of an expiring key")
    surfacesAfter = f.duration("surfacesAfter", default: .zero, help: "in read-backs")
    surfacesWithin = f.duration("surfacesWithin", default: .seconds(30), help: "as promised")
    postTakes = f.duration("postTakes", default: .milliseconds(200), help: "until the answer")
    pollEvery = f.duration("pollEvery", default: .seconds(5), help: "pause between polls")
    eligibility = f.objects(
      "eligibility", as: EligibilityRule.self, help: "what it lets us answer")
  }

  var traits: ConnectorTraits {
    let kind: ConnectorTraits.Idempotency =
      switch idempotency {
      case .naturalKey: .naturalKey
      case .expiringKey: .expiringKey(keyLives)
      case .readBack: .readBack
      case .none: .none
      }
    return ConnectorTraits(maxLength: 500, idempotency: kind, surfacesWithin: surfacesWithin,
      eligibility: eligibility)
  }
}
