public import Engine
import PluginKit
import Synchronization

/// Counts the engine's events. Every series is resolved once a config, so that an event costs a
/// look into a small table and one atomic addition; labels hold ids of the config and words
/// of ours only.
public final class DaemonMetrics: EngineObserver {
  private typealias Outcomes<Outcome: Hashable> = [String: [Outcome: CounterSeries]]
  /// Messages of one connector, by what the inbox made of them.
  private struct Received: Sendable {
    var new, edited, deleted, repeated: CounterSeries
  }
  private struct Told: Sendable {
    var sent, retry, refused: CounterSeries
  }
  /// The series whose labels the config names.
  private struct Tables: Sendable {
    var received: [String: Received]
    var polls: Outcomes<PollOutcome>
    var attempts: Outcomes<AttemptOutcome>
    var told: [String: Told]
  }

  public let registry: MetricRegistry
  private let tables: Mutex<Tables>
  private let decided: [Decision.Action: CounterSeries]
  private let alarms: [AlarmKind: CounterSeries]

  public init(registry: MetricRegistry, connectors: [String], notifiers: [String]) {
    self.registry = registry
    decided = Self.table(Decision.Action.allCases) {
      registry.counter(
        "replyd_decisions_total", "Decisions about messages, by action.", ("action", $0.rawValue))
    }
    alarms = Self.table(AlarmKind.allCases) {
      registry.counter(
        "replyd_errors_total", "Errors in the log, by what they are about.", ("kind", $0.rawValue))
    }
    tables = Mutex(Self.tables(registry, connectors, notifiers))
  }

  /// After a reload. What was counted stays.
  public func adopt(connectors: [String], notifiers: [String]) {
    let tables = Self.tables(registry, connectors, notifiers)
    self.tables.withLock { $0 = tables }
  }

  private static func tables(
    _ registry: MetricRegistry, _ connectors: [String], _ notifiers: [String]
  ) -> Tables {
    let received = Self.table(connectors) { id in
      func series(_ what: String) -> CounterSeries {
        registry.counter(
          "replyd_messages_received_total", "Messages that a poll brought, by what became of them.",
          ("connector", id), ("as", what))
      }
      return Received(
        new: series("new"), edited: series("edited"), deleted: series("deleted"),
        repeated: series("repeated"))
    }
    let polls = Self.table(connectors) { id in
      Self.table(PollOutcome.allCases) {
        registry.counter(
          "replyd_polls_total", "Polls, by how they ended.", ("connector", id),
          ("result", $0.rawValue))
      }
    }
    let outcomes: [AttemptOutcome] = [.posted, .retry, .rejected, .unknown, .withheld]
    let attempts = Self.table(connectors) { id in
      Self.table(outcomes) {
        registry.counter(
          "replyd_attempts_total", "Attempts to post a reply, by how they ended.",
          ("connector", id), ("outcome", $0.rawValue))
      }
    }
    let told = Self.table(notifiers) { id in
      func series(_ result: String) -> CounterSeries {
        registry.counter(
          "replyd_notifications_total", "Attempts to tell of a handoff, by how they ended.",
          ("notifier", id), ("result", result))
      }
      return Told(sent: series("sent"), retry: series("retry"), refused: series("refused"))
    }
    return Tables(received: received, polls: polls, attempts: attempts, told: told)
  }

  public func observe(_ event: EngineEvent) {
    switch event {
    case .received(let connector, let result):
      guard let series = tables.withLock({ $0.received[connector] }) else { return }
      series.new.increment(by: Int64(result.new))
      series.edited.increment(by: Int64(result.edited))
      series.deleted.increment(by: Int64(result.deleted))
      series.repeated.increment(by: Int64(result.repeated))
    case .decided(_, let decision): decided[decision.action]?.increment()
    case .polled(let connector, let outcome):
      tables.withLock { $0.polls[connector]?[outcome] }?.increment()
    case .attempted(let connector, let outcome):
      tables.withLock { $0.attempts[connector]?[outcome] }?.increment()
    case .notified(_, let notifier), .told(_, let notifier):
      tables.withLock { $0.told[notifier] }?.sent.increment()
    case .notTold(let notifier, .retry):
      tables.withLock { $0.told[notifier] }?.retry.increment()
    case .notTold(let notifier, .refused):
      tables.withLock { $0.told[notifier] }?.refused.increment()
    case .alarm(let kind, _): alarms[kind]?.increment()
    case .sent, .notSent, .deadline, .recovered, .incident, .step, .burst: break
    }
  }

  private static func table<Key: Hashable, Value>(_ keys: [Key], _ value: (Key) -> Value)
    -> [Key: Value]
  {
    Dictionary(keys.map { ($0, value($0)) }, uniquingKeysWith: { first, _ in first })
  }
}
