import ConfigLoading
import Engine
import Foundation
import PluginKit
import PluginTesting
import ReplayConnectorPlugin
import Simulation
import Storage
import Synchronization
import TestSupport

@testable import replyd

/// A week of recorded customers through the whole daemon on virtual time, with people who answer
/// some of what they are told. All it leaves lies in files.
struct RecordedWeek {
  let folder: TemporaryFolder
  let conversations: Conversations
  private let assembly: Assembly

  /// What is known when the week is over.
  struct End: Sendable {
    var report: Report
    var status: StoreStatus
    var violations: [Violation]
    var handoffs: [HandoffRow]
    var now: Date
  }

  init(_ conversations: Conversations) throws {
    self.conversations = conversations
    folder = try TemporaryFolder()
    try folder.write(Conversations.courses.text(), to: "courses.json")
    try folder.write(Conversations.windows.text(), to: "windows.json")
    let path = try folder.write(Conversations.config.text(), to: "replyd.json")
    for connector in Conversations.connectors {
      let lines = conversations.lines[connector] ?? []
      try folder.write(lines.map { $0.text() + "\n" }.joined(), to: "\(connector).jsonl")
    }
    assembly = try ConfigurationLoader().assembly(from: path, forDaemon: true).value
  }

  func run() throws -> End {
    let time = SimulatedTime(start: Conversations.start)
    let store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"), for: .simulation)
    let people = People(folder: folder, time: time)
    return try SimulatedRun(time: time).run { [self] in
      let daemon = try await daemon(store, people, time)
      try await daemon.recover()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await daemon.run() }
        group.addTask {
          try await people.work(on: store, until: Conversations.start + .hours(24 * 10))
          daemon.stop()
        }
        try await group.waitForAll()
      }
      return try await end(store, time)
    }
  }

  private func daemon(
    _ store: SQLiteStore, _ people: People, _ time: SimulatedTime
  ) async throws -> Daemon {
    let units = try Conversations.connectors.map { id in
      // Late enough for some complaints to miss their 15 minutes.
      ConnectorUnit(
        id: id, mode: .auto, pollEvery: .minutes(20),
        connector: try replayConnector.built(
          [
            "file": .string(folder.path(of: "\(id).jsonl")),
            "replies": .string(folder.path(of: "\(id).replies.jsonl")),
          ], environment: PluginEnvironment(id: id, brand: assembly.brand, time: time)))
    }
    let planner = Planner(
      windows: assembly.windows,
      teams: Teams(
        byName: assembly.teams.byName.mapValues(\.withoutRepeats),
        fallback: assembly.teams.fallback),
      limits: assembly.limits.replies, vetting: assembly.guide, connectors: units,
      config: try await store.register(config: "hash", versions: [:], at: time.now))
    return Daemon(
      store: store, connectors: units, notifiers: ["chat": people],
      pipeline: Pipeline(stages: assembly.stages, brand: assembly.brand), planner: planner,
      settings: Daemon.Settings(
        coalesce: .milliseconds(20), limits: assembly.limits.replies, maxPause: .hours(1)),
      time: time, observer: Nobody())
  }

  private func end(_ store: SQLiteStore, _ time: SimulatedTime) async throws -> End {
    // As an operator asks for it.
    let desk = OperatorDesk(
      store: store, daemon: nil, teams: assembly.teams,
      rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: true), time: time,
      brand: assembly.brand)
    let json = try await desk.perform(
      .report(since: Conversations.start.formatted(.iso8601), until: nil), by: "a test")
    return End(
      report: try Report(json), status: try await store.status(now: time.now),
      violations: try await store.verify(
        now: time.now,
        rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: true)),
      handoffs: try await store.handoffs(waitingOnly: false, limit: 10_000), now: time.now)
  }

  /// What the pipeline says of each message by itself, as `replyd annotate` does.
  func annotate() async throws {
    let pipeline = Pipeline(stages: assembly.stages, brand: assembly.brand)
    var lines: [String] = []
    for (connector, recorded) in conversations.lines.sorted(by: { $0.key < $1.key }) {
      for line in recorded {
        guard var message = try AnnotateLine.message(Array(line.text().utf8)) else { continue }
        let name = "\(connector)/\(message.id.remote)"
        message.id.connector = connector
        let evaluation = await pipeline.evaluate(
          message, row: 0, history: History(), now: message.createdAt)
        let record = DecisionRecord(evaluation, evaluation.decision)
        let value: JSONValue = [
          "id": .string(name), "findings": record.findings, "decision": record.outcome,
        ]
        lines.append(value.text() + "\n")
      }
    }
    try folder.write(lines.joined(), to: "annotations.jsonl")
  }

  /// What `count.py` prints.
  func recounted(now: Date) throws -> JSONValue {
    let script = TestPaths.repository.appending(path: "Tests/ReportTests/count.py").path
    var words = [script]
    for connector in Conversations.connectors {
      words += ["--recording", "\(connector)=\(folder.path(of: "\(connector).jsonl"))"]
      words += ["--replies", "\(connector)=\(folder.path(of: "\(connector).replies.jsonl"))"]
    }
    for name in ["notifications", "answers", "annotations"] {
      words += ["--\(name)", folder.path(of: "\(name).jsonl")]
    }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    words += ["--windows", folder.path(of: "windows.json"), "--now", now.formatted(style)]
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = words
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try JSONReader.read(bytes).plain
  }
}

