/// One token of a `NormalizedText`: a byte range and what it is.
public struct TextToken: Sendable, Hashable {
  public enum Kind: UInt8, Sendable, Hashable {
    /// A word, a number, or a hashtag without its `#`.
    case word
    /// A web address, written `<url>`.
    case url
    /// An @handle, written `<handle>`.
    case handle
    /// One emoji scalar; skin tones and joiners are dropped.
    case emoji
    /// `:)`, `:(`, `<3` and the like, in two bytes.
    case emoticon
    /// A run of `!` and `?`, at most two bytes long.
    case mark
  }

  public let kind: Kind
  /// Whether punctuation or a line break right after it ends a clause.
  public internal(set) var endsClause = false
  let start: UInt32
  let end: UInt32

  /// The token's bytes in `NormalizedText.bytes`.
  public var range: Range<Int> { Int(start)..<Int(end) }
}
