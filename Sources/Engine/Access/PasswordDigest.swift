/// What is kept of a password: libsodium's text of argon2id, with its salt and costs. It is shown
/// nowhere.
public struct PasswordDigest: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  /// Bytes of the longest; libsodium's `crypto_pwhash_STRBYTES`.
  public static let limit = 128
  private static let prefix = "$argon2id$v=19$"

  public let text: String

  /// nil for what is no such text.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.prefix), text.utf8.count < Self.limit,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    self.text = text
  }

  public var description: String { "<password>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
