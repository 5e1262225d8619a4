import NotifierKit
import PluginKit

/// One channel: by its webhook, or by a bot's token and the channel's id.
struct SlackSettings: Settings {
  let webhook: Secret?
  let token: Secret?
  let channel: String?
  let server: String
  let target: TargetSettings

  init(_ f: inout Fields) {
    webhook = f.optionalSecret(
      "webhook", help: "the address of an incoming webhook; without a token")
    token = f.optionalSecret(
      "token", help: "a bot's token (xoxb-...) with the scope chat:write; without a webhook")
    channel = f.optionalString(
      "channel", form: .notBlank, help: "the channel's id, such as C0123456789, for a token")
    server = f.string("server", default: "https://slack.com", help: "where Slack's API is")
    target = TargetSettings(&f)
  }
}
