import Logging
public import PluginKit
import Transport

/// Mails each notification to the people of a team.
public let emailNotifier = NotifierPlugin(
  "email", "Mails each handoff, digest and alarm, threaded by conversation.",
  settings: EmailSettings.self
) { settings, environment in
  guard let server = SMTPServer(settings.server) else {
    throw PluginFailure("is no smtp:// or smtps:// address", field: "server")
  }
  guard let from = MailAddress(settings.from) else {
    throw PluginFailure("is no address", field: "from")
  }
  if settings.allowPlainText, server.beginsWithTLS {
    throw PluginFailure(
      "smtps:// always uses TLS; write smtp://, or leave \"allowPlainText\" out",
      field: "allowPlainText")
  }
  var configuration = SMTPClient.Configuration(server: server)
  configuration.login = try login(settings)
  configuration.caFile = settings.caFile
  configuration.allowPlainText = settings.allowPlainText
  configuration.allowPrivateTargets = settings.allowPrivateTargets
  configuration.timeouts = CallTimeouts(
    connect: min(settings.timeout, .seconds(20)), total: settings.timeout,
    stall: settings.timeout)
  return EmailNotifier(
    client: SMTPClient(configuration), name: settings.name, from: from,
    recipients: settings.to.compactMap(MailAddress.init), subjectPrefix: settings.subjectPrefix,
    time: environment.time, logger: Logger(label: "replyd.email"))
}

private func login(_ settings: EmailSettings) throws(PluginFailure) -> MailLogin? {
  switch (settings.username, settings.password) {
  case (nil, nil): return nil
  case (nil, _): throw PluginFailure("a password needs a \"username\"", field: "password")
  case (_, nil): throw PluginFailure("a username needs a \"password\"", field: "username")
  case (let user?, let password?):
    guard let login = MailLogin(user: user.reveal(), password: password.reveal()) else {
      throw PluginFailure("the login is empty or holds a NUL", field: "password")
    }
    return login
  }
}
