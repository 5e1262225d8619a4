import Foundation

/// Gathers the final response's status and headers from the lines libcurl hands over, which include
/// interim (1xx) responses and, after the body, trailers.
struct ResponseHead {
  private(set) var status = 0
  private(set) var headers = HTTPHeaders()
  private var receivedBytes = 0
  /// Whether the blank line of a final response was seen; without it the head was cut.
  private(set) var isComplete = false
  private let maxBytes: Int

  /// `maxBytes` counts every line, those of interim responses and trailers too.
  init(maxBytes: Int) { self.maxBytes = maxBytes }

  /// Takes one line with its line end; false if the limit is exceeded.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    receivedBytes += line.count
    guard receivedBytes <= maxBytes else { return false }
    guard !isComplete else { return true }
    let text = Self.trimmed(line[...])
    if line.starts(with: "HTTP/".utf8) {
      status = Self.status(text)
      headers = HTTPHeaders()
    } else if text.isEmpty {
      isComplete = status >= 200
    } else if line[0] == 0x20 || line[0] == 0x09 {
      headers.fold(Self.string(text))
    } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      let name = Self.string(text[..<colon])
      headers.add(name, Self.string(Self.trimmed(text[text.index(after: colon)...])))
    }
    return true
  }

  private static func status(_ line: Slice<UnsafeRawBufferPointer>) -> Int {
    line.drop { $0 != 0x20 }.dropFirst().prefix { (0x30...0x39).contains($0) }.prefix(3)
      .reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func string(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes), as: UTF8.self)
  }

  private static func trimmed(
    _ bytes: Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer> {
    func isSpace(_ byte: UInt8) -> Bool {
      byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
    var (start, end) = (bytes.startIndex, bytes.endIndex)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while start < end, isSpace(bytes[end - 1]) { end -= 1 }
    return bytes[start..<end]
  }
}
