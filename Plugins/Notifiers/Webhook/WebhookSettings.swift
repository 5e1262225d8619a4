import NotifierKit
import PluginKit

/// One target.
struct WebhookSettings: Settings {
  let url: Secret
  let signingSecret: Secret?
  let target: TargetSettings

  init(_ f: inout Fields) {
    url = f.secret("url", help: "the address to post to; a secret, as many services sign by it")
    signingSecret = f.optionalSecret(
      "signingSecret", help: "the key of the signature: \"whsec_\" and base64, or any text")
    target = TargetSettings(&f)
  }
}
