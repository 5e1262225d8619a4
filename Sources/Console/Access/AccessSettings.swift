public import PluginKit

/// How long whoever signed in stays signed in.
public struct AccessSettings: Settings {
  public let idle: Duration
  public let absolute: Duration

  public init(_ f: inout Fields) {
    let idle = f.duration(
      "idle", default: .hours(1), in: .minutes(1) ... .hours(24),
      help: "without a request for so long, a session is over")
    let absolute = f.duration(
      "absolute", default: .hours(12), in: .minutes(5) ... .hours(24 * 30),
      help: "a session is over so long after the sign-in")
    f.require("idle", "must not be longer than \"absolute\"") { idle <= absolute }
    self.idle = idle
    self.absolute = absolute
  }

  /// For code that has no config.
  public init(idle: Duration = .hours(1), absolute: Duration = .hours(12)) {
    self.idle = idle
    self.absolute = absolute
  }
}
