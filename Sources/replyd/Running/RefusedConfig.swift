import ConfigLoading
import Foundation
import PluginKit
import Synchronization

/// Why the config on the disk is not the one in force, for the health page.
final class RefusedConfig: Sendable {
  /// Problems and changes that are kept.
  private static let limit = 100

  struct Refusal: Sendable {
    var at: Date
    var problems: [String]
    /// What would change if it were taken; empty where it cannot be read.
    var changes: [ConfigChange]
  }

  private let state = Mutex<Refusal?>(nil)
  private let time: any Time

  init(time: any Time) { self.time = time }

  var refusal: Refusal? { state.withLock { $0 } }

  func note(problems: [String], changes: [ConfigChange] = []) {
    let refusal = Refusal(
      at: time.now, problems: Array(problems.prefix(Self.limit)),
      changes: Array(changes.prefix(Self.limit)))
    state.withLock { $0 = refusal }
  }

  func clear() { state.withLock { $0 = nil } }
}
