import MailKit
public import PluginKit
import Transport

/// Answers the mail of one mailbox.
public let emailConnector = ConnectorPlugin(
  "email", "Answers the mail that comes to one mailbox, over IMAP and SMTP.",
  settings: EmailSettings.self
) { settings, environment in
  guard let imap = IMAPServer(settings.imap) else {
    throw PluginFailure("is no imap:// or imaps:// address", field: "imap")
  }
  guard let smtp = SMTPServer(settings.smtp) else {
    throw PluginFailure("is no smtp:// or smtps:// address", field: "smtp")
  }
  guard let address = MailAddress(settings.address) else {
    throw PluginFailure("is no address", field: "address")
  }
  if settings.allowPlainText, imap.beginsWithTLS, smtp.beginsWithTLS {
    throw PluginFailure(
      "imaps:// and smtps:// always use TLS; leave \"allowPlainText\" out",
      field: "allowPlainText")
  }
  let logins = MailLogins(
    user: settings.username?.reveal() ?? settings.address, try credentials(settings),
    time: environment.time)
  let servers = MailServers(imap: imap, smtp: smtp, settings: settings, logins: logins)
  return EmailConnector(
    settings, id: environment.id,
    author: OutgoingMail.Author(name: settings.name ?? environment.brand.name, address: address),
    servers: servers, time: environment.time)
}

private func credentials(
  _ settings: EmailSettings
) throws(PluginFailure) -> MailLogins.Credentials {
  switch (settings.password, settings.oauth) {
  case (let password?, nil): return .password(password)
  case (nil, let oauth?): return .oauth(oauth)
  case (nil, nil): throw PluginFailure("needs a \"password\", or \"oauth\"", field: nil)
  case (_?, _?): throw PluginFailure("takes a \"password\" or \"oauth\", not both", field: "oauth")
  }
}
