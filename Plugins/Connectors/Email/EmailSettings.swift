import PluginKit
import Transport

/// One mailbox, and the address that answers from it.
struct EmailSettings: Settings {
  enum StartFrom: String, CaseIterable, Sendable { case now, oldest }

  let imap: String
  let smtp: String
  let address: String
  let name: String?
  let aliases: [String]
  let username: Secret?
  let password: Secret?
  let oauth: OAuthSettings?
  let mailbox: String
  let sentFolder: String
  let saveSent: Bool
  let copyTo: String?
  let startFrom: StartFrom
  let authenticator: String?
  let quote: Bool
  let surfacesWithin: Duration
  let timeout: Duration
  let maxInFlight: Int
  let caFile: String?
  let allowPlainText: Bool

  private static let imapForm = TextForm(
    "imaps://host[:993] or imap://host[:143]", pattern: "^[iI][mM][aA][pP][sS]?://[^/@\\s]+$"
  ) { IMAPServer($0) != nil }

  private static let smtpForm = TextForm(
    "smtp://host[:587] or smtps://host[:465]", pattern: "^[sS][mM][tT][pP][sS]?://[^/@\\s]+$"
  ) { SMTPServer($0) != nil }

  private static let addressForm = TextForm(
    "an address like help@brand.example", pattern: "^[^@\\s<>]+@[^@\\s<>]+$"
  ) { MailAddress($0) != nil }

  init(_ f: inout Fields) {
    imap = f.string(
      "imap", form: Self.imapForm,
      help: "where mail is read: imaps:// begins with TLS, imap:// turns to it by STARTTLS")
    smtp = f.string(
      "smtp", form: Self.smtpForm,
      help: "where mail is handed in: smtps:// begins with TLS, smtp:// turns to it by STARTTLS")
    address = f.string(
      "address", form: Self.addressForm, help: "the brand's address: replies come from it")
    name = f.optionalString("name", help: "the sender's name; without it the brand's")
    aliases = f.strings(
      "aliases", default: [], form: Self.addressForm,
      help: "further addresses whose mail comes to this mailbox")
    username = f.optionalSecret("username", help: "of the login; without it \"address\"")
    password = f.optionalSecret("password", help: "of the login, for both servers")
    oauth = f.optionalObject(
      "oauth", as: OAuthSettings.self,
      help: "log in with access tokens instead of a password (Gmail, Microsoft 365)")
    mailbox = f.string(
      "mailbox", default: "INBOX", form: .notBlank, help: "the folder that customers' mail is in")
    sentFolder = f.string(
      "sentFolder", default: "Sent", form: .notBlank, help: "the folder of sent mail")
    saveSent = f.flag(
      "saveSent", default: true,
      help: "put each reply into \"sentFolder\"; false where the server does so by itself (Gmail, "
        + "Microsoft 365)")
    copyTo = f.optionalString(
      "copyTo", form: Self.addressForm,
      help: "one of your addresses whose mail comes to \"mailbox\" or \"sentFolder\": each reply "
        + "goes there too, which proves after a lost answer whether it is out")
    startFrom = f.choice(
      "startFrom", default: .now,
      help: "where a first start begins: \"now\" answers nothing older, \"oldest\" all there is")
    authenticator = f.optionalString(
      "authenticator",
      help: "the name with which your own mail server begins Authentication-Results; then no "
        + "machine answers mail that fails DMARC")
    quote = f.flag(
      "quote", default: true, help: "whether a reply repeats the customer's words below its own")
    surfacesWithin = f.duration(
      "surfacesWithin", default: .minutes(15), in: .seconds(1) ... .hours(24),
      help: "how long after a lost answer the mail may still turn up in \"sentFolder\"")
    timeout = f.duration(
      "timeout", default: .seconds(30), in: .seconds(1) ... .minutes(10),
      help: "the longest wait for one answer of a server")
    maxInFlight = f.integer(
      "maxInFlight", default: 2, in: 1...16, unit: "replies", help: "replies under way at once")
    caFile = f.optionalPath(
      "caFile", help: "certificate authorities (PEM) to trust instead of the system's")
    allowPlainText = f.flag(
      "allowPlainText", default: false,
      help: "talk to imap:// and smtp:// servers without TLS: all can be read on the way")
  }
}

/// How access tokens are got (RFC 6749, 6).
struct OAuthSettings: Settings {
  let tokenURL: String
  let clientID: String
  let clientSecret: Secret?
  let refreshToken: Secret
  let scope: String?

  init(_ f: inout Fields) {
    tokenURL = f.string(
      "tokenURL",
      form: TextForm("an https:// address", pattern: "^https?://[^\\s]+$") { Origin($0) != nil },
      help: "where the provider gives out tokens, e.g. \"https://oauth2.googleapis.com/token\"")
    clientID = f.string(
      "clientID", form: .notBlank, help: "of the application that is registered there")
    clientSecret = f.optionalSecret("clientSecret", help: "of that application, if it has one")
    refreshToken = f.secret("refreshToken", help: "what the mailbox's owner agreed to")
    scope = f.optionalString("scope", help: "the scope to ask for, where the provider wants one")
  }
}
