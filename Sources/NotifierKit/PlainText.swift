/// Strangers' text without what deceives a reader: control characters, text that turns the writing
/// direction, characters without width, towers of marks. Markup stays: whoever renders escapes it.
public enum PlainText {
  /// Marks on one letter; more are taken out.
  static let maxMarks = 4
  /// Scalars read for each character wanted, so that invisible ones cost no time.
  static let scalarsPerCharacter = 16

  /// One line of at most `limit` characters, the ellipsis included. White space is one space.
  public static func line(_ text: String, limit: Int = 200) -> String {
    var line = Cleaner(keepsLines: false)
    line.add(text, atMost: limit * scalarsPerCharacter)
    return line.text.cut(to: limit, in: .characters)
  }

  /// The same with its lines kept; several empty lines are one.
  public static func block(_ text: String, limit: Int) -> String {
    var block = Cleaner(keepsLines: true)
    block.add(text, atMost: limit * scalarsPerCharacter)
    return block.text.cut(to: limit, in: .characters)
  }
}

/// Takes scalars one by one and keeps the harmless ones.
private struct Cleaner {
  private enum Gap { case none, space, line, emptyLine }

  let keepsLines: Bool
  private var kept = String.UnicodeScalarView()
  /// White space that is written only when something follows.
  private var gap = Gap.none
  private var marks = 0
  /// A joiner that is kept only between two pictures.
  private var joiner = false
  private var last: Unicode.Scalar?

  init(keepsLines: Bool) { self.keepsLines = keepsLines }

  var text: String { String(kept) }

  mutating func add(_ text: String, atMost limit: Int) {
    for scalar in text.unicodeScalars.prefix(limit) {
      // The line feed after a carriage return is the same break.
      if !(scalar == "\n" && last == "\r") { add(scalar) }
      last = scalar
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    let properties = scalar.properties
    switch scalar {
    case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": return breakLine()
    case "\u{200D}":
      // Holds families of emoji together; elsewhere it only hides.
      joiner = true
      return
    default: break
    }
    if properties.isWhitespace {
      if gap == .none { gap = .space }
      return
    }
    switch properties.generalCategory {
    case .control, .surrogate: return
    case .format where !isScript(scalar): return
    case .privateUse: append("\u{FFFD}")
    case .nonspacingMark, .enclosingMark, .spacingMark:
      if properties.isDefaultIgnorableCodePoint && !isStyle(scalar) { return }
      marks += 1
      if marks <= PlainText.maxMarks, gap == .none { kept.append(scalar) }
    default:
      if !properties.isDefaultIgnorableCodePoint || isScript(scalar) { append(scalar) }
    }
  }

  /// Direction marks and the non-joiner change nothing but their neighbours, and Arabic, Hebrew and
  /// Persian need them; a name on one line does without.
  private func isScript(_ scalar: Unicode.Scalar) -> Bool {
    keepsLines && ["\u{200C}", "\u{200E}", "\u{200F}", "\u{61C}"].contains(scalar)
  }

  /// Says whether the emoji before it is a picture or a sign.
  private func isStyle(_ scalar: Unicode.Scalar) -> Bool {
    ["\u{FE0E}", "\u{FE0F}"].contains(scalar) && kept.last?.properties.isEmoji == true
  }

  private mutating func breakLine() {
    switch gap {
    case _ where !keepsLines: gap = .space
    case .none, .space: gap = .line
    case .line, .emptyLine: gap = .emptyLine
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if !kept.isEmpty {
      switch gap {
      case .none where joiner && isJoinable(kept.last) && isJoinable(scalar):
        kept.append("\u{200D}")
      case .none: break
      case .space: kept.append(" ")
      case .line: kept.append("\n")
      case .emptyLine: kept.append(contentsOf: "\n\n".unicodeScalars)
      }
    }
    gap = .none
    joiner = false
    marks = 0
    kept.append(scalar)
  }

  /// Emoji, or, where lines are kept, letters of scripts that join.
  private func isJoinable(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    if scalar.properties.isEmoji && scalar.value > 0xFF { return true }
    return scalar.properties.isVariationSelector
      || (keepsLines && scalar.value > 0x590 && scalar.properties.generalCategory != .format)
  }
}
