/// A customer's text in the one form that every model, index and phrase list reads.
///
/// One pass decodes HTML entities, removes zero-width and bidi controls, folds case, width and
/// Latin accents, shortens elongations ("soooo" to "soo"), and writes each address as `<url>` and
/// each handle as `<handle>`. At most `inputLimit` bytes are read, so hostile text costs bounded
/// time.
public struct NormalizedText: Sendable, Hashable {
  /// How many UTF-8 bytes of the text are read; the rest is ignored.
  public static let inputLimit = 16 * 1024

  /// The tokens as UTF-8: one space before the first, between any two, and after the last.
  public let bytes: [UInt8]
  public let tokens: [TextToken]
  /// Words of three or more ASCII letters, all of them capitals.
  public let shoutedWords: Int
  /// Whether the text was longer than `inputLimit`.
  public let isCut: Bool

  public init(_ text: String) {
    var normalizer = TextNormalizer()
    var text = text
    isCut = text.withUTF8 { input in
      let kept = TextNormalizer.prefixLength(of: input, limit: Self.inputLimit)
      normalizer.read(UnsafeBufferPointer(rebasing: input[..<kept]))
      return kept < input.count
    }
    bytes = normalizer.bytes
    tokens = normalizer.tokens
    shoutedWords = normalizer.shoutedWords
  }

  /// The same text without the tokens that lie in these ranges of `bytes`.
  public func without(_ ranges: [Range<Int>]) -> NormalizedText {
    let kept = tokens.filter { token in !ranges.contains { $0.overlaps(token.range) } }
    return NormalizedText(kept, of: self)
  }

  private init(_ kept: [TextToken], of text: NormalizedText) {
    var bytes: [UInt8] = [0x20]
    var tokens: [TextToken] = []
    for token in kept {
      let start = bytes.count
      bytes += text.bytes[token.range]
      var moved = TextToken(kind: token.kind, range: start..<bytes.count, source: token.source)
      moved.endsClause = token.endsClause
      tokens.append(moved)
      bytes.append(0x20)
    }
    self.bytes = bytes
    self.tokens = tokens
    shoutedWords = text.shoutedWords
    isCut = text.isCut
  }

  /// The byte ranges of the words, in order.
  public var words: [Range<Int>] {
    tokens.lazy.filter { $0.kind == .word }.map(\.range)
  }

  /// The tokens separated by single spaces.
  public var string: String {
    guard bytes.count > 2 else { return "" }
    return String(decoding: bytes[1..<bytes.count - 1], as: UTF8.self)
  }

  /// The text of one token.
  public func string(of token: TextToken) -> String {
    String(decoding: bytes[token.range], as: UTF8.self)
  }
}
