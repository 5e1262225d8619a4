import Crypto
import Foundation

/// A notification's key in the form that a target can take: the same key gives the same form.
public enum StableKey {
  /// The key itself where it can stand in a header field and has at most 255 bytes, else its
  /// SHA-256.
  public static func header(_ key: String) -> String {
    let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isPlain && (1...255).contains(key.utf8.count) ? key : hashed(key)
  }

  /// The key itself where it has at most `limit` bytes and no control character, else its SHA-256.
  public static func bounded(_ key: String, to limit: Int) -> String {
    let isPlain = key.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    return isPlain && (1...limit).contains(key.utf8.count) ? key : hashed(key)
  }

  private static func hashed(_ key: String) -> String {
    "sha256-"
      + SHA256.hash(data: Data(key.utf8)).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }
}
