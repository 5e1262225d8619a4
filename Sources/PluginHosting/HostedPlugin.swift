/// Owns the processes of one plugin: they end when nobody holds it any more, so that no instance
/// outlives the config it belongs to (P10).
final class HostedPlugin: Sendable {
  let pool: PluginPool

  init(_ launch: PluginLaunch) { pool = PluginPool(launch) }

  deinit { pool.close() }
}

/// What all external plugins can do.
public protocol ProcessHosting: Sendable {
  /// Starts its processes now, so that what is wrong shows before the first call.
  func start()
  /// Ends its processes; calls after it fail.
  func end()
  /// Until the next reload: its program says another thing than its manifest.
  var isOutOfService: Bool { get }
  /// Whether it runs the same program in the same way with the same settings.
  func isSame(as other: any ProcessHosting) -> Bool
  /// Starts one process more, only to see whether it can; throws why it cannot.
  func probe() async throws
  /// The longest that one call can take, with all that happens before it is given up.
  var longestCall: Duration { get }
}

extension HostedPlugin {
  fileprivate func isSame(as other: any ProcessHosting) -> Bool {
    let theirs: HostedPlugin? =
      switch other {
      case let stage as ExternalStage: stage.hosted
      case let notifier as ExternalNotifier: notifier.hosted
      case let connector as ExternalConnector: connector.hosted
      default: nil
      }
    return theirs.map { pool.launch.isSame(as: $0.pool.launch) } ?? false
  }
}

extension ExternalStage: ProcessHosting {
  public func start() { hosted.pool.start() }
  public func end() { hosted.pool.close() }
  public var isOutOfService: Bool { hosted.pool.isOutOfService }
  public func isSame(as other: any ProcessHosting) -> Bool { hosted.isSame(as: other) }
  public func probe() async throws { try await hosted.pool.probe() }
  public var longestCall: Duration { hosted.pool.longestCall }
}

extension ExternalNotifier: ProcessHosting {
  public func start() { hosted.pool.start() }
  public func end() { hosted.pool.close() }
  public var isOutOfService: Bool { hosted.pool.isOutOfService }
  public func isSame(as other: any ProcessHosting) -> Bool { hosted.isSame(as: other) }
  public func probe() async throws { try await hosted.pool.probe() }
  public var longestCall: Duration { hosted.pool.longestCall }
}

extension ExternalConnector: ProcessHosting {
  public func start() { hosted.pool.start() }
  public func end() { hosted.pool.close() }
  public var isOutOfService: Bool { hosted.pool.isOutOfService }
  public func isSame(as other: any ProcessHosting) -> Bool { hosted.isSame(as: other) }
  public func probe() async throws { try await hosted.pool.probe() }
  public var longestCall: Duration { hosted.pool.longestCall }
}
