import Foundation
import Synchronization

/// On standard error, where a person looks; silent elsewhere.
final class ProgressBar: Sendable {
  private static let width = 40
  private let total: Int
  private let shown = Mutex(-1)
  private let isVisible = isatty(STDERR_FILENO) == 1

  init(total: Int) { self.total = max(total, 1) }

  @Sendable func show(_ done: Int) {
    guard isVisible else { return }
    let filled = min(Self.width, done * Self.width / total)
    let isNew = shown.withLock { shown in
      defer { shown = filled }
      return shown != filled
    }
    guard isNew else { return }
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.width - filled)
    Terminal.raw(Array("\r\(bar) \(min(done, total))/\(total)".utf8), to: STDERR_FILENO)
  }

  func end() {
    if isVisible { Terminal.raw(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
  }
}
