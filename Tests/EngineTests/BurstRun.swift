import Foundation
import PluginKit
import PluginTesting
import Simulation
import Storage
import Synchronization

@testable import Engine

/// Ordinary customers for some days, then many at once: through the whole daemon on a virtual clock.
struct BurstRun {
  /// 00:00 UTC of a Monday.
  static let start = Date(timeIntervalSince1970: 1_749_427_200)

  private var random: SplitMix
  private(set) var messages: [Message] = []
  private let words: [String]

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    let ends = ["an", "ede", "ick", "old", "ume", "yst", "or", "ith", "und", "esk"]
    words = ["bal", "cor", "den", "fir", "gum", "hal", "jon", "kel", "lum", "mar"].flatMap {
      start in
      ends.flatMap { end in ["", "a", "e"].map { start + end + $0 } }
    }
  }

  private mutating func uniform() -> Double { Double.random(in: 0..<1, using: &random) }

  /// So many messages, evenly random, each with these words in it.
  mutating func write(
    _ count: Int, from: Duration, within length: Duration, _ own: [String] = [],
    negative: Double = 0.4
  ) {
    for _ in 0..<count {
      var text = (0..<9).map { _ in words[Int(Double(words.count) * uniform() * uniform())] }
      for word in own { text.insert(word, at: Int(uniform() * 9)) }
      if uniform() < negative { text.append("awful") }
      let id = "\(messages.count)"
      let seconds = from.seconds + uniform() * length.seconds
      messages.append(
        .make(
          text.joined(separator: " "), id: id, author: .make(id: id),
          createdAt: Self.start + .milliseconds(Int(seconds * 1000))))
    }
  }

  struct End: Sendable {
    var incidents: [IncidentRow]
    var handoffs: [HandoffRow]
    var told: [DigestNotification]
    var notified: Int
    var violations: [Violation]
    var surgeReplies: Int
  }

  /// - Parameter restart: the daemon ends then, and another one goes on with its store.
  func run(
    until end: Duration, restart: Duration? = nil, settings json: String = "{}"
  ) throws -> End {
    let time = SimulatedTime(start: Self.start)
    let folder = try TemporaryFolder()
    let desk = DigestKeeper()
    let counter = ReplyCounter()
    let bursts = try BurstSettings.parsed(json)
    let stops = [restart, end].compactMap { $0 }
    let path = folder.path(of: "replyd.sqlite")
    return try SimulatedRun(time: time).run { [messages] in
      let platform = RecordedPlatform(messages, time: time)
      var result: End?
      for stop in stops {
        let store = try SQLiteStore(path: path, for: .simulation)
        let unit = ConnectorUnit(
          id: "test", mode: .auto, pollEvery: .seconds(5), connector: platform)
        let planner = Planner(
          windows: Windows(rules: []),
          teams: Teams(byName: ["care": Team(notify: ["desk"])], fallback: "care"),
          limits: ReplyLimits(), vetting: PassingGuide(), connectors: [unit],
          config: try await store.register(config: "hash", versions: [:], at: time.now),
          bursts: bursts)
        let daemon = Daemon(
          store: store, connectors: [unit], notifiers: ["desk": desk],
          pipeline: Pipeline(
            stages: [PipelineStage(name: "mood", mode: .auto, stage: MoodStage())],
            brand: .make()),
          planner: planner, settings: Daemon.Settings(coalesce: .zero, maxPause: .hours(1)),
          time: time, observer: counter)
        try await daemon.recover()
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { await daemon.run() }
          try await time.sleep(for: .seconds((Self.start + stop).timeIntervalSince(time.now)))
          daemon.stop()
          try await group.waitForAll()
        }
        let rules = VerifyRules(maxAutomatedTurns: 3, tolerance: .hours(100), isLive: false)
        result = End(
          incidents: try await store.incidents(openOnly: false, limit: 100),
          handoffs: try await store.handoffs(waitingOnly: false, limit: 100_000), told: desk.told,
          notified: desk.notified,
          violations: try await store.verify(now: time.now, rules: rules),
          surgeReplies: counter.count)
        try store.close()
      }
      guard let result else { throw CancellationError() }
      return result
    }
  }
}

/// Keeps what it is told.
private final class DigestKeeper: Notifier {
  private let state = Mutex((told: [DigestNotification](), notified: 0))

  var told: [DigestNotification] { state.withLock { $0.told.filter { $0.kind == .incident } } }
  var notified: Int { state.withLock { $0.notified } }

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    state.withLock { $0.notified += 1 }
  }
  func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    state.withLock { $0.told.append(digest) }
  }
}

/// Counts the honest replies.
private final class ReplyCounter: EngineObserver {
  private let state = Mutex(0)

  var count: Int { state.withLock { $0 } }

  func observe(_ event: EngineEvent) {
    if case .sent(let reply, _) = event, reply.text.contains("far more messages") {
      state.withLock { $0 += 1 }
    }
  }
}

/// A handoff for everybody, and a mood.
private struct MoodStage: Stage {
  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let label = message.text.contains("awful") ? "negative" : "neutral"
    return Opinion(
      findings: [Finding(name: "sentiment", value: ["label": .string(label)])],
      proposals: [.handoff(.init(reason: "nobody knows an answer"))])
  }
}
