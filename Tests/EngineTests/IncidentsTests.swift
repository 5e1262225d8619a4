import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// One notification when it begins, some while it lasts, one when it is over.
@Suite struct IncidentsTests {
  private let start = fixtureTime
  private var incidents: Incidents

  init() {
    var settings = AlarmSettings()
    settings.repeatEvery = .hours(1)
    settings.overAfter = .minutes(1)
    incidents = Incidents(settings)
  }

  private func told(_ alarms: [AlarmNotification]) -> [String] {
    alarms.map { "\($0.phase.rawValue) \($0.subject ?? $0.kind)" }
  }

  private func silent(_ id: String) -> Trouble {
    Trouble(.connectorSilent, id, since: start, "\(id) is silent")
  }

  @Test mutating func anIncidentIsToldOnceRepeatedWhileItLastsAndOverOnce() {
    var log: [String] = []
    var keys: Set<String> = []
    for minute in 0..<200 {
      let now = start + .minutes(minute)
      let alarms = incidents.update(minute < 130 ? [silent("toot")] : [], now: now)
      log += told(alarms).map { "\(minute) \($0)" }
      keys.formUnion(alarms.map(\.key))
    }
    #expect(log == ["0 raised toot", "60 repeated toot", "120 repeated toot", "130 over toot"])
    #expect(keys.count == 4)
    #expect(incidents.counts == [:])
  }

  @Test mutating func whatFlickersIsOneIncident() {
    var log: [String] = []
    for step in 0..<120 {
      let now = start + .seconds(step * 10)
      log += told(incidents.update(step % 3 == 0 ? [silent("toot")] : [], now: now))
    }
    #expect(log == ["raised toot"])
    #expect(incidents.counts == ["connectorSilent": 1])
  }

  @Test mutating func twoSubjectsAreTwoIncidents() {
    #expect(
      told(incidents.update([silent("a"), silent("b")], now: start)) == ["raised a", "raised b"])
    #expect(told(incidents.update([silent("b")], now: start + .minutes(2))) == ["over a"])
  }

  @Test mutating func startingUpIsNoAlarm() {
    #expect(incidents.update([Trouble(.recovering, since: start, "")], now: start) == [])
  }
}
