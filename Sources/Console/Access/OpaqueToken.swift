import Crypto
import Foundation

/// 256 random bits that say nothing; the store keeps only their SHA-256.
public enum OpaqueToken {
  static let byteCount = 32
  /// Characters of a session's token: base64url without padding.
  static let length = 43
  /// Before a token of the API, so that scanners for leaked secrets know it.
  public static let apiPrefix = "replyd_"

  /// For a session.
  static func session() -> String { Base64URL.text(random(byteCount)) }

  /// For the API.
  public static func api() -> String { apiPrefix + session() }

  /// SHA-256 in hexadecimal, as the store keeps it.
  public static func hash(_ token: String) -> String {
    hex(SHA256.hash(data: Array(token.utf8)))
  }

  /// What a session's forms bring along. It comes from the token, so it changes with that and is
  /// stored nowhere.
  public static func csrf(ofSession token: String) -> String {
    let key = SymmetricKey(data: Array(token.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array("forms of a session".utf8), using: key)
    return Base64URL.text(Array(code))
  }

  /// Takes the same time wherever the two differ.
  public static func areSame(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
  }
}
