import Foundation

/// Postfix and Dovecot on the loopback address, with ports and state of their own; see
/// `Tests/Servers/Mail/mail.sh`. Mailboxes: `brand@shop.test` and `customer@shop.test`.
public final class MailServer: Sendable {
  public static let brand = "brand@shop.test"
  public static let customer = "customer@shop.test"
  public static let password = "pw-12345"

  /// SMTP without a login; mail to the two mailboxes only.
  public let smtpPort: Int
  /// Submission with STARTTLS and a login.
  public let submissionPort: Int
  public let smtpsPort: Int
  /// IMAP with STARTTLS.
  public let imapPort: Int
  public let imapsPort: Int
  /// What a client has to trust; its key is `keyFile`, for a proxy that speaks TLS in between.
  public let caFile: String
  public let keyFile: String
  private let server: RealServer

  /// What is missing to run them; nil: nothing.
  public static var missing: String? {
    if getuid() != 0 { return "Postfix starts only as root" }
    let programs = ["/usr/sbin/postfix", "/usr/sbin/dovecot"]
    guard programs.allSatisfy(FileManager.default.isExecutableFile(atPath:)) else {
      return "there is no Postfix or no Dovecot; `bash Tests/install.sh mail` installs them"
    }
    return nil
  }

  public init() throws {
    // Postfix cannot choose free ports by itself; these lie below what the system gives out.
    let offset = Int.random(in: 1000...27_000)
    smtpPort = 2525 + offset
    submissionPort = 2587 + offset
    smtpsPort = 2465 + offset
    imapPort = 2143 + offset
    imapsPort = 2993 + offset
    server = try RealServer("Mail/mail.sh", environment: ["PORT_OFFSET": "\(offset)"])
    caFile = server.folder.appending(path: "mail/cert.pem").path
    keyFile = server.folder.appending(path: "mail/key.pem").path
  }
}
