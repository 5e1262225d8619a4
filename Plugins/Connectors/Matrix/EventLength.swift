/// How much of an event a text takes: its bytes in canonical JSON (appendix "Canonical JSON").
enum EventLength {
  /// A whole event may have 65,536 bytes; ids, relations, signatures and hashes take their part.
  static let maxBytes = 65_536 - 6_536

  static func count(_ text: String) -> Int {
    text.utf8.reduce(0) { sum, byte in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: sum + 2
      case 0..<0x20: sum + 6
      default: sum + 1
      }
    }
  }
}
