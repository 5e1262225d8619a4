import PluginKit

/// One target.
struct WebhookSettings: Settings {
  let url: Secret
  let signingSecret: Secret?
  let timeout: Duration
  let allowPrivateTargets: Bool

  init(_ f: inout Fields) {
    url = f.secret("url", help: "the address to post to; a secret, as many services sign by it")
    signingSecret = f.optionalSecret(
      "signingSecret", help: "the key of the signature: \"whsec_\" and base64, or any text")
    timeout = f.duration(
      "timeout", default: .seconds(15), in: .seconds(1) ... .minutes(5),
      help: "the longest wait for the target's answer")
    allowPrivateTargets = f.flag(
      "allowPrivateTargets", default: false,
      help: "allow an address inside your own network or on this machine")
  }
}
