/// Takes emoji out of a text.
enum Emoji {
  /// The text without emoji and the space that came with each; the same when there is none.
  static func removed(_ text: String) -> String {
    var kept = ""
    var removedFirst = false
    for character in text {
      if isEmoji(character), kept.isEmpty {
        removedFirst = true
      } else if !isEmoji(character) {
        if kept.isEmpty, removedFirst, character == " " { continue }
        kept.append(character)
      } else if kept.last == " " {
        kept.removeLast()
      }
    }
    return kept
  }

  /// Shown in colour by default or on request (U+FE0F); digits in a key cap stay digits.
  private static func isEmoji(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    guard let first = scalars.first, !first.isASCII else { return false }
    return scalars.contains { $0.properties.isEmojiPresentation }
      || (first.properties.isEmoji && scalars.contains("\u{FE0F}"))
  }
}
