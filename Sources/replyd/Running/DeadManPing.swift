import Engine
import Logging
import PluginKit
import ServiceLifecycle
import Transport

/// Calls an address while replyd is ready, and stays away while it is not. Nothing waits for it;
/// its own failures are logged when they begin and when they end, without the address.
struct DeadManPing: Service, CustomStringConvertible {
  /// What the service group calls it.
  let description = "dead-man ping"
  /// How soon it looks again while replyd is not ready.
  private static let look: Duration = .seconds(2)

  private let settings: DeadManSettings
  private let client: HTTPClient
  private let monitor: HealthMonitor
  private let time: any Time
  private let logger: Logger

  init(_ settings: DeadManSettings, monitor: HealthMonitor, time: any Time, logger: Logger) {
    self.settings = settings
    self.monitor = monitor
    self.time = time
    self.logger = logger
    let limit = min(settings.every, .seconds(10))
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = settings.allowPrivateTargets
    configuration.timeouts = HTTPTimeouts(connect: limit, total: limit, stall: limit)
    client = HTTPClient(configuration: configuration)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown { await pingUntilCancelled() }
  }

  private func pingUntilCancelled() async {
    var isFailing = false
    while !Task.isCancelled {
      var pause = min(settings.every, Self.look)
      if monitor.readiness().isReady {
        let failure = await ping()
        if let failure, !isFailing {
          logger.error("the dead-man ping fails: \(failure); check \"deadMan\".\"url\"")
        } else if failure == nil, isFailing {
          logger.notice("the dead-man ping works again")
        }
        isFailing = failure != nil
        pause = settings.every
      }
      do { try await time.sleep(for: pause) } catch { return }
    }
  }

  /// What went wrong, in words that do not hold the address; nil when it was taken.
  private func ping() async -> String? {
    let method: HTTPMethod = settings.method == .get ? .get : .post
    do {
      let response = try await client.send(HTTPRequest(method, settings.url.reveal()))
      return (200...299).contains(response.status) ? nil : "it answers \(response.status)"
    } catch {
      return "\(error.kind)"
    }
  }
}
