/// `host:port` to listen on.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  public let host: String
  public let port: Int

  /// For the local API, whose reading needs no token: nil unless it is a loopback address with a
  /// port.
  public init?(_ text: String) {
    guard let address = Self.anywhere(text), address.isLoopback else { return nil }
    self = address
  }

  /// Any address of this machine, or a name of one; nil unless it has the form.
  public static func anywhere(_ text: String) -> ListenAddress? {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (1...65535).contains(port)
    else { return nil }
    let host = String(text[..<colon]).trimmingCharacters(in: "[]")
    let isFine = host.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "-")...UInt8(ascii: ":")
          ~= byte && byte != UInt8(ascii: "/")
    }
    guard !host.isEmpty, host.utf8.count <= 253, isFine else { return nil }
    return ListenAddress(host: host, port: port)
  }

  private init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  public var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

  /// Whether both cannot be listened on at once.
  public func overlaps(_ other: ListenAddress) -> Bool {
    let everywhere = ["0.0.0.0", "::"]
    return port == other.port
      && (host == other.host || everywhere.contains(host) || everywhere.contains(other.host)
        || (isLoopback && other.isLoopback && host != "::1" && other.host != "::1"))
  }

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
