import NotifierKit
import PluginKit

/// One workflow.
struct MicrosoftTeamsSettings: Settings {
  let url: Secret
  let target: TargetSettings

  init(_ f: inout Fields) {
    url = f.secret("url", help: "the address of the workflow that posts to the channel")
    target = TargetSettings(&f)
  }
}
