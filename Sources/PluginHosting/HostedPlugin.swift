/// Owns the processes of one plugin: they end when nobody holds it any more, so that no instance
/// outlives the config it belongs to (P10).
public final class HostedPlugin: Sendable {
  let pool: PluginPool

  init(_ launch: PluginLaunch) { pool = PluginPool(launch) }

  deinit { pool.close() }
}

/// A plugin that is a program.
public protocol ProcessHosting: Sendable {
  var hosted: HostedPlugin { get }
}

extension ExternalStage: ProcessHosting {}
extension ExternalNotifier: ProcessHosting {}
extension ExternalConnector: ProcessHosting {}

extension ProcessHosting {
  /// Starts its processes now, so that what is wrong shows before the first call.
  public func start() { hosted.pool.start() }

  /// Ends its processes; calls after it fail.
  public func end() { hosted.pool.close() }

  /// Starts one process more, only to see whether it can; throws why it cannot.
  public func probe() async throws { try await hosted.pool.probe() }

  /// Whether it runs the same program in the same way with the same settings.
  public func isSame(as other: any ProcessHosting) -> Bool {
    hosted.pool.launch.isSame(as: other.hosted.pool.launch)
  }

  /// Until the next reload: its program says another thing than its manifest.
  public var isOutOfService: Bool { hosted.pool.isOutOfService }

  /// The longest that one call can take, with all that happens before it is given up.
  public var longestCall: Duration { hosted.pool.longestCall }
}
