import NotifierKit
import PluginKit

/// One service.
struct PagerDutySettings: Settings {
  let routingKey: Secret
  let server: String
  let target: TargetSettings

  init(_ f: inout Fields) {
    routingKey = f.secret(
      "routingKey", help: "the integration key of the service's Events API v2 integration")
    server = f.string(
      "server", default: "https://events.pagerduty.com",
      help: "where PagerDuty's events go; in the EU region https://events.eu.pagerduty.com")
    target = TargetSettings(&f)
  }
}
