public import Foundation

/// How the daemon is.
public struct HealthView: Sendable, Hashable {
  /// How much somebody should look at a part.
  public enum Lamp: String, Sendable, Hashable {
    case well, waiting, failing, off
  }

  public struct Connector: Sendable, Hashable {
    public var id: String
    public var plugin: String
    /// `off`, `draft` or `auto`.
    public var mode: String
    public var lamp: Lamp
    public var lastPollAt: Date?
    public var lastError: String?
    public var lastErrorAt: Date?
    /// `212 of 300 until 14:05`; nil where the platform counts none.
    public var budget: String?
    /// Replies that wait to leave.
    public var queued: Int

    public init(
      id: String, plugin: String, mode: String, lamp: Lamp = .well, lastPollAt: Date? = nil,
      lastError: String? = nil, lastErrorAt: Date? = nil, budget: String? = nil, queued: Int = 0
    ) {
      self.id = id
      self.plugin = plugin
      self.mode = mode
      self.lamp = lamp
      self.lastPollAt = lastPollAt
      self.lastError = lastError
      self.lastErrorAt = lastErrorAt
      self.budget = budget
      self.queued = queued
    }
  }

  public struct Plugin: Sendable, Hashable {
    public var name: String
    /// `stage`, `connector`, `notifier`.
    public var kind: String
    public var lamp: Lamp
    /// `runs`, `restarting`, `failed 3 times in the last hour`, ...
    public var state: String

    public init(name: String, kind: String, lamp: Lamp = .well, state: String) {
      self.name = name
      self.kind = kind
      self.lamp = lamp
      self.state = state
    }
  }

  public struct Alarm: Sendable, Hashable {
    public var name: String
    public var since: Date?
    public var text: String

    public init(name: String, since: Date?, text: String) {
      self.name = name
      self.since = since
      self.text = text
    }
  }

  /// One thing that a reload would change. Secrets have neither value.
  public struct Change: Sendable, Hashable {
    public var path: String
    /// `added`, `removed`, `changed` or `reordered`.
    public var kind: String
    public var old: String?
    public var new: String?

    public init(path: String, kind: String, old: String? = nil, new: String? = nil) {
      self.path = path
      self.kind = kind
      self.old = old
      self.new = new
    }
  }

  /// A config that was not taken.
  public struct Refused: Sendable, Hashable {
    public var at: Date
    /// Each with its place.
    public var problems: [String]

    public init(at: Date, problems: [String]) {
      self.at = at
      self.problems = problems
    }
  }

  public var connectors: [Connector]
  public var plugins: [Plugin]
  public var alarms: [Alarm]
  /// Name and value, in order: version, since when it runs, config's hash, messages, ...
  public var facts: [Fact]
  public var refused: Refused?
  /// Shown to admins only.
  public var changes: [Change]

  public struct Fact: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    connectors: [Connector] = [], plugins: [Plugin] = [], alarms: [Alarm] = [],
    facts: [Fact] = [], refused: Refused? = nil, changes: [Change] = []
  ) {
    self.connectors = connectors
    self.plugins = plugins
    self.alarms = alarms
    self.facts = facts
    self.refused = refused
    self.changes = changes
  }
}
