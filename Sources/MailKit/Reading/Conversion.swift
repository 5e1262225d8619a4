import Foundation

/// One use of the C library's `iconv`, to UTF-8.
struct Conversion: ~Copyable {
  private static let chunk = 16 << 10
  private let handle: iconv_t

  /// Nil: the library does not have it (on Debian some are in a package of their own).
  init?(from name: String) {
    guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// The text, with U+FFFD for each byte that is none of the charset's.
  consuming func run(_ bytes: [UInt8]) -> (text: String, hadErrors: Bool) {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    var buffer = [CChar](repeating: 0, count: Self.chunk)
    var source = bytes.map { CChar(bitPattern: $0) }
    var hadErrors = false
    let count = source.count
    source.withUnsafeMutableBufferPointer { source in
      var input = source.baseAddress
      var left = count
      while left > 0 {
        let (failure, made) = Self.step(handle, &input, &left, &buffer)
        output += buffer.prefix(made).map { UInt8(bitPattern: $0) }
        if failure == 0 || failure == E2BIG { continue }
        // EILSEQ: not of the charset; EINVAL: it ends within a character.
        hadErrors = true
        output += [0xEF, 0xBF, 0xBD]
        guard failure == EILSEQ, left > 0 else { break }
        input = input.map { $0 + 1 }
        left -= 1
      }
    }
    return (String(decoding: output, as: UTF8.self), hadErrors)
  }

  /// The error number, or 0, and how many bytes were written.
  private static func step(
    _ handle: iconv_t, _ input: inout UnsafeMutablePointer<CChar>?, _ left: inout Int,
    _ buffer: inout [CChar]
  ) -> (failure: Int32, made: Int) {
    buffer.withUnsafeMutableBufferPointer { buffer in
      var output = buffer.baseAddress
      var room = buffer.count
      let result = iconv(handle, &input, &left, &output, &room)
      return (result == -1 ? errno : 0, buffer.count - room)
    }
  }
}
