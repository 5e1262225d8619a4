/// Where mail is handed in: `smtp://host[:587]`, which turns to TLS by STARTTLS, or
/// `smtps://host[:465]`, which begins with it (RFC 8314).
public struct SMTPServer: Sendable, Equatable, CustomStringConvertible {
  /// TLS from the first byte.
  public let beginsWithTLS: Bool
  /// Lower case; an IPv6 literal keeps its brackets.
  public let host: String
  public let port: Int

  /// Nil unless `url` is one of the two forms, without login, path and query.
  public init?(_ url: String) {
    let lower = url.lowercased()
    for (scheme, beginsWithTLS, port) in [("smtp://", false, 587), ("smtps://", true, 465)]
    where lower.hasPrefix(scheme) {
      guard let authority = Authority(lower.dropFirst(scheme.count)) else { return nil }
      self.beginsWithTLS = beginsWithTLS
      host = authority.host
      self.port = authority.port ?? port
      return
    }
    return nil
  }

  public var description: String { "\(beginsWithTLS ? "smtps" : "smtp")://\(host):\(port)" }
}
