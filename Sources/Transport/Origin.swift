/// Scheme, host and port of an http(s) URL. Two URLs of one origin may share a token (RFC 6454).
public struct Origin: Sendable, Equatable, CustomStringConvertible {
  public let scheme: String
  /// Lower case; an IPv6 literal keeps its brackets.
  public let host: String
  public let port: Int

  /// Nil unless `url` is absolute, http or https, with a plausible host and port.
  public init?(_ url: String) {
    guard let (scheme, authority) = Self.split(url), !Self.hasCredentials(url) else {
      return nil
    }
    var host = authority
    var port = scheme == "https" ? 443 : 80
    // A colon inside brackets belongs to an IPv6 literal.
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      let digits = authority[authority.index(after: colon)...]
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        (1...65_535).contains(number)
      else { return nil }
      host = authority[..<colon]
      port = number
    }
    guard !host.isEmpty, host.utf8.count <= 255, Self.isPlausible(host) else { return nil }
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = port
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

  private static func isPlausible(_ host: Substring) -> Bool {
    if host.hasPrefix("[") {
      return host.hasSuffix("]") && host.dropFirst().dropLast().utf8.allSatisfy(isIPv6Byte)
    }
    return host.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
  }

  private static func isIPv6Byte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3A, 0x41...0x46, 0x61...0x66, 0x2E: true
    default: false
    }
  }
}
