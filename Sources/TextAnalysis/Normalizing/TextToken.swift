/// One token of a `NormalizedText`: a byte range and what it is.
public struct TextToken: Sendable, Hashable {
  public enum Kind: UInt8, Sendable, Hashable {
    /// A word, a number, or a part of a hashtag ("#LateAgain" is two).
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
  private let start: UInt32
  private let end: UInt32
  private let sourceStart: UInt32
  private let sourceEnd: UInt32

  init(kind: Kind, range: Range<Int>, source: Range<Int>) {
    self.kind = kind
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    end = UInt32(truncatingIfNeeded: range.upperBound)
    sourceStart = UInt32(truncatingIfNeeded: source.lowerBound)
    sourceEnd = UInt32(truncatingIfNeeded: source.upperBound)
  }

  /// The token's bytes in `NormalizedText.bytes`.
  public var range: Range<Int> { Int(start)..<Int(end) }

  /// The bytes of the original text, in UTF-8, that it was read from.
  public var source: Range<Int> { Int(sourceStart)..<Int(sourceEnd) }
}
