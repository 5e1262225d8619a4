import ConnectorKit

/// Ids as the specification forms them (appendix "Identifier grammar"): a sigil, at most 255 bytes,
/// no white space. All else of them is opaque.
enum MatrixID {
  static let maxBytes = 255

  enum Kind: Character, Sendable {
    case user = "@"
    case room = "!"
    case event = "$"
  }

  static func isValid(_ text: String, _ kind: Kind) -> Bool {
    text.first == kind.rawValue && (2...maxBytes).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }
}

extension JSONPart {
  func id(_ key: StaticString, _ kind: MatrixID.Kind) -> String? {
    string(key).flatMap { MatrixID.isValid($0, kind) ? $0 : nil }
  }
}
