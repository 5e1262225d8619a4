/// `host:port` of the local API; loopback only, since reading needs no token.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  public let host: String
  public let port: Int

  /// nil unless it is a loopback address with a port.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (1...65535).contains(port)
    else { return nil }
    let host = String(text[..<colon]).trimmingCharacters(in: "[]")
    guard ["127.0.0.1", "::1", "localhost"].contains(host) else { return nil }
    self.host = host
    self.port = port
  }

  public var description: String { host == "::1" ? "[::1]:\(port)" : "\(host):\(port)" }

  /// Whether an HTTP `Host` names this machine.
  func isNamed(by authority: String?) -> Bool {
    guard let authority else { return false }
    return ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"].contains(authority)
  }
}

extension String {
  fileprivate func trimmingCharacters(in set: String) -> String {
    var rest = Substring(self)
    while let first = rest.first, set.contains(first) { rest.removeFirst() }
    while let last = rest.last, set.contains(last) { rest.removeLast() }
    return String(rest)
  }
}
