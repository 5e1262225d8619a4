/// Owns the processes of one plugin: they end when nobody holds it any more, so that no instance
/// outlives the config it belongs to (P10).
final class HostedPlugin: Sendable {
  let pool: PluginPool

  init(_ launch: PluginLaunch) { pool = PluginPool(launch) }

  deinit { pool.close() }
}

/// What all external plugins can do.
public protocol ProcessHosting {
  /// Starts its processes now, so that what is wrong shows before the first call.
  func start()
  /// Ends its processes; calls after it fail.
  func end()
  /// The longest that one call can take, with all that happens before it is given up.
  var longestCall: Duration { get }
}

extension ExternalStage: ProcessHosting {
  public func start() { hosted.pool.start() }
  public func end() { hosted.pool.close() }
  public var longestCall: Duration { hosted.pool.longestCall }
}

extension ExternalNotifier: ProcessHosting {
  public func start() { hosted.pool.start() }
  public func end() { hosted.pool.close() }
  public var longestCall: Duration { hosted.pool.longestCall }
}

extension ExternalConnector: ProcessHosting {
  public func start() { hosted.pool.start() }
  public func end() { hosted.pool.close() }
  public var longestCall: Duration { hosted.pool.longestCall }
}
