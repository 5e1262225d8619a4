import Foundation

/// Header fields as lines. A field is made of tokens without spaces; where a line would become too
/// long it is folded between two of them (RFC 5322, 2.2.3).
public struct MailHeader: Sendable {
  /// RFC 5322, 2.1.1: should not be exceeded.
  public static let maxLine = 78
  /// Of one encoded word: RFC 2047, 2, allows 75, but it should fit behind `Subject:` too.
  private static let maxWord = 66

  /// Without their ends.
  public private(set) var lines: [String] = []

  public init() {}

  /// Whatever a token contains, it is one: bytes that could end it or its line are left out.
  public mutating func add(_ name: String, _ tokens: [String]) {
    var line = "\(name):"
    var isFresh = true
    for token in tokens.map(Self.printable) {
      if !isFresh, line.utf8.count + 1 + token.utf8.count > Self.maxLine {
        lines.append(line)
        line = ""
      }
      line += " \(token)"
      isFresh = false
    }
    lines.append(line)
  }

  /// Free text, as of a subject; encoded where it is not plain ASCII in short words. `text` is one
  /// line, see `SafeText.line`.
  public static func text(_ text: String) -> [String] {
    let words = text.split(separator: " ").map(String.init)
    let isPlain = words.allSatisfy { word in
      word.utf8.count <= 60 && word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        && !word.contains("=?")
    }
    return isPlain ? words : encoded(text)
  }

  /// A display name: words of atoms, or encoded (RFC 5322, 3.2.5).
  public static func phrase(_ name: String) -> [String] {
    let line = SafeText.line(name, max: 100)
    let words = line.split(separator: " ").map(String.init)
    let isPlain = words.allSatisfy { $0.utf8.count <= 60 && $0.utf8.allSatisfy(isAtomByte) }
    return isPlain ? words : encoded(line)
  }

  /// Addresses, one a token.
  public static func list(_ addresses: [String]) -> [String] {
    addresses.enumerated().map { $0.offset == addresses.count - 1 ? $0.element : $0.element + "," }
  }

  private static func printable(_ token: String) -> String {
    String(decoding: token.utf8.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
  }

  /// Encoded words of RFC 2047, each of whole scalars; readers drop the spaces between them.
  private static func encoded(_ text: String) -> [String] {
    let (start, end) = ("=?utf-8?B?", "?=")
    let room = (maxWord - start.utf8.count - end.utf8.count) / 4 * 3
    var words: [String] = []
    var part: [UInt8] = []
    func close() {
      if !part.isEmpty { words.append(start + Data(part).base64EncodedString() + end) }
      part = []
    }
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if part.count + bytes.count > room { close() }
      part += bytes
    }
    close()
    return words
  }

  /// `atext` of RFC 5322, 3.2.3, without `=` and `?`, which could begin an encoded word.
  private static func isAtomByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-/^_`{|}~".utf8.contains(byte)
    }
  }
}