private struct Nobody: EngineObserver {
  func observe(_ event: EngineEvent) {}
}

/// People behind a chat: they note what they are told, and answer two thirds of it on the platform,
/// some in time and some late.
final class People: Notifier {
  private struct Told: Sendable {
    var handoff: Int64
    var message: String
    var at: Date
  }

  private let folder: TemporaryFolder
  private let time: SimulatedTime
  private let told = Mutex<[Told]>([])
  private let lines = Mutex<(notifications: String, answers: String)>(("", ""))

  init(folder: TemporaryFolder, time: SimulatedTime) {
    self.folder = folder
    self.time = time
  }

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    let line: JSONValue = [
      "key": .string(notification.key), "handoff": .int(notification.handoff),
      "notifier": "chat", "occasion": .string(notification.occasion.rawValue),
      "team": .string(notification.team), "message": .string(notification.message.id.description),
    ]
    lines.withLock { lines in
      lines.notifications += line.text() + "\n"
      // Told with it, in the same notification.
      for other in notification.others {
        let brief: JSONValue = [
          "key": .string(notification.key), "handoff": .int(other.handoff), "notifier": "chat",
          "occasion": .string(notification.occasion.rawValue),
        ]
        lines.notifications += brief.text() + "\n"
      }
    }
    guard notification.occasion == .opened else { return }
    told.withLock {
      $0.append(
        Told(
          handoff: notification.handoff, message: notification.message.id.description,
          at: time.now))
    }
  }

  /// Every third is answered after 2 hours, every third after 6, every third never.
  func work(on store: SQLiteStore, until end: Date) async throws {
    while time.now < end {
      try await time.sleep(for: .minutes(10))
      let now = time.now
      let due = told.withLock { told in
        let due = told.filter { $0.at + .hours($0.handoff % 3 == 0 ? 2 : 6) <= now }
        told.removeAll { one in due.contains { $0.handoff == one.handoff } }
        return due.filter { $0.handoff % 3 != 2 }
      }
      for one in due {
        guard
          try await store.close(
            HandoffClosing(handoff: one.handoff, as: .answered, by: "ana", at: now)) != nil
        else { continue }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let line: JSONValue = [
          "message": .string(one.message), "at": .string(now.formatted(style)),
        ]
        lines.withLock { $0.answers += line.text() + "\n" }
      }
    }
    let (notifications, answers) = lines.withLock { ($0.notifications, $0.answers) }
    try folder.write(notifications, to: "notifications.jsonl")
    try folder.write(answers, to: "answers.jsonl")
  }
}
