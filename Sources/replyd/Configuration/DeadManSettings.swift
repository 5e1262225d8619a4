import PluginKit

/// An address of a service that raises the alarm when it is not called any more: the one watch that
/// also notices a machine that is gone.
struct DeadManSettings: Settings {
  enum Method: String, Sendable, CaseIterable {
    case get, post
  }

  let url: Secret
  let every: Duration
  let method: Method
  let allowPrivateTargets: Bool

  init(_ f: inout Fields) {
    url = f.secret("url", help: "the address to call; whoever knows it can keep the alarm silent")
    every = f.duration(
      "every", default: .minutes(1), in: .milliseconds(100) ... .hours(24),
      help: "pause between two calls")
    method = f.choice("method", default: .get, help: "how it is called")
    allowPrivateTargets = f.flag(
      "allowPrivateTargets", default: false,
      help: "allow an address inside your own network or on this machine")
  }
}
