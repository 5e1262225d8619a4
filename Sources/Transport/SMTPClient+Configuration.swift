extension SMTPClient {
  /// The server, what is trusted, and how much is held.
  public struct Configuration: Sendable, Equatable {
    public var server: SMTPServer
    /// nil: no login.
    public var login: MailLogin?
    /// PEM file of the certificate authorities to trust *instead of* the system's.
    public var caFile: String?
    /// Talk to an `smtp` server without TLS, the login included. Else STARTTLS must succeed.
    public var allowPlainText = false
    /// Whether private, loopback and link-local addresses may be connected to.
    public var allowPrivateTargets = false
    public var timeouts = CallTimeouts()
    /// Largest message, in bytes.
    public var maxMessageBytes = 10 << 20
    /// Mails that wait for the one in flight; one more fails with `.overloaded`.
    public var maxWaiting = 256

    public init(server: SMTPServer) { self.server = server }

    var subject: String { "mail to \(server)" }
  }
}
