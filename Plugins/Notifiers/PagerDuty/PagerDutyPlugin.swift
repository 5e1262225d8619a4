import NotifierKit
public import PluginKit

/// Opens and resolves alerts of PagerDuty.
public let pagerDutyNotifier = NotifierPlugin(
  "pagerduty", "Opens and resolves PagerDuty alerts for handoffs and alarms.",
  settings: PagerDutySettings.self
) { settings, environment in
  let server = try settings.target.server(settings.server, field: "server")
  return PagerDutyNotifier(
    address: "\(server)/v2/enqueue", routingKey: settings.routingKey, brand: environment.brand.name,
    target: Target(settings.target.client(), setting: "server", secrets: [settings.routingKey]))
}
