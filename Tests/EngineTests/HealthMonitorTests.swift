import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

@testable import Engine

/// The monitor's loops on a clock that is wound by hand, over a real store.
@Suite struct HealthMonitorTests {
  private let time = ManualTime(fixtureTime)
  private let desk = KeepingNotifier()
  private let observer = AlarmKeeper()
  private let folder: TemporaryFolder
  private let store: SQLiteStore
  private let vitals: Vitals
  private let monitor: HealthMonitor

  init() throws {
    var settings = AlarmSettings()
    settings.notify = ["desk"]
    settings.repeatEvery = .hours(1)
    settings.overAfter = .seconds(30)
    folder = try TemporaryFolder()
    store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"))
    vitals = Vitals(
      connectors: [
        ConnectorUnit(
          id: "toot", mode: .auto, pollEvery: .seconds(30), connector: ScriptedPlatform.idle)
      ], stages: [], teams: Teams(byName: ["care": Team(notify: ["desk"])], fallback: "care"),
      settings: settings, time: time)
    monitor = HealthMonitor(
      vitals: vitals, store: store, notifiers: ["desk": desk], settings: settings, time: time,
      observer: observer)
    vitals.observe(.recovered(RecoveryReport()))
  }

  /// Runs the monitor while `body` runs.
  private func watch(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await monitor.run() }
      try await body()
      group.cancelAll()
    }
  }

  /// One look of each loop; two of them, so that what one loop leaves for another is taken up.
  private func pass(_ duration: Duration) async throws {
    try await time.sleepers(atLeast: 3)
    time.advance(by: duration)
    try await time.sleepers(atLeast: 3)
    time.advance(by: .seconds(10))
    try await time.sleepers(atLeast: 3)
  }

  @Test func aConnectorThatFallsSilentIsToldOnceAndWhenItIsBack() async throws {
    try await watch {
      try await pass(.seconds(130))
      #expect(!monitor.readiness().isReady)
      #expect(desk.alarms.map(\.phase) == [.raised])
      try await pass(.minutes(5))
      #expect(desk.alarms.map(\.phase) == [.raised])
      #expect(monitor.lasting == ["connectorSilent": 1])
      vitals.observe(.polled(connector: "toot", .ok))
      try await pass(.seconds(40))
      #expect(monitor.readiness().isReady)
      #expect(desk.alarms.map(\.phase) == [.raised, .over])
      #expect(desk.alarms.allSatisfy { $0.subject == "toot" && $0.kind == "connectorSilent" })
      #expect(monitor.lasting == [:] && monitor.raised == ["connectorSilent": 1])
    }
  }

  @Test func aStoreThatCannotBeWrittenIsTold() async throws {
    try store.close()
    try await watch {
      try await pass(.seconds(10))
      #expect(desk.alarms.map(\.kind) == ["storeNotWritable"])
      #expect(monitor.readiness().reasons.map(\.kind) == ["storeNotWritable"])
    }
  }

  @Test func anAlarmThatCannotBeToldIsTriedAgainAndNeverAnAlarmItself() async throws {
    let failures = (0..<4).map { _ in NotifyFailure.retry(after: nil, "the pager is down") }
    for failure in failures { desk.nextFail(failure) }
    try await watch {
      vitals.observe(.polled(connector: "toot", .unauthorised))
      for _ in 0..<4 {
        try await pass(.seconds(20))
        vitals.observe(.polled(connector: "toot", .unauthorised))
        vitals.observe(.polled(connector: "toot", .malformed))
      }
      #expect(desk.alarmCalls >= 5)
      #expect(desk.alarms.map(\.kind).first == "tokenRefused")
      #expect(Set(desk.alarms.map(\.kind)).isDisjoint(with: ["teamUnreachable"]))
      let said = observer.alarms.filter { $0.contains("could not be told of an alarm") }
      #expect(said.count == 1, "once for the change, not for each try: \(said)")
    }
  }

  @Test func aNotifierThatRefusesAlarmsIsNotAskedAgain() async throws {
    desk.nextFail(.refused("no alarms here"))
    try await watch {
      vitals.observe(.polled(connector: "toot", .unauthorised))
      for _ in 0..<4 { try await pass(.seconds(10)) }
      #expect(desk.alarmCalls == 1)
    }
  }
}
