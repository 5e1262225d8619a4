/// Where mail is read: `imap://host[:143]`, which turns to TLS by STARTTLS, or
/// `imaps://host[:993]`, which begins with it (RFC 8314).
public struct IMAPServer: Sendable, Equatable, CustomStringConvertible {
  /// TLS from the first byte.
  public let beginsWithTLS: Bool
  /// Lower case; an IPv6 literal keeps its brackets.
  public let host: String
  public let port: Int

  /// Nil unless `url` is one of the two forms, without login, path and query.
  public init?(_ url: String) {
    let lower = url.lowercased()
    for (scheme, beginsWithTLS, port) in [("imap://", false, 143), ("imaps://", true, 993)]
    where lower.hasPrefix(scheme) {
      guard let authority = Authority(lower.dropFirst(scheme.count)) else { return nil }
      self.beginsWithTLS = beginsWithTLS
      host = authority.host
      self.port = authority.port ?? port
      return
    }
    return nil
  }

  public var description: String { "\(beginsWithTLS ? "imaps" : "imap")://\(host):\(port)" }
}
