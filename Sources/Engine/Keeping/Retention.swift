import Foundation
import PluginKit

/// Removes closed messages once they are older than `store.keep`, in slices with pauses between
/// them, so that nothing waits for it.
struct Retention: Sendable {
  /// Rows looked at in one commit: a few milliseconds when all of them go.
  static let slice = 100
  static let pauseBetweenSlices: Duration = .milliseconds(50)
  /// Between two walks over what has become old.
  static let pauseBetweenWalks: Duration = .minutes(10)

  let parts: EngineParts
  let keep: Duration

  func run() async {
    while !parts.lifetime.isStopping && !Task.isCancelled {
      do {
        try await walk()
      } catch {
        parts.observer.observe(.alarm(.store, "removing old messages: \(error)"))
      }
      await rest(Self.pauseBetweenWalks)
    }
  }

  private func walk() async throws {
    var after: Int64? = 0
    let before = parts.time.now - keep
    while let start = after, !parts.lifetime.isStopping {
      let done = try await parts.store.prune(
        PruneSlice(before: before, after: start, limit: Self.slice))
      after = done.next
      if after != nil { await rest(Self.pauseBetweenSlices) }
    }
  }

  /// In short steps, so that a stop is seen.
  private func rest(_ duration: Duration) async {
    var left = duration
    while left > .zero, !parts.lifetime.isStopping {
      let step = min(left, parts.maxPause / 4)
      do { try await parts.time.sleep(for: step) } catch { return }
      left -= step
    }
  }
}
