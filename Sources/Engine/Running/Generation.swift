public import PluginKit

/// All that one config makes of a daemon: plugins, rules, texts. A reload brings the next one.
public struct Generation: Sendable {
  public var connectors: [ConnectorUnit]
  public var notifiers: [String: any Notifier]
  public var pipeline: Pipeline
  public var planner: Planner
  public var coalesce: Duration
  public var limits: ReplyLimits
  /// What notifications do not show of customers' words.
  public var masks: Masking

  public init(
    connectors: [ConnectorUnit], notifiers: [String: any Notifier], pipeline: Pipeline,
    planner: Planner, coalesce: Duration, limits: ReplyLimits, masks: Masking = Masking()
  ) {
    self.connectors = connectors
    self.notifiers = notifiers
    self.pipeline = pipeline
    self.planner = planner
    self.coalesce = coalesce
    self.limits = limits
    self.masks = masks
  }
}
