/// Tells public addresses from those inside our own network, after resolution, so that a name
/// chosen by somebody else cannot point the daemon at its own machine or neighbours.
/// Source: the IANA special-purpose address registries (RFC 6890 and updates).
enum TargetAddress: Equatable {
  case ipv4(UInt32)
  /// Sixteen bytes in network order.
  case ipv6([UInt8])

  /// Reads an IP address of four or sixteen bytes in network order; nil for any other length.
  init?(_ bytes: some Collection<UInt8>) {
    switch bytes.count {
    case 4: self = .ipv4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
    case 16: self = .ipv6(Array(bytes))
    default: return nil
    }
  }

  /// Whether this address is globally reachable unicast, and not merely a way around that rule.
  var isPublic: Bool {
    switch self {
    case .ipv4(let address): Self.isPublic(address)
    case .ipv6(let bytes): bytes.count == 16 && Self.isPublic(bytes)
    }
  }

  private static func isPublic(_ address: UInt32) -> Bool {
    !reservedIPv4.contains { address >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
  }

  private static func isPublic(_ bytes: [UInt8]) -> Bool {
    func embedded(at offset: Int) -> UInt32 {
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    func starts(_ prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
    // Mapped, compatible, NAT64 and 6to4 addresses reach the IPv4 address they embed.
    if starts(Array(repeating: 0, count: 10)) {
      return bytes[10] == 0xFF && bytes[11] == 0xFF && isPublic(embedded(at: 12))
    }
    if starts([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
      return isPublic(embedded(at: 12))
    }
    if starts([0x20, 0x02]) { return isPublic(embedded(at: 2)) }
    // 2001::/23 (Teredo and other protocols), documentation.
    if starts([0x20, 0x01]), bytes[2] < 2 { return false }
    if starts([0x20, 0x01, 0x0D, 0xB8]) { return false }
    if starts([0x3F, 0xFF]), bytes[2] < 0x10 { return false }
    // Of the rest only 2000::/3 is global unicast; fc00::/7, fe80::/10 and ff00::/8 are outside.
    return bytes[0] & 0xE0 == 0x20
  }

  private static let reservedIPv4: [(prefix: UInt32, bits: UInt32)] = [
    (0x0000_0000, 8),  // this network
    (0x0A00_0000, 8),  // private
    (0x6440_0000, 10),  // shared, carrier-grade NAT
    (0x7F00_0000, 8),  // loopback
    (0xA9FE_0000, 16),  // link-local, cloud metadata
    (0xAC10_0000, 12),  // private
    (0xC000_0000, 24),  // protocol assignments
    (0xC000_0200, 24),  // documentation
    (0xC058_6300, 24),  // 6to4 relays
    (0xC0A8_0000, 16),  // private
    (0xC612_0000, 15),  // benchmarking
    (0xC633_6400, 24),  // documentation
    (0xCB00_7100, 24),  // documentation
    (0xE000_0000, 4),  // multicast
    (0xF000_0000, 4),  // reserved, broadcast
  ]
}
