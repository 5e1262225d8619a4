import NotifierKit
public import PluginKit
import Transport

/// Posts each notification as signed JSON to an address of the operator's.
public let webhookNotifier = NotifierPlugin(
  "webhook", "Posts each notification as JSON, signed as Standard Webhooks prescribe.",
  settings: WebhookSettings.self
) { settings, environment in
  guard Origin(settings.url.reveal()) != nil else {
    throw PluginFailure(
      "the secret is not of the form https://host[:port]/path; correct what it refers to",
      field: "url")
  }
  let client = settings.target.client()
  return WebhookNotifier(
    url: settings.url, signature: try settings.signingSecret.map(WebhookSignature.init(secret:)),
    target: Target(client, setting: "url", secrets: [settings.url]), time: environment.time)
}
