import PluginKit

/// Processes live in real time, whatever clock the daemon has.
enum RealTime {
  static let clock = SystemTime()

  /// Returns early when the task is cancelled.
  static func pause(for duration: Duration) async {
    do { try await clock.sleep(for: duration) } catch { return }
  }
}
