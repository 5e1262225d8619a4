import Transport

/// What an operator writes for a server: a scheme and a host, without a path.
public enum ServerAddress {
  /// `https://HOST`, with or without a port and a closing slash; `http` for this machine only.
  public static func isValid(_ text: String) -> Bool {
    guard let origin = Origin(text) else { return false }
    let rest = text.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" && $0 != "?" && $0 != "#" }
    return (rest.isEmpty || rest == "/") && (origin.scheme == "https" || isLoopback(origin.host))
  }

  private static func isLoopback(_ host: String) -> Bool {
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost" || host == "[::1]"
      || octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}
