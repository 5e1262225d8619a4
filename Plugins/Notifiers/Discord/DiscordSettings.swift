import NotifierKit
import PluginKit

/// One webhook.
struct DiscordSettings: Settings {
  let url: Secret
  let target: TargetSettings

  init(_ f: inout Fields) {
    url = f.secret("url", help: "the webhook's address; with \"?thread_id=\" it posts in a thread")
    target = TargetSettings(&f)
  }
}
