import Engine
import Foundation
import PluginKit
import Synchronization

/// What a replayed history led to, message by message.
struct ReplayOutcome: Sendable {
  struct Line: Sendable, Hashable {
    var id: Message.ID
    var action: String
    var reason: String
    var template: String?
    var reply: String?
  }

  /// The last decision of each message, by its id.
  var lines: [Message.ID: Line] = [:]
  /// Message ids in the order of their decisions.
  var order: [Message.ID] = []
  /// Seconds from the message to our first reply.
  var delays: [Double] = []
  var notifications: [String: Int] = [:]
  /// By reply template, and by the stage that settled a decision.
  var byTemplate: [String: Int] = [:]
  var byStage: [String: Int] = [:]
  var breaches: [Message.ID] = []
  var alarms = 0
  var status = StoreStatus()
  /// The oldest first.
  var incidents: [IncidentRow] = []
  /// Of the clock that incidents are told by.
  var zone = TimeZone.gmt

  var pages: Int { notifications.values.reduce(0, +) }
}

/// Collects the engine's events while a history is replayed.
final class ReplayRecorder: EngineObserver {
  private let time: any Time
  private let outcome = Mutex(ReplayOutcome())

  init(time: any Time) { self.time = time }

  func observe(_ event: EngineEvent) {
    let now = time.now
    outcome.withLock { outcome in
      switch event {
      case .decided(let message, let decided): Self.note(message, decided, in: &outcome)
      case .sent(let reply, _):
        outcome.delays.append(now.timeIntervalSince(reply.parent.createdAt))
      case .notified(_, let notifier), .told(_, let notifier):
        outcome.notifications[notifier, default: 0] += 1
      case .deadline(let due) where due.kind == .acknowledge:
        outcome.breaches.append(due.messageID)
      case .alarm: outcome.alarms += 1
      case .received, .notSent, .deadline, .recovered, .polled, .attempted, .notTold, .incident,
        .step, .burst:
        break
      }
    }
  }

  func result(_ status: StoreStatus, _ incidents: [IncidentRow], in zone: TimeZone) -> ReplayOutcome
  {
    outcome.withLock { outcome in
      outcome.status = status
      outcome.zone = zone
      outcome.incidents = incidents.sorted { $0.id < $1.id }
      outcome.delays.sort()
      return outcome
    }
  }

  private static func note(
    _ message: Message, _ decided: Decided, in outcome: inout ReplayOutcome
  ) {
    if outcome.lines[message.id] == nil { outcome.order.append(message.id) }
    outcome.lines[message.id] = .init(
      id: message.id, action: decided.action.rawValue, reason: decided.reason,
      template: decided.replies.first?.template, reply: decided.replies.first?.text)
    for reply in decided.replies {
      outcome.byTemplate[reply.template ?? "without a template", default: 0] += 1
    }
    let stage = decided.reason.prefix { $0 != ":" }
    outcome.byStage[stage.count < 24 ? String(stage) : "other", default: 0] += 1
  }
}
