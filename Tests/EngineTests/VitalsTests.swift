import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// What is wrong, seen from the engine's events on a clock that is wound by hand.
@Suite struct VitalsTests {
  private let time = ManualTime(fixtureTime)
  private let vitals: Vitals

  init() {
    var settings = AlarmSettings()
    settings.checkEvery = .seconds(10)
    vitals = Vitals(
      connectors: [
        ConnectorUnit(
          id: "toot", mode: .auto, pollEvery: .seconds(30), connector: ScriptedPlatform.idle),
        ConnectorUnit(
          id: "unused", mode: .off, pollEvery: .seconds(1), connector: ScriptedPlatform.idle),
      ],
      stages: [
        PipelineStage(name: "unused", mode: .off, stage: KeywordStage()),
        PipelineStage(name: "faq", mode: .auto, stage: KeywordStage()),
      ],
      teams: Teams(
        byName: ["care": Team(notify: ["desk", "chat"]), "night": Team(notify: ["pager"])],
        fallback: "care"),
      settings: settings, time: time)
  }

  private var kinds: [String] {
    vitals.troubles().map { [$0.key.kind.rawValue, $0.key.subject].compactMap { $0 } }
      .map { $0.joined(separator: " ") }
  }

  private func recovered() { vitals.observe(.recovered(RecoveryReport())) }

  @Test func itIsNotReadyBeforeTheRecoveryHasFinished() {
    #expect(kinds == ["recovering"])
    #expect(!Readiness(vitals.troubles()).isReady)
    recovered()
    #expect(kinds == [])
    #expect(Readiness(vitals.troubles()).isReady)
  }

  @Test func aConnectorIsSilentAfterSoManyIntervalsWithoutASuccess() {
    // However long the start-up takes.
    time.advance(by: .hours(1))
    recovered()
    time.advance(by: .seconds(119))
    vitals.observe(.polled(connector: "toot", .retry))
    #expect(kinds == [])
    time.advance(by: .seconds(2))
    #expect(kinds == ["connectorSilent toot"])
    #expect(!Readiness(vitals.troubles()).isReady)
    #expect(vitals.pollAges() == ["toot": 121])
    vitals.observe(.polled(connector: "toot", .ok))
    #expect(kinds == [])
    #expect(vitals.pollAges() == ["toot": 0])
  }

  @Test func aRecordingThatHasEndedIsNotSilent() {
    recovered()
    vitals.observe(.polled(connector: "toot", .ended))
    time.advance(by: .hours(9))
    #expect(kinds == [] && vitals.pollAges() == [:])
  }

  @Test func refusedCredentialsAreAnAlarmOfTheirOwn() {
    recovered()
    vitals.observe(.polled(connector: "toot", .unauthorised))
    #expect(kinds == ["tokenRefused toot"])
    #expect(Readiness(vitals.troubles()).isReady, "it becomes silent soon enough")
    vitals.observe(.polled(connector: "toot", .ok))
    #expect(kinds == [])
  }

  @Test func aTeamIsUnreachableWhenEveryNotifierOfItFails() {
    recovered()
    vitals.observe(.notTold(by: "desk", .retry(after: nil, "down")))
    #expect(kinds == [])
    vitals.observe(.notTold(by: "chat", .refused("gone")))
    #expect(kinds == ["teamUnreachable care"])
    #expect(!Readiness(vitals.troubles()).isReady)
    vitals.observe(.notified(.make(), by: "chat"))
    #expect(kinds == [])
  }

  @Test func aRefusedConfigIsAnAlarmThatTheNextGoodOneEnds() {
    recovered()
    vitals.refused("1 error")
    vitals.refused("2 errors")
    #expect(kinds == ["configRefused"])
    let readiness = Readiness(vitals.troubles())
    #expect(readiness.isReady, "it does its work all the same")
    #expect(readiness.json(holds: 0)["refusedConfig"]?.string == "2 errors")
    vitals.accepted()
    #expect(kinds == [])
    #expect(Readiness(vitals.troubles()).json(holds: 0)["refusedConfig"] == .null)
  }

