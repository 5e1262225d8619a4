import Foundation
import PluginKit
import Synchronization

/// How many forged links are still answered in full: a bucket that refills by one a second.
final class ForgedLinks: Sendable {
  /// In a row, and in each minute.
  static let perMinute = 60

  private let time: any Time
  private let state: Mutex<(left: Double, at: Date)>

  init(time: any Time) {
    self.time = time
    state = Mutex((Double(Self.perMinute), time.now))
  }

  /// Notes one; false when there were too many.
  func note() -> Bool {
    let now = time.now
    return state.withLock { state in
      let passed = max(0, now.timeIntervalSince(state.at))
      let full = Double(Self.perMinute)
      state = (min(full, state.left + passed * full / 60), now)
      guard state.left >= 1 else { return false }
      state.left -= 1
      return true
    }
  }
}
