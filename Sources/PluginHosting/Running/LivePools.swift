import PluginKit
import Synchronization

/// How many processes of plugins are under way in this process, so that it can wait for their end.
final class LivePools: Sendable {
  static let shared = LivePools()

  private let count = Mutex(0)

  func enter() { count.withLock { $0 += 1 } }
  func leave() { count.withLock { $0 -= 1 } }
  var isEmpty: Bool { count.withLock { $0 == 0 } }
}

/// The processes of all plugins of this process.
public enum PluginProcesses {
  /// What a process may take to end, be told to, and be killed.
  private static let longest: Duration = .seconds(8)

  /// Returns once all have ended whose plugins were let go; before this process ends.
  public static func ended() async {
    let end = SystemTime.monotonicSeconds + longest.seconds
    while !LivePools.shared.isEmpty, SystemTime.monotonicSeconds < end {
      await RealTime.pause(for: .milliseconds(10))
    }
  }
}
