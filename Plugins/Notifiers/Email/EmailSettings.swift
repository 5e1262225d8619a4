import PluginKit
import Transport

/// One mailbox to send from, and whom to tell.
struct EmailSettings: Settings {
  static let maxRecipients = 50

  let server: String
  let username: Secret?
  let password: Secret?
  let from: String
  let name: String
  let to: [String]
  let subjectPrefix: String
  let caFile: String?
  let timeout: Duration
  let allowPlainText: Bool
  let allowPrivateTargets: Bool

  private static let serverForm = TextForm(
    "smtp://host[:587] or smtps://host[:465]", pattern: "^[sS][mM][tT][pP][sS]?://[^/@\\s]+$"
  ) { SMTPServer($0) != nil }

  private static let addressForm = TextForm(
    "an address like care@brand.example", pattern: "^[^@\\s<>]+@[^@\\s<>]+$"
  ) { MailAddress($0) != nil }

  init(_ f: inout Fields) {
    server = f.string(
      "server", form: Self.serverForm,
      help: "where mail is handed in: smtp:// turns to TLS by STARTTLS, smtps:// begins with it")
    username = f.optionalSecret("username", help: "of the login; without it there is none")
    password = f.optionalSecret("password", help: "of the login")
    from = f.string(
      "from", form: Self.addressForm,
      help: "the sender's address; what cannot be delivered comes back to it")
    name = f.string("name", default: "replyd", help: "the sender's name")
    to = f.strings(
      "to", count: 1...Self.maxRecipients, form: Self.addressForm, help: "who gets each mail")
    subjectPrefix = f.string(
      "subjectPrefix", default: "[replyd]", help: "what every subject begins with")
    caFile = f.optionalPath(
      "caFile", help: "PEM file of the authorities to trust instead of the system's")
    timeout = f.duration(
      "timeout", default: .seconds(60), in: .seconds(1) ... .minutes(10),
      help: "the longest time for handing one mail in")
    allowPlainText = f.flag(
      "allowPlainText", default: false,
      help: "talk to an smtp:// server without TLS: login and mail can be read on the way")
    allowPrivateTargets = f.flag(
      "allowPrivateTargets", default: false,
      help: "allow a server inside your own network or on this machine")
  }
}
