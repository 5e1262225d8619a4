/// A message on its way through the window.
public struct TopicMessage: Sendable {
  /// The store's row.
  public var row: Int64
  public var author: String
  /// Seconds since 1970.
  public var at: Double
  public var source: String
  public var text: TopicText

  /// - Parameter author: names the account on its platform.
  public init(row: Int64, author: String, at: Double, source: String, text: TopicText) {
    self.row = row
    self.author = author
    self.at = at
    self.source = source
    self.text = text
  }
}

struct TopicEntry: Sendable {
  var message: TopicMessage
  /// The group of its near copies, as a term.
  var copy: UInt32
  /// Further messages of an author who is in the window count for nothing: one voice, one vote.
  var isCounted: Bool
  var topic: Topic.ID?

  var terms: [UInt32] { message.text.keys + [copy] }
}
