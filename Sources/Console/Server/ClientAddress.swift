import Foundation

/// Where a request comes from, for throttling and the audit log.
enum ClientAddress {
  /// Hops of `X-Forwarded-For` that are looked at.
  private static let hopLimit = 20

  /// - Parameters:
  ///   - peer: whoever the connection is with.
  ///   - forwarded: the values of `X-Forwarded-For`, in order.
  ///   - proxies: whose word counts; empty: nobody's.
  /// - Returns: nil where the connection is not with one of the proxies.
  static func of(peer: String, forwarded: [String], proxies: [String]) -> String? {
    guard !proxies.isEmpty else { return peer }
    guard proxies.contains(peer) else { return nil }
    // Each proxy adds whom it heard from at the end: what stands before a stranger is hearsay.
    let hops = forwarded.joined(separator: ",").split(separator: ",").suffix(hopLimit)
    for hop in hops.reversed() {
      let address = hop.trimmingCharacters(in: .whitespaces)
      guard isAddress(address) else { return peer }
      if !proxies.contains(address) { return address }
    }
    return peer
  }

  /// Whether it is an IP address, of either version.
  static func isAddress(_ text: String) -> Bool {
    var four = in_addr()
    var six = in6_addr()
    return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
  }
}
