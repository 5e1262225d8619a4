/// The address of a mailbox, `local@domain`, safe in an SMTP command and in a header: a dot-atom of
/// ASCII before the `@`, a host name after it (RFC 5321, 4.1.2, without quoted local parts and
/// address literals).
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
  /// RFC 5321, 4.5.3.1: 64 bytes before the `@`; 254 in all leave room for the angle brackets.
  static let maxLocalBytes = 64
  static let maxBytes = 254

  public let text: String
  public let domain: String

  /// Nil for anything else: line breaks, NUL, spaces, comments, display names, letters beyond
  /// ASCII. A domain with such letters is written in its `xn--` form.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.maxBytes, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isLocal(parts[0]), Self.isDomain(parts[1]) else { return nil }
    self.text = text
    domain = String(Substring(parts[1])).lowercased()
  }

  public var description: String { text }

  private static func isLocal(_ bytes: Substring.UTF8View) -> Bool {
    bytes.count <= maxLocalBytes
      && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomByte) }
  }

  private static func isDomain(_ bytes: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { label in
        (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
          && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
      }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  /// `atext` of RFC 5322, 3.2.3.
  private static func isAtomByte(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}
