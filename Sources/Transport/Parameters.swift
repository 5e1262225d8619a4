public import Foundation

/// Ordered name–value pairs for a query or a form; names may repeat, as in `types[]`.
public struct Parameters: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// The Content-Type that belongs to `formBody`.
  public static let formContentType = "application/x-www-form-urlencoded"

  private var encoded: [Pair] = []

  private struct Pair: Sendable, Equatable {
    var name: String
    var value: String
  }

  public init() {}

  public init(dictionaryLiteral elements: (String, String)...) {
    encoded = elements.map { Pair(name: $0.0, value: $0.1) }
  }

  /// Appends a pair; a nil value appends nothing.
  public mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    encoded.append(Pair(name: name, value: value))
  }

  /// `application/x-www-form-urlencoded` (WHATWG URL, 5.2): a space becomes `+`.
  public var formBody: Data { Data(joined(spaceAsPlus: true).utf8) }

  /// The query alone, without `?` (RFC 3986): a space becomes `%20`.
  public var query: String { joined(spaceAsPlus: false) }

  /// `url` with these pairs after whatever query it has, before its fragment.
  public func appended(to url: String) -> String {
    guard !encoded.isEmpty else { return url }
    // Bytes, not characters: this runs for nearly every request.
    let end = url.utf8.firstIndex(of: UInt8(ascii: "#")) ?? url.endIndex
    let head = url.utf8[..<end]
    let isOpen = head.last == UInt8(ascii: "?") || head.last == UInt8(ascii: "&")
    let separator = !head.contains(UInt8(ascii: "?")) ? "?" : isOpen ? "" : "&"
    return String(url[..<end]) + separator + query + String(url[end...])
  }

  /// `text` as one path segment or query part: all but RFC 3986's unreserved bytes is `%XX`.
  public static func percentEncoded(_ text: String) -> String {
    escape(text, spaceAsPlus: false)
  }

  private func joined(spaceAsPlus: Bool) -> String {
    encoded.map { pair in
      Self.escape(pair.name, spaceAsPlus: spaceAsPlus) + "="
        + Self.escape(pair.value, spaceAsPlus: spaceAsPlus)
    }.joined(separator: "&")
  }

  private static func escape(_ text: String, spaceAsPlus: Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: bytes.append(byte)
      case 0x7E where !spaceAsPlus: bytes.append(byte)
      case 0x20 where spaceAsPlus: bytes.append(0x2B)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
