/// Links go only where the brand says they may.
struct LinkRule: Sendable {
  private let exact: Set<String>
  /// `.shop.example` for `*.shop.example`.
  private let suffixes: [String]

  init(allowedHosts: [String]) {
    let hosts = allowedHosts.map { $0.lowercased() }
    exact = Set(hosts.filter { !$0.hasPrefix("*.") }.map(Self.plain))
    suffixes = hosts.filter { $0.hasPrefix("*.") }.map { String(Self.plain($0).dropFirst()) }
  }

  /// One for each link that goes elsewhere.
  func violations(in links: [FoundLink]) -> [String] {
    links.compactMap { link in
      let shown = "\"\(link.authority.prefix(80))\""
      if case .web(let scheme) = link.form, scheme != "http", scheme != "https" {
        return "link that is not a web page: \(scheme.prefix(20)):// \(shown)"
      }
      if link.authority.contains(where: { $0 == "@" || $0 == "\\" }) {
        return "link that hides its host: \(shown)"
      }
      return isAllowed(Self.withoutPort(link.authority))
        ? nil : "link to a host that is not in allowedLinkHosts: \(shown)"
    }
  }

  /// Hosts are compared as written: a look-alike or a punycode form is another host.
  private func isAllowed(_ host: String) -> Bool {
    let host = Self.plain(host)
    return exact.contains(host) || suffixes.contains { host.hasSuffix($0) && host != $0 }
  }

  private static func plain(_ host: String) -> String {
    var host = host[...]
    while host.last == "." { host.removeLast() }
    return String(host.hasPrefix("www.") ? host.dropFirst(4) : host)
  }

  private static func withoutPort(_ authority: String) -> String {
    guard let colon = authority.lastIndex(of: ":"),
      authority[colon...].dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    else { return authority }
    return String(authority[..<colon])
  }
}
