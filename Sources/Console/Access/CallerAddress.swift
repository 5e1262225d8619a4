import Foundation

/// Where a request comes from, as failures are counted: whoever has one IPv6 address has its whole
/// /64.
enum CallerAddress {
  static func counted(_ address: String) -> String {
    var six = in6_addr()
    let bare = String(address.prefix { $0 != "%" }.prefix(64))
    guard bare.contains(":"), inet_pton(AF_INET6, bare, &six) == 1 else { return bare }
    let bytes = withUnsafeBytes(of: six) { Array($0) }
    let isFour = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    if isFour { return bytes[12...].map { "\($0)" }.joined(separator: ".") }
    let groups = stride(from: 0, to: 8, by: 2).map {
      String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::/64"
  }
}
