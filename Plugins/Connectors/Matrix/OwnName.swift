import Foundation

/// Whether, and where, a text names our account.
struct OwnName: Sendable {
  /// `@brand:example.org`.
  let user: String
  /// What people see; empty where there is none.
  let display: String

  /// A name as a word of its own, whatever the case.
  func isNamed(in text: String) -> Bool {
    let text = text.lowercased()
    return [user, display].contains { Self.holds(text, $0.lowercased()) }
  }

  /// The text without our name and a colon or comma at its start, as clients write a mention there.
  func dropLeading(_ text: String) -> String {
    for name in [user, display]
    where !name.isEmpty && text.lowercased().hasPrefix(name.lowercased()) {
      let rest = text.dropFirst(name.count)
      guard let mark = rest.first, mark == ":" || mark == "," else { continue }
      let words = rest.dropFirst().drop { $0 == " " }
      return words.isEmpty ? text : String(words)
    }
    return text
  }

  private static func holds(_ text: String, _ name: String) -> Bool {
    guard !name.isEmpty else { return false }
    var rest = text[...]
    while let found = rest.range(of: name) {
      let before = text[..<found.lowerBound].last
      let after = text[found.upperBound...].first
      let isWord: (Character?) -> Bool = { $0?.isLetter == true || $0?.isNumber == true }
      if !isWord(before), !isWord(after) { return true }
      rest = text[text.index(after: found.lowerBound)...]
    }
    return false
  }
}
