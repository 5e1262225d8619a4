import Logging
import PluginKit

/// Tells of a handoff, a digest or an alarm by one line of the log. Never fails, so it suits as a
/// last resort.
struct LogNotifier: Notifier {
  let logger: Logger
  /// Of the customer's text, in characters; 0 logs none of it.
  let maxText: Int

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    logger.warning("\(LogLine.of(notification, maxText: maxText))")
  }

  func digest(_ digest: DigestNotification) async throws(NotifyFailure) {
    let line = LogLine.of(digest)
    if digest.kind != .daily { logger.warning("\(line)") } else { logger.info("\(line)") }
  }

  func alarm(_ alarm: AlarmNotification) async throws(NotifyFailure) {
    logger.warning("\(LogLine.of(alarm))")
  }
}
