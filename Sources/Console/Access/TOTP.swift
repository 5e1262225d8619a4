import Crypto
import Foundation

/// Codes of an authenticator: RFC 6238 with SHA-1, six digits and 30 seconds, which is what all of
/// them can do.
enum TOTP {
  static let period: Int64 = 30
  static let digits = 6
  /// Steps that a phone's clock may be off.
  static let tolerance: Int64 = 1
  /// Bytes of a secret, as RFC 4226 recommends for SHA-1.
  static let secretLength = 20

  static func step(at date: Date) -> Int64 {
    Int64((date.timeIntervalSince1970 / Double(period)).rounded(.down))
  }

  static func code(_ secret: [UInt8], step: Int64) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
    let mac = Array(
      HMAC<Insecure.SHA1>.authenticationCode(
        for: counter, using: SymmetricKey(data: secret)))
    let offset = Int(mac[mac.count - 1] & 0xF)
    let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let text = String(number % 1_000_000)
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// The step whose code it is; nil for a wrong one. Looks at every step, whichever it is.
  static func step(of code: String, _ secret: [UInt8], at date: Date) -> Int64? {
    let given = code.filter { !$0.isWhitespace }
    let now = step(at: date)
    var found: Int64?
    for candidate in (now - tolerance)...(now + tolerance)
    where OpaqueToken.areSame(given, Self.code(secret, step: candidate)) {
      found = candidate
    }
    return found
  }

  /// For the authenticator's camera.
  static func uri(_ secret: [UInt8], name: String, issuer: String) -> String {
    let plain = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
    func encoded(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
    let label = "\(encoded(issuer)):\(encoded(name))"
    return "otpauth://totp/\(label)?secret=\(Base32.text(secret))&issuer=\(encoded(issuer))"
      + "&algorithm=SHA1&digits=\(digits)&period=\(period)"
  }
}
