import Foundation
import PluginKit
import PluginTesting
import Simulation
import Storage
import Synchronization

@testable import Engine

/// Customers who write as often as a plan says, to a platform that takes only so many posts: through
/// the whole daemon on a virtual clock, to the last window's end.
struct SurgeRun {
  /// So many messages, evenly random, in this span.
  struct Phase {
    var from: Duration
    var length: Duration
    var messages: Int
  }

  struct Job: Sendable {
    var createdAt: Date
    var deadline: Date
    var urgency: Urgency
  }

  /// What is known when all is over.
  struct End: Sendable {
    var status: StoreStatus
    var violations: [Violation]
    var handoffs: [HandoffRow]
    /// When each reply was posted, by message.
    var posted: [String: [Date]]
    var refused: Int
    var alarms: Int
  }

  /// 15:00 UTC, where a span of three hours begins.
  static let start = Date(timeIntervalSince1970: 1_749_999_600)
  static let mastodon = PostingBudget(posts: 300, per: .hours(3), isAligned: true)

  let budget: PostingBudget?
  private(set) var jobs: [String: Job] = [:]
  private var messages: [Message] = []

  init(_ phases: [Phase], budget: PostingBudget?, seed: UInt64, complaints: Double = 0.3) {
    self.budget = budget
    var numbers = SplitMix(state: seed)
    for phase in phases {
      for _ in 0..<phase.messages {
        let seconds = Double.random(in: 0..<phase.length.seconds, using: &numbers)
        // The store keeps milliseconds.
        let at = Self.start + phase.from + .milliseconds(Int(seconds * 1000))
        let isComplaint = Double.random(in: 0..<1, using: &numbers) < complaints
        let urgency = Self.urgency(Double.random(in: 0..<1, using: &numbers))
        let id = "\(messages.count)"
        messages.append(
          .make(
            "\(isComplaint ? "complaint" : "question") \(urgency.name)", id: id,
            author: .make(id: id), createdAt: at))
        jobs[id] = Job(
          createdAt: at, deadline: at + (isComplaint ? .minutes(15) : .hours(1)), urgency: urgency)
      }
    }
  }

  private static func urgency(_ share: Double) -> Urgency {
    share < 0.02 ? .critical : share < 0.12 ? .high : .normal
  }

  /// Of somebody who knew all this beforehand. A message is decided when it comes.
  func optimum() -> (met: Int, byUrgency: [Urgency: Int]) {
    guard let budget else { return (jobs.count, [:]) }
    let first = Self.start.timeIntervalSince1970
    func span(_ date: Date) -> Int {
      Int(((date.timeIntervalSince1970 - first) / budget.per.seconds).rounded(.down))
    }
    let all = jobs.sorted { Int($0.key) ?? 0 < Int($1.key) ?? 0 }.map(\.value)
    let last = all.map { span($0.deadline) }.max() ?? 0
    let optimum = OfflineOptimum(
      all.map { .init(spans: Array(span($0.createdAt)...span($0.deadline)), urgency: $0.urgency) },
      places: Array(repeating: budget.posts, count: last + 1))
    return (
      optimum.met.count,
      Dictionary(uniqueKeysWithValues: Urgency.allCases.map { ($0, optimum.met($0)) })
    )
  }

  func run() throws -> End {
    let time = SimulatedTime(start: Self.start)
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"), for: .simulation)
    let witness = Witness(time)
    let end = try SimulatedRun(time: time).run { [messages, budget] in
      let unit = ConnectorUnit(
        id: "test", mode: .auto, pollEvery: .seconds(1),
        connector: RecordedPlatform(messages, time: time, budget: budget))
      let planner = Planner(
        windows: Windows(rules: [
          try WindowRule.parsed(
            #"{"when":{"intent":"complaint"},"acknowledge":"15m","human":"4h"}"#),
          try WindowRule.parsed(#"{"acknowledge":"1h","human":"24h"}"#),
        ]),
        teams: Teams(byName: ["care": Team(notify: ["desk"])], fallback: "care"),
        limits: ReplyLimits(), vetting: PassingGuide(), connectors: [unit],
        config: try await store.register(config: "hash", versions: [:], at: time.now))
      let daemon = Daemon(
        store: store, connectors: [unit], notifiers: ["desk": KeepingNotifier()],
        pipeline: Pipeline(
          stages: [PipelineStage(name: "surge", mode: .auto, stage: SurgeStage())],
          brand: .make()),
        planner: planner, settings: Daemon.Settings(coalesce: .zero, maxPause: .hours(1)),
        time: time, observer: witness)
      try await daemon.recover()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await daemon.run() }
        let last = messages.map(\.createdAt).max() ?? Self.start
        try await time.sleep(for: .seconds(last.timeIntervalSince(Self.start)) + .minutes(70))
        daemon.stop()
        try await group.waitForAll()
      }
      let rules = VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: false)
      return (
        try await store.status(now: time.now), try await store.verify(now: time.now, rules: rules),
        try await store.handoffs(waitingOnly: false, limit: 100_000)
      )
    }
    try store.close()
    let seen = witness.seen
    return End(
      status: end.0, violations: end.1, handoffs: end.2, posted: seen.posted,
      refused: seen.refused, alarms: seen.alarms)
  }

  /// Notes when what was posted.
  private final class Witness: EngineObserver {
    private let time: any Time
    private let state = Mutex((posted: [String: [Date]](), refused: 0, alarms: 0))

    init(_ time: any Time) { self.time = time }

    var seen: (posted: [String: [Date]], refused: Int, alarms: Int) { state.withLock { $0 } }

    func observe(_ event: EngineEvent) {
      switch event {
      case .sent(let reply, _):
        state.withLock { $0.posted[reply.parent.id.remote, default: []].append(time.now) }
      case .attempted(_, let outcome) where outcome != .posted: state.withLock { $0.refused += 1 }
      case .alarm: state.withLock { $0.alarms += 1 }
      default: break
      }
    }
  }
}

/// Reads what the message says of itself.
private struct SurgeStage: Stage {
  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let severity =
      message.text.contains("critical") ? 0.9 : message.text.contains("high") ? 0.6 : 0.1
    var findings = [Finding(name: "crisis", value: ["severity": .number(severity)])]
    guard message.text.contains("complaint") else {
      return Opinion(findings: findings, proposals: [.answer(.init(text: "It is on its way."))])
    }
    findings.append(Finding(name: "intent", value: ["label": "complaint"]))
    return Opinion(
      findings: findings,
      proposals: [
        .acknowledge(.init(text: "Sorry.")),
        .handoff(.init(strength: .required, reason: "a complaint")),
      ])
  }
}
