/// Scheme, host and port of an http(s) URL. Two URLs of one origin may share a token (RFC 6454).
public struct Origin: Sendable, Equatable, CustomStringConvertible {
  public let scheme: String
  /// Lower case; an IPv6 literal keeps its brackets.
  public let host: String
  public let port: Int

  /// Nil unless `url` is absolute, http or https, with a plausible host and port.
  public init?(_ url: String) {
    guard let (scheme, text) = Self.split(url), let authority = Authority(text) else {
      return nil
    }
    self.scheme = scheme
    host = authority.host
    port = authority.port ?? (scheme == "https" ? 443 : 80)
  }

  public var description: String {
    port == (scheme == "https" ? 443 : 80)
      ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
  }
}

extension Origin {
  static func hasCredentials(_ url: String) -> Bool {
    split(url)?.authority.utf8.contains(UInt8(ascii: "@")) ?? false
  }

  private static func split(_ url: String) -> (scheme: String, authority: Substring)? {
    for scheme in ["http", "https"] {
      let prefix = scheme + "://"
      guard url.utf8.count > prefix.utf8.count,
        zip(url.utf8, prefix.utf8).allSatisfy({ ($0 | 0x20) == ($1 | 0x20) })
      else { continue }
      // Bytes, not characters: this runs for every request.
      let rest = url.utf8.dropFirst(prefix.utf8.count)
      let ends = "/?#\\".utf8
      return (scheme, Substring(rest.prefix { !ends.contains($0) }))
    }
    return nil
  }
}
