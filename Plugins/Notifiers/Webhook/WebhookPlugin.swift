public import PluginKit
import Transport

/// Posts each handoff as signed JSON to an address of the operator's.
public let webhookNotifier = NotifierPlugin(
  "webhook", "Posts each handoff as JSON, signed as Standard Webhooks prescribe.",
  settings: WebhookSettings.self
) { settings, environment in
  guard Origin(settings.url.reveal()) != nil else {
    throw PluginFailure(
      "the secret is not of the form https://host[:port]/path; correct what it refers to",
      field: "url")
  }
  var configuration = HTTPClient.Configuration()
  configuration.allowPrivateTargets = settings.allowPrivateTargets
  configuration.maxBodyBytes = WebhookNotifier.maxAnswerBytes
  configuration.timeouts = HTTPTimeouts(
    connect: min(settings.timeout, .seconds(10)), total: settings.timeout,
    stall: settings.timeout)
  return WebhookNotifier(
    url: settings.url, signature: try settings.signingSecret.map(WebhookSignature.init(secret:)),
    client: HTTPClient(configuration: configuration), time: environment.time)
}
