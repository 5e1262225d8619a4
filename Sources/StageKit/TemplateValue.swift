/// Makes a customer's own text harmless enough to stand in a brand's public reply.
public enum TemplateValue {
  /// Unicode scalars of a name that are kept.
  public static let nameLimit = 50
  /// More words are no name but a sentence that the brand would seem to say.
  public static let nameWords = 3
  private static let readLimit = 400
  private static let marksInARow = 2

  /// A display name: letters, digits and the signs of names only, on one line. Words that contain
  /// an address, a mention or a hashtag are dropped. nil when nothing is left, or when it reads
  /// like a sentence or like code: then the reply greets nobody by name.
  public static func name(_ raw: String) -> String? {
    var name = ""
    var words = 0
    for piece in raw.unicodeScalars.prefix(readLimit).split(whereSeparator: isSpace) {
      guard !piece.contains(where: { isRisky($0) }) else { continue }
      if piece.contains(where: isCode) { return nil }
      let word = clean(piece)
      guard word.contains(where: { $0.isLetter || $0.isNumber }), !looksLikeDomain(word) else {
        continue
      }
      words += 1
      if words > nameWords { return nil }
      if !name.isEmpty { name.append(" ") }
      name.append(word)
    }
    let kept = String(String.UnicodeScalarView(name.unicodeScalars.prefix(nameLimit)))
    let end = kept.lastIndex { $0 != " " }
    return end.map { String(kept[...$0]) }
  }

  /// `@user` or `@user@server.example`; nil for anything else.
  public static func handle(_ raw: String) -> String? {
    let parts = raw.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let named = parts.first?.isEmpty == true ? parts.dropFirst() : parts[...]
    guard (1...2).contains(named.count), raw.utf8.count <= 200 else { return nil }
    let isFine = named.allSatisfy { part in
      !part.isEmpty && part.allSatisfy(isHandleByte)
    }
    return isFine ? (raw.utf8.first == UInt8(ascii: "@") ? raw : "@" + raw) : nil
  }
}

extension TemplateValue {
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F
  }

  /// Signs that make a word a mention, a hashtag or an address somewhere.
  private static func isRisky(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "@", "#", "/", "\\", "\u{FF20}", "\u{FF03}", "\u{FE6B}", "\u{FE5F}", "\u{2215}",
      "\u{FF0F}":
      true
    default: false
    }
  }

  /// Signs of programs and sentences, which no name needs.
  private static func isCode(_ scalar: Unicode.Scalar) -> Bool {
    "<>(){}[];:=!?\"$%&*|^`~_+".unicodeScalars.contains(scalar)
  }

  private static func clean(_ piece: some Sequence<Unicode.Scalar>) -> String {
    var kept = String.UnicodeScalarView()
    var marks = 0
    for scalar in piece {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber:
        marks = 0
        kept.append(scalar)
      case .nonspacingMark, .spacingMark:
        marks += 1
        if marks <= marksInARow, !kept.isEmpty { kept.append(scalar) }
      default:
        if "'’-.·".unicodeScalars.contains(scalar) { kept.append(scalar) }
      }
    }
    return String(kept)
  }

  /// A dot between letters with at least two letters after it, which platforms turn into a link.
  private static func looksLikeDomain(_ word: String) -> Bool {
    let labels = word.split(separator: ".")
    return labels.count > 1 && labels.dropFirst().contains { $0.count >= 2 }
  }

  private static func isHandleByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
