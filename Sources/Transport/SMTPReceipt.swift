/// The server has taken a mail, for at least one recipient.
public struct SMTPReceipt: Sendable, Equatable {
  /// A recipient whom the server did not take it for.
  public struct Refusal: Sendable, Equatable {
    public var recipient: MailAddress
    /// 4yz for now, 5yz for good.
    public var status: Int
    /// The server's own, fit for a log.
    public var words: String

    public init(recipient: MailAddress, status: Int, words: String) {
      self.recipient = recipient
      self.status = status
      self.words = words
    }
  }

  /// The server's own, often with its queue's id; fit for a log.
  public var words: String
  public var refusals: [Refusal]

  public init(words: String, refusals: [Refusal] = []) {
    self.words = words
    self.refusals = refusals
  }
}
