import Foundation

/// Cuts what a server sends into responses, by lines and by the lengths of literals: nothing inside
/// a mail can be taken for an answer (RFC 3501, 4.3).
struct IMAPReader {
  private let limits: IMAPClient.Limits
  private var buffer: [UInt8] = []
  /// Of `buffer`: what was taken, and what was searched for a line's end.
  private var start = 0
  private var searched = 0
  /// Of the response that is not complete yet.
  private var parts: [IMAPPart] = []
  private var literalLeft: Int?
  private var literal = Data()
  private var lineBytes = 0
  private var answerBytes = 0

  init(_ limits: IMAPClient.Limits) { self.limits = limits }

  /// The limit on an answer counts from here.
  mutating func beginAnswer() { answerBytes = buffer.count - start }

  mutating func append(_ bytes: [UInt8]) throws(IMAPBreach) {
    answerBytes += bytes.count
    guard answerBytes <= limits.answerBytes else {
      throw .tooLarge("an answer over \(limits.answerBytes) bytes")
    }
    buffer.removeFirst(start)
    searched -= start
    start = 0
    buffer += bytes
  }

  /// Nil: more bytes are needed.
  mutating func next() throws(IMAPBreach) -> IMAPResponse? {
    while true {
      if let left = literalLeft {
        let count = min(left, buffer.count - start)
        literal += buffer[start..<start + count]
        start += count
        searched = start
        literalLeft = left - count
        guard left == count else { return nil }
        parts.append(.literal(literal))
        (literal, literalLeft) = (Data(), nil)
      }
      guard let line = try nextLine() else { return nil }
      parts.append(.text(line))
      if mayHoldLiterals, let length = try literalLength(line) {
        literalLeft = length
        continue
      }
      defer {
        parts = []
        lineBytes = 0
      }
      return try IMAPParser.response(parts)
    }
  }

  /// Without CR LF.
  private mutating func nextLine() throws(IMAPBreach) -> [UInt8]? {
    while searched < buffer.count, buffer[searched] != 0x0A { searched += 1 }
    guard lineBytes + searched - start <= limits.lineBytes else {
      throw .tooLarge("a line over \(limits.lineBytes) bytes")
    }
    guard searched < buffer.count else { return nil }
    guard searched > start, buffer[searched - 1] == 0x0D else {
      throw .malformed("a line that does not end with CR LF")
    }
    let line = Array(buffer[start..<searched - 1])
    lineBytes += line.count
    searched += 1
    start = searched
    return line
  }

  /// The words of OK, NO, BAD and BYE are for people and may end like a literal's head.
  private var mayHoldLiterals: Bool {
    guard case .text(let line)? = parts.first, line.starts(with: "* ".utf8) else { return false }
    return IMAPParser.condition(after: line.dropFirst(2)) == nil
  }

  /// Of a line that ends with `{n}`.
  private func literalLength(_ line: [UInt8]) throws(IMAPBreach) -> Int? {
    guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else {
      return nil
    }
    let digits = line[(open + 1)..<(line.count - 1)]
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard digits.count <= 10, let length = Int(String(decoding: digits, as: UTF8.self)),
      length <= limits.literalBytes
    else { throw .tooLarge("a literal over \(limits.literalBytes) bytes") }
    return length
  }
}

/// A response's piece, or a command's.
enum IMAPPart: Equatable, Sendable {
  /// Part of a line; without a `{n}` in commands, where it follows from the literal.
  case text([UInt8])
  case literal(Data)
}
