public import Engine
import PluginKit

/// Counts the engine's events. Every series is resolved once, from the config, so that an event
/// costs a look into a small table and one atomic addition; labels hold ids of the config and words
/// of ours only.
public final class DaemonMetrics: EngineObserver, StageMeter {
  private typealias Outcomes<Outcome: Hashable> = [String: [Outcome: CounterSeries]]
  /// Messages of one connector, by what the inbox made of them.
  private struct Received: Sendable {
    var new, edited, deleted, repeated: CounterSeries
  }
  private struct Told: Sendable {
    var sent, retry, refused: CounterSeries
  }
  private struct StageSeries: Sendable {
    var duration: HistogramSeries
    var failures: CounterSeries
  }

  public let registry: MetricRegistry
  private let received: [String: Received]
  private let decided: [Decision.Action: CounterSeries]
  private let polls: Outcomes<PollOutcome>
  private let attempts: Outcomes<AttemptOutcome>
  private let told: [String: Told]
  private let stages: [StageSeries]
  private let alarms: [AlarmKind: CounterSeries]

  /// - Parameter stages: those that are not off, in order.
  public init(
    registry: MetricRegistry, connectors: [String], stages: [String], notifiers: [String]
  ) {
    self.registry = registry
    received = Self.table(connectors) { id in
      func series(_ what: String) -> CounterSeries {
        registry.counter(
          "replyd_messages_received_total", "Messages that a poll brought, by what became of them.",
          ("connector", id), ("as", what))
      }
      return Received(
        new: series("new"), edited: series("edited"), deleted: series("deleted"),
        repeated: series("repeated"))
    }
    decided = Self.table(Decision.Action.allCases) {
      registry.counter(
        "replyd_decisions_total", "Decisions about messages, by action.", ("action", $0.rawValue))
    }
    polls = Self.table(connectors) { id in
      Self.table(PollOutcome.allCases) {
        registry.counter(
          "replyd_polls_total", "Polls, by how they ended.", ("connector", id),
          ("result", $0.rawValue))
      }
    }
    let outcomes: [AttemptOutcome] = [.posted, .retry, .rejected, .unknown, .withheld]
    attempts = Self.table(connectors) { id in
      Self.table(outcomes) {
        registry.counter(
          "replyd_attempts_total", "Attempts to post a reply, by how they ended.",
          ("connector", id), ("outcome", $0.rawValue))
      }
    }
    told = Self.table(notifiers) { id in
      func series(_ result: String) -> CounterSeries {
        registry.counter(
          "replyd_notifications_total", "Attempts to tell of a handoff, by how they ended.",
          ("notifier", id), ("result", result))
      }
      return Told(sent: series("sent"), retry: series("retry"), refused: series("refused"))
    }
    self.stages = stages.map { name in
      StageSeries(
        duration: registry.histogram(
          "replyd_stage_duration_seconds", "How long a stage took for one message.",
          ("stage", name)),
        failures: registry.counter(
          "replyd_stage_failures_total", "Messages on which a stage failed; people got them.",
          ("stage", name)))
    }
    alarms = Self.table(AlarmKind.allCases) {
      registry.counter(
        "replyd_errors_total", "Errors in the log, by what they are about.", ("kind", $0.rawValue))
    }
  }

  public func observe(_ event: EngineEvent) {
    switch event {
    case .received(let connector, let result):
      guard let series = received[connector] else { return }
      series.new.increment(by: Int64(result.new))
      series.edited.increment(by: Int64(result.edited))
      series.deleted.increment(by: Int64(result.deleted))
      series.repeated.increment(by: Int64(result.repeated))
    case .decided(_, let decision): decided[decision.action]?.increment()
    case .polled(let connector, let outcome): polls[connector]?[outcome]?.increment()
    case .attempted(let connector, let outcome): attempts[connector]?[outcome]?.increment()
    case .notified(_, let notifier): told[notifier]?.sent.increment()
    case .notTold(let notifier, .retry): told[notifier]?.retry.increment()
    case .notTold(let notifier, .refused): told[notifier]?.refused.increment()
    case .alarm(let kind, _): alarms[kind]?.increment()
    case .sent, .notSent, .deadline, .recovered, .incident: break
    }
  }

  public func stage(_ index: Int, took seconds: Double, isFailure: Bool) {
    guard stages.indices.contains(index) else { return }
    stages[index].duration.record(seconds: seconds)
    if isFailure { stages[index].failures.increment() }
  }

  private static func table<Key: Hashable, Value>(_ keys: [Key], _ value: (Key) -> Value)
    -> [Key: Value]
  {
    Dictionary(keys.map { ($0, value($0)) }, uniquingKeysWith: { first, _ in first })
  }
}
