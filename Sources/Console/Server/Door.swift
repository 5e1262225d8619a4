import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// One address at which the console is reached, and what holds there.
struct Door: Sendable {
  enum Kind: Sendable {
    /// From this machine, without TLS: the command line and whoever sits at it.
    case loopback
    /// From elsewhere, always by https.
    case everybody(PublicSettings)
  }

  let address: ListenAddress
  let kind: Kind

  /// Whether browsers come by https.
  var isSecure: Bool {
    if case .everybody = kind { true } else { false }
  }

  /// `__Host-`: browsers take it by https only, for this host alone and for all its paths.
  var cookie: String { isSecure ? "__Host-replyd" : "replyd" }

  /// Whether a request names this door: a page elsewhere could point its own name at it.
  func isNamed(by authority: String?) -> Bool {
    switch kind {
    case .loopback: return address.isNamed(by: authority)
    case .everybody(let settings):
      guard let authority = authority?.lowercased() else { return false }
      return authority == settings.authority || authority == settings.authority + ":443"
    }
  }

  /// What browsers send as `Origin` from our own pages.
  func isOrigin(_ origin: String, authority: String) -> Bool {
    switch kind {
    case .loopback: origin == "http://\(authority)"
    case .everybody(let settings): origin.lowercased() == settings.url.lowercased()
    }
  }

  /// nil for a stranger where only a proxy may come.
  func client(_ request: Request, peer: String) -> String? {
    guard case .everybody(let settings) = kind else { return peer }
    let name = HTTPField.Name("X-Forwarded-For")
    let forwarded = name.map { request.headers[values: $0] } ?? []
    return ClientAddress.of(peer: peer, forwarded: forwarded, proxies: settings.proxies)
  }

  /// A proxy that was pointed at the loopback door would show the world what only this machine may
  /// see.
  func isForwarded(_ request: Request) -> Bool {
    ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"].contains { name in
      HTTPField.Name(name).map { request.headers.contains($0) } ?? false
    }
  }
}
