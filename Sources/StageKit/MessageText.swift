public import PluginKit
public import TextAnalysis

/// A message's text as the stages read it: normalised once, shared through `DerivedValues`.
public struct MessageText: DerivedFromMessage {
  /// The bucket count of the largest model, as a power of two; smaller ones read the same features.
  public static let featureBits = 18

  public let normalized: NormalizedText
  /// For all models.
  public let features: HashedFeatures
  /// What kind of text it is, apart from its meaning.
  public let form: Form

  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// At least one word of its own, or an emoji.
    case words
    /// Only mentions, hashtags and addresses, or nothing at all.
    case bare
    /// Somebody else's words passed on: it begins with `RT @`.
    case repost
  }

  public init(from message: Message) {
    self.init(of: message.text, NormalizedText(message.text))
  }

  private init(of text: String, _ normalized: NormalizedText) {
    self.normalized = normalized
    features = HashedFeatures(of: normalized, bits: Self.featureBits)
    form = Self.form(of: text, normalized)
  }

  /// The text as if the words that `names` finds were not there: product names that sound like
  /// praise or trouble ("Killer Bees", "Wonder").
  public func without(_ names: PhraseMatcher, in text: String) -> MessageText {
    let found = names.matches(in: normalized)
    guard !found.isEmpty else { return self }
    return MessageText(of: text, normalized.without(found.map(\.range)))
  }

  /// Reads at most this many UTF-8 bytes in search of a word.
  private static let searchLimit = NormalizedText.inputLimit

  private static func form(of text: String, _ normalized: NormalizedText) -> Form {
    let isMarked = normalized.tokens.count >= 2 && normalized.tokens[1].kind == .handle
    if isMarked, normalized.string(of: normalized.tokens[0]) == "rt" { return .repost }
    let speaks = normalized.tokens.contains { $0.kind == .emoji || $0.kind == .emoticon }
    return speaks || hasPlainWord(text.utf8.prefix(searchLimit)) ? .words : .bare
  }

  /// Whether a piece between white space has a letter or digit and is no tag, handle or address.
  private static func hasPlainWord(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = bytes[...]
    // The first piece nearly always has one.
    while let start = rest.firstIndex(where: { $0 > 0x20 }) {
      let piece = rest[start...].prefix { $0 > 0x20 }
      rest = rest[piece.endIndex...]
      let isTag = piece.first == UInt8(ascii: "#") || piece.first == UInt8(ascii: "@")
      let isAddress = piece.starts(with: "http".utf8) || piece.starts(with: "www.".utf8)
      if !isTag, !isAddress, piece.contains(where: isWordByte) { return true }
    }
    return false
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF:
      true
    default: false
    }
  }
}
