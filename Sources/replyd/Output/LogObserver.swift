import Engine
import Logging
import PluginKit

/// The engine's events as log lines.
struct LogObserver: EngineObserver {
  let logger: Logger

  func observe(_ event: EngineEvent) {
    switch event {
    case .received(let connector, let result):
      guard result.new + result.edited + result.deleted > 0 else { return }
      logger.info(
        "received",
        metadata: [
          "connector": "\(connector)", "new": "\(result.new)", "edited": "\(result.edited)",
          "deleted": "\(result.deleted)", "repeated": "\(result.repeated)",
        ])
    case .decided(let message, let decided):
      logger.info(
        "decided \(decided.action.rawValue)",
        metadata: [
          "message": "\(message.id)", "row": "\(decided.row)", "reason": "\(decided.reason)",
        ])
    case .sent(let reply, let receipt):
      logger.info(
        "posted \(reply.kind.rawValue)",
        metadata: ["message": "\(reply.parent.id)", "as": "\(receipt.remote)"])
    case .notSent(let reply, let why):
      logger.warning(
        "not posted", metadata: ["message": "\(reply.parent.id)", "reason": "\(why)"])
    case .notified(let notification, let notifier):
      logger.info(
        notification.level == 0 ? "notified" : "escalated",
        metadata: [
          "handoff": "\(notification.handoff)", "team": "\(notification.team)",
          "notifier": "\(notifier)",
        ])
    case .deadline(let due):
      let isMissed = due.kind == .acknowledge || due.kind == .human
      logger.log(
        level: isMissed ? .warning : .info,
        isMissed ? "window missed" : "deadline",
        metadata: ["message": "\(due.messageID)", "kind": "\(due.kind.rawValue)"])
    case .step(let step, let outcome):
      logger.notice(
        "procedure \(step.procedure), step \(step.number): \(outcome)",
        metadata: ["incident": "\(step.incident)", "message": "\(step.message.id)"])
    case .burst(let burst):
      logger.warning("\(burst.kind.rawValue) begins", metadata: ["name": "\(burst.name)"])
    case .told(let digest, let notifier):
      logger.notice("told: \(digest.title)", metadata: ["notifier": "\(notifier)"])
    case .recovered(let report):
      logger.info(
        "recovered",
        metadata: [
          "reevaluated": "\(report.reevaluated)", "quarantined": "\(report.quarantined)",
          "unknownSends": "\(report.unknownSends)",
        ])
    case .incident(let alarm):
      logger.log(
        level: alarm.phase == .over ? .notice : .error,
        "\(alarm.phase.rawValue): \(alarm.sentence)", metadata: ["alarm": "\(alarm.kind)"])
    case .attempted(let connector, let outcome):
      guard outcome == .unknown || outcome == .rejected else { return }
      logger.warning(
        "a post is \(outcome.rawValue); `replyd why` says of which message and why",
        metadata: ["connector": "\(connector)"])
    case .polled, .notTold: break
    case .alarm(_, let sentence): logger.error("\(sentence)")
    }
  }
}
