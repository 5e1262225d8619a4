/// Why a call has no response. An HTTP status, even 500, is a response and no failure; a mail
/// server's refusal is one.
public struct TransportFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, as a closed list to switch over.
  public enum Kind: Sendable, Equatable, CaseIterable {
    /// A header or the body breaks a rule of the request; nothing was sent.
    case invalidRequest
    /// The URL is not an absolute, percent-encoded http or https URL without credentials.
    case invalidURL
    /// Too many calls wait already; nothing was sent.
    case overloaded
    /// The host name has no address.
    case resolve
    /// The host resolves only to private, loopback or link-local addresses, which are not allowed.
    case blockedAddress
    /// No connection could be made.
    case connect
    /// The handshake failed or the certificate is not trusted for this host.
    case tls
    /// The connect, total or stall timeout passed.
    case timeout
    /// The peer closed or reset the connection before its response was complete.
    case disconnected
    /// The peer answered with something that is not of the protocol.
    case protocolError
    /// The mail server refused the session or the mail; see `status`.
    case refused
    /// The mail server refused the login, or offers no way to log in that is allowed here.
    case login
    /// The response exceeds the header or body limit.
    case tooLarge
    /// The task that waited for the response was cancelled.
    case cancelled
    /// The client was shut down.
    case shutdown
    /// libcurl itself failed: out of memory, or an option it does not know.
    case engine
  }

  public let kind: Kind
  /// One sentence for the operator. Holds the method and the origin, never a path, query, header
  /// or body, since those carry secrets.
  public let message: String
  public let written: Written
  /// What the mail server refused with: 4yz for now, 5yz for good (RFC 5321, 4.2.1); nil for HTTP,
  /// and where no refusal came.
  public let status: Int?

  public init(kind: Kind, message: String, written: Written, status: Int? = nil) {
    self.kind = kind
    self.message = message
    self.written = written
    self.status = status
  }

  public var description: String { message }
}
