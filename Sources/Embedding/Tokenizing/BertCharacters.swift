/// What BERT's tokenizer takes characters for.
///
/// The tables of Hugging Face's `tokenizers` are those of Unicode 8; what was added later is an
/// ordinary character to it, and so to a model that was trained with it. `make embedding` compares.
enum BertCharacters {
  /// Of what is not dropped.
  static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
      : scalar.properties.isWhitespace
  }

  /// Controls, and what is no character.
  static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (scalar.value < 0x20 || scalar.value == 0x7F) && !isWhitespace(scalar)
    }
    switch category(scalar) {
    case .control, .format, .privateUse: return true
    default: return scalar.value == 0xFFFD
    }
  }

  /// Accents, once they stand apart from their letters.
  static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // They were something else in Unicode 8.
    case 0x1885, 0x1886, 0xA9BD, 0x111C9: false
    case 0x1734, 0x1171E: true
    default: category(scalar) == .nonspacingMark
    }
  }

  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      switch scalar.value {
      case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
      default: return false
      }
    }
    switch category(scalar) {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return scalar.value == 0x166D || scalar.value == 0x111C9
    }
  }

  /// The blocks of Chinese characters, not those of Hangul, Hiragana or Katakana, whose words have
  /// spaces between them or are cut as any other.
  static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
      0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  /// As of Unicode 8; private use has no age.
  private static func category(_ scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
    let (properties, category) = (scalar.properties, scalar.properties.generalCategory)
    guard category != .privateUse else { return category }
    return properties.age.map { $0.major <= 8 } ?? false ? category : .otherLetter
  }
}
