/// RFC 4648, section 6, without padding: how authenticators write secrets.
enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var (pending, count) = (UInt32(0), 0)
    for byte in bytes {
      pending = (pending << 8 | UInt32(byte)) & 0xFFFF
      count += 8
      while count >= 5 {
        count -= 5
        text.append(alphabet[Int(pending >> count & 31)])
      }
    }
    if count > 0 { text.append(alphabet[Int(pending << (5 - count) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil for anything that `text` does not write.
  static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (pending, count) = (UInt32(0), 0)
    for character in text.utf8 {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      pending = (pending << 5 | UInt32(value)) & 0xFFFF
      count += 5
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> count))
      }
    }
    return Self.text(bytes) == text ? bytes : nil
  }
}
