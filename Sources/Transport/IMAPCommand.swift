import Foundation

/// One command: words, and the literals after them. Whatever comes from outside is an argument.
struct IMAPCommand: Sendable, Equatable {
  private var text: String
  private(set) var literals: [[UInt8]] = []
  /// What follows each literal.
  private var texts: [String] = []

  /// - Parameter words: fixed ones, or numbers.
  init(_ words: String) { text = words }

  /// Adds fixed words.
  mutating func add(_ words: String) { append(" " + words) }

  /// Adds one text as an argument: quoted where that is safe (RFC 3501, 4.3), else as a literal.
  mutating func add(argument: String) {
    let isPlain =
      argument.utf8.count <= 500
      && argument.utf8.allSatisfy { byte in
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      }
    if isPlain { append(" \"\(argument)\"") } else { add(literal: Array(argument.utf8)) }
  }

  mutating func add(literal: [UInt8]) {
    append(" {\(literal.count)}")
    literals.append(literal)
    texts.append("")
  }

  /// What is written before each wait for the server's word.
  func pieces(tag: String) -> [[UInt8]] {
    var pieces = [Array("\(tag) \(text)\r\n".utf8)]
    for (literal, rest) in zip(literals, texts) {
      pieces.append(literal + Array("\(rest)\r\n".utf8))
    }
    return pieces
  }

  private mutating func append(_ words: String) {
    if texts.isEmpty { text += words } else { texts[texts.count - 1] += words }
  }
}
