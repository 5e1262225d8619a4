public import Engine

/// The pages that need no token: they hold no text of customers, no address and no secret.
public struct HealthPages: Sendable {
  let metrics: @Sendable () async -> String
  let readiness: @Sendable () -> Readiness
  let holds: @Sendable () async throws -> Int

  /// - Parameter holds: how many holds are active, as information.
  public init(
    metrics: MetricsPage, monitor: HealthMonitor, holds: @escaping @Sendable () async throws -> Int
  ) {
    self.metrics = { await metrics.text() }
    readiness = { monitor.readiness() }
    self.holds = holds
  }
}
