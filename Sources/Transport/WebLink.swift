/// One link of a `Link` header field (RFC 8288, section 3).
public struct WebLink: Sendable, Equatable {
  /// The URI reference between `<` and `>`, as written.
  public let target: String
  /// The relation types of `rel`, in lower case.
  public let relations: [String]

  /// Links read from one field value; the rest is ignored.
  static let maxLinks = 64

  /// Reads one field value, leniently: what is malformed ends the list. Takes linear time.
  public static func parse(_ value: String) -> [WebLink] {
    var scanner = Scanner(bytes: Array(value.utf8))
    var links: [WebLink] = []
    while links.count < maxLinks, let link = scanner.nextLink() { links.append(link) }
    return links
  }
}

extension WebLink {
  /// Walks the bytes of one field value.
  private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    mutating func nextLink() -> WebLink? {
      skip { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
      guard take(UInt8(ascii: "<")) else { return nil }
      let target = read { $0 != UInt8(ascii: ">") }
      guard take(UInt8(ascii: ">")) else { return nil }
      var relations: [String]?
      while skipSpace(), take(UInt8(ascii: ";")) {
        skipSpace()
        let name = read { !" \t=;,".utf8.contains($0) }
        skipSpace()
        let value = take(UInt8(ascii: "=")) ? parameterValue() : ""
        // Only the first rel counts (RFC 8288, 3.3).
        if relations == nil, HTTPHeaders.same(name, "rel") {
          relations = value.lowercased().split(separator: " ").map(String.init)
        }
      }
      return WebLink(target: target, relations: relations ?? [])
    }

    private mutating func parameterValue() -> String {
      skipSpace()
      guard take(UInt8(ascii: "\"")) else { return read { !" \t;,".utf8.contains($0) } }
      var value: [UInt8] = []
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
        value.append(bytes[position])
        position += 1
      }
      position = min(position + 1, bytes.count)
      return String(decoding: value, as: UTF8.self)
    }

    private mutating func read(while accept: (UInt8) -> Bool) -> String {
      let start = position
      skip(while: accept)
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skip(while accept: (UInt8) -> Bool) {
      while position < bytes.count, accept(bytes[position]) { position += 1 }
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
      skip { $0 == 0x20 || $0 == 0x09 }
      return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }
  }
}
