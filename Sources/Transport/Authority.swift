/// Host and port as they stand in a URL between `//` and the path (RFC 3986, 3.2), without
/// credentials.
struct Authority: Equatable {
  /// Lower case; an IPv6 literal keeps its brackets.
  let host: String
  /// nil: the scheme's own.
  let port: Int?

  /// Nil unless host and port are plausible.
  init?(_ text: Substring) {
    var host = text
    var port: Int?
    // A colon inside brackets belongs to an IPv6 literal.
    if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
      let digits = text[text.index(after: colon)...]
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        (1...65_535).contains(number)
      else { return nil }
      host = text[..<colon]
      port = number
    }
    guard !host.isEmpty, host.utf8.count <= 255, Self.isPlausible(host) else { return nil }
    self.host = host.lowercased()
    self.port = port
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
