/// A value with parameters, as of `Content-Type` (RFC 2045, 5.1), their continuations and charsets
/// put together (RFC 2231).
struct FieldParameters: Sendable {
  private static let maxParameters = 100

  /// Before the first `;`, in lower case and without spaces or comments.
  var value: String
  /// By name in lower case; where one is given twice, the first counts.
  private(set) var all: [String: String] = [:]

  subscript(name: String) -> String? { all[name] }

  init(_ field: String, notes: inout Set<MailNote>) {
    let pieces = Self.pieces(field)
    value = (pieces.first?.name ?? "").lowercased().filter { !$0.isWhitespace }
    var numbered: [String: [Int: Piece]] = [:]
    for piece in pieces.dropFirst().prefix(Self.maxParameters) {
      let parts = piece.name.lowercased().split(separator: "*", omittingEmptySubsequences: false)
      guard let name = parts.first.map(String.init), !name.isEmpty else { continue }
      if parts.count == 1 {
        if all[name] == nil {
          all[name] = EncodedWords.decoded(piece.value, notes: &notes)
        }
      } else {
        let section = Int(parts[1]) ?? 0
        var piece = piece
        piece.isEncoded = parts.last?.isEmpty == true
        if numbered[name]?[section] == nil { numbered[name, default: [:]][section] = piece }
      }
    }
    // The richer form wins over the one for old readers.
    for (name, sections) in numbered { all[name] = Self.joined(sections, notes: &notes) }
  }

  private struct Piece {
    var name: String
    var value = ""
    var isEncoded = false
  }

  private static func joined(_ sections: [Int: Piece], notes: inout Set<MailNote>) -> String {
    var charset: String?
    var bytes: [UInt8] = []
    var next = 0
    while let piece = sections[next] {
      var text = piece.value[...]
      if next == 0, piece.isEncoded {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3 {
          charset = String(parts[0])
          text = parts[2]
        }
      }
      bytes += piece.isEncoded ? percentDecoded(text) : Array(text.utf8)
      next += 1
    }
    return Charset.text(bytes, declared: charset.flatMap { $0.isEmpty ? nil : $0 }, notes: &notes)
  }

  private static func percentDecoded(_ text: Substring) -> [UInt8] {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = TransferEncoding.hexDigit(bytes[index + 1]),
        let low = TransferEncoding.hexDigit(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }

  /// `name=value` between semicolons; quotes are taken off, comments left out.
  private static func pieces(_ field: String) -> [Piece] {
    var pieces: [Piece] = []
    var (name, value): (String?, String) = (nil, "")
    var scanner = QuotedScanner(field)
    func close() {
      let text = value.trimmingSpaces()
      pieces.append(name.map { Piece(name: $0.trimmingSpaces(), value: text) } ?? Piece(name: text))
      (name, value) = (nil, "")
    }
    while let token = scanner.next() {
      switch token {
      case .special(";"): close()
      case .special("=") where name == nil && !pieces.isEmpty: (name, value) = (value, "")
      case .special(let scalar): value += String(scalar)
      case .text(let text), .quoted(let text): value += text
      case .comment: break
      }
    }
    close()
    return pieces
  }
}
