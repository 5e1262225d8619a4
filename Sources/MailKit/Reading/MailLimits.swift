/// How much of one mail is read: whoever writes to us chooses its size and shape. What lies beyond
/// a limit is left out and noted, see `MailNote`; nothing is refused.
public struct MailLimits: Sendable, Hashable {
  /// Of the whole mail, as it came.
  public var maxBytes: Int
  /// MIME parts, containers included.
  public var maxParts: Int
  /// Of parts within parts. The mail itself is at depth 0.
  public var maxDepth: Int
  /// Of the header of the mail, and of each part.
  public var maxHeaderBytes: Int
  /// Of one text after decoding, in bytes of UTF-8.
  public var maxTextBytes: Int
  public var maxMedia: Int

  public init(
    maxBytes: Int = 25 << 20, maxParts: Int = 500, maxDepth: Int = 16,
    maxHeaderBytes: Int = 256 << 10, maxTextBytes: Int = 256 << 10, maxMedia: Int = 50
  ) {
    self.maxBytes = maxBytes
    self.maxParts = maxParts
    self.maxDepth = maxDepth
    self.maxHeaderBytes = maxHeaderBytes
    self.maxTextBytes = maxTextBytes
    self.maxMedia = maxMedia
  }
}

/// What was not as it should be; the mail was read all the same.
public enum MailNote: String, Sendable, Hashable, CaseIterable {
  /// Bytes that the declared charset does not have, or that were plainly another one.
  case wrongCharset
  /// A charset nobody here knows; read as UTF-8.
  case unknownCharset
  /// Beyond `MailLimits`.
  case tooLong, tooManyParts, tooDeep, headerTooLong
  /// A multipart without a boundary, or one whose boundary never comes.
  case noBoundary
  /// No end of the last part: cut off on the way.
  case unfinished
  /// No field `From` with an address.
  case noAuthor
}
