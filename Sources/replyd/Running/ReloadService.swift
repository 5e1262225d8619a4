import ConfigLoading
import PluginKit
import ServiceLifecycle
import UnixSignals

/// Reloads on SIGHUP, and when a file of the config has changed.
struct ReloadService: Service, CustomStringConvertible {
  /// Between two looks at the files; a change is read at the second look that finds it.
  static let look: Duration = .seconds(1)

  /// What the service group calls it.
  let description = "config watch"
  let reloader: Reloader
  let watch: ConfigWatch
  let time: any Time

  func run() async throws { await cancelWhenGracefulShutdown { await reloadUntilCancelled() } }

  private func reloadUntilCancelled() async {
    let (asked, ask) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in await UnixSignalsSequence(trapping: .sighup) { ask.yield() }
      }
      group.addTask {
        while !Task.isCancelled {
          do { try await time.sleep(for: Self.look) } catch { return }
          if watch.isChanged() { ask.yield() }
        }
      }
      // One at a time, so that the last one asked for is the last one in force.
      for await _ in asked {
        await reloader.reload()
        // What was read, and the config that is gone.
        Allocator.trim()
      }
      group.cancelAll()
    }
  }
}
