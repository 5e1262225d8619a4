extension IMAPClient {
  /// The server, what is trusted, and how much it may send.
  public struct Configuration: Sendable, Equatable {
    public var server: IMAPServer
    /// PEM file of the certificate authorities to trust *instead of* the system's.
    public var caFile: String?
    /// Talk to an `imap` server without TLS, the login included. Else STARTTLS must succeed.
    public var allowPlainText = false
    /// Whether private, loopback and link-local addresses may be connected to.
    public var allowPrivateTargets = false
    /// `total` is for the login, and for each answer.
    public var timeouts = CallTimeouts()
    /// Calls that wait for the one in flight; one more fails with `.overloaded`.
    public var maxWaiting = 256
    public var limits = Limits()

    public init(server: IMAPServer) { self.server = server }

    var subject: String { "mailbox at \(server)" }
  }

  /// Of one answer; a server that exceeds one loses its connection.
  public struct Limits: Sendable, Equatable {
    /// Of a line without its literals.
    public var lineBytes = 1 << 20
    /// Of one literal: a mail, or the part of it that was asked for.
    public var literalBytes = 4 << 20
    public var answerBytes = 32 << 20
    /// Lines to one command.
    public var responses = 20_000

    public init() {}
  }
}