  @Test func aReloadForgetsWhatIsGoneAndStartsWhatIsNewWithoutATrouble() {
    recovered()
    time.advance(by: .minutes(10))
    for _ in 0..<9 { vitals.stages.stage(0, took: 0, isFailure: true) }
    vitals.observe(.notTold(by: "pager", .refused("no")))
    #expect(kinds == ["connectorSilent toot", "teamUnreachable night", "stageFailing faq"])
    let new = ConnectorUnit(
      id: "new", mode: .auto, pollEvery: .seconds(30), connector: ScriptedPlatform.idle)
    vitals.adopt(
      connectors: [new], stages: [], teams: Teams(byName: [:], fallback: ""),
      settings: AlarmSettings())
    #expect(kinds == [])
    #expect(Set(vitals.pollAges().keys) == ["new"])
  }

  @Test func aConnectorThatAReloadKeepsStaysAsSilentAsItWas() {
    let unit = ConnectorUnit(
      id: "toot", mode: .auto, pollEvery: .seconds(30), connector: ScriptedPlatform.idle)
    let placed = ConnectorUnit(
      id: "toot", mode: .draft, pollEvery: .seconds(30), connector: ScriptedPlatform.idle)
    func adopt(_ unit: ConnectorUnit) {
      vitals.adopt(
        connectors: [unit], stages: [], teams: Teams(byName: [:], fallback: ""),
        settings: AlarmSettings())
    }
    recovered()
    adopt(unit)
    time.advance(by: .minutes(10))
    adopt(placed.keeping(unit))
    #expect(kinds == ["connectorSilent toot"])
    adopt(placed)
    #expect(kinds == [])
  }

  @Test func aStageThatFailsAgainAndAgainIsAnAlarmUntilItWorks() {
    recovered()
    for _ in 0..<2 { vitals.stages.stage(0, took: 0, isFailure: true) }
    vitals.stages.stage(0, took: 0, isFailure: false)
    for _ in 0..<2 { vitals.stages.stage(0, took: 0, isFailure: true) }
    #expect(kinds == [])
    vitals.stages.stage(0, took: 0, isFailure: true)
    #expect(kinds == ["stageFailing faq"])
    #expect(Readiness(vitals.troubles()).isReady)
    vitals.stages.stage(0, took: 0, isFailure: false)
    vitals.stages.stage(7, took: 0, isFailure: true)
    #expect(kinds == [])
  }

  @Test func missedWindowsAreOneTroubleUntilNoneWasMissedForAWhile() {
    recovered()
    for kind in DeadlineKind.allCases { miss(kind) }
    #expect(kinds == ["windowMissed acknowledge", "windowMissed human"])
    time.advance(by: .minutes(14))
    miss(.human)
    #expect(vitals.troubles().last?.sentence.hasPrefix("2 response windows missed (human)") == true)
    time.advance(by: .minutes(2))
    vitals.observe(.polled(connector: "toot", .ok))
    #expect(kinds == ["windowMissed human"])
    time.advance(by: .minutes(14))
    vitals.observe(.polled(connector: "toot", .ok))
    #expect(kinds == [])
  }

  @Test func aStoreThatFailsIsATroubleUntilATestWriteWorksAgain() {
    recovered()
    vitals.observe(.alarm(.store, "disk full"))
    #expect(kinds == ["storeNotWritable"])
    #expect(!Readiness(vitals.troubles()).isReady)
    // A small test write may find room where a real one did not.
    vitals.probeEnded(isSuccess: true)
    #expect(kinds == ["storeNotWritable"])
    time.advance(by: .seconds(11))
    vitals.probeEnded(isSuccess: true)
    #expect(kinds == [])
    vitals.probeEnded(isSuccess: false)
    #expect(kinds == ["storeNotWritable"])
  }

  @Test func aStoreThatDoesNotAnswerIsATrouble() {
    recovered()
    vitals.probeBegan()
    time.advance(by: .seconds(29))
    #expect(!kinds.contains("storeNotWritable"))
    time.advance(by: .seconds(2))
    #expect(kinds.contains("storeNotWritable"))
    vitals.probeEnded(isSuccess: true)
    #expect(!kinds.contains("storeNotWritable"))
  }

  private func miss(_ kind: DeadlineKind) {
    vitals.observe(
      .deadline(
        DueDeadline(
          row: 1, message: 1, messageID: .init(connector: "toot", remote: "1"), kind: kind,
          level: 0, at: time.now, handoff: nil)))
  }
}

extension ScriptedPlatform {
  /// One that nobody asks.
  static var idle: ScriptedPlatform {
    ScriptedPlatform(time: ManualTime(), postTakes: .zero, traits: .make(idempotency: .readBack))
  }
}
