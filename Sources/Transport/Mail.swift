public import Foundation

/// One mail as the server gets it: the envelope, and the message that it carries.
public struct Mail: Sendable, Equatable {
  /// RFC 5321, 4.5.3.1.8: every server takes as many.
  static let maxRecipients = 100
  /// RFC 5322, 2.1.1: of a line, without its end.
  static let maxLineBytes = 998

  /// Who learns that it could not be delivered; nil: nobody (`<>`).
  public var sender: MailAddress?
  public var recipients: [MailAddress]
  /// Header and body as RFC 5322 has them: ASCII, lines of at most 998 bytes, each ended by CR LF.
  /// Lines that begin with a dot stand as they are: the client doubles the dot.
  public var message: Data
  /// One recipient refused, and the server gets no mail at all. Else the others get it.
  public var needsAllRecipients = false

  public init(from sender: MailAddress?, to recipients: [MailAddress], message: Data) {
    self.sender = sender
    self.recipients = recipients
    self.message = message
  }
}

extension Mail {
  /// What breaks a rule, in words that go on after "it was not sent: "; nil: nothing does.
  func problem(maxBytes: Int) -> String? {
    guard !recipients.isEmpty else { return "it has no recipient" }
    guard recipients.count <= Self.maxRecipients else {
      return "it has more than \(Self.maxRecipients) recipients"
    }
    guard message.count <= maxBytes else { return "it is larger than \(maxBytes) bytes" }
    return lineProblem
  }

  /// A lone CR or LF could be taken for a line end by the next server but not by this one, and so
  /// hide a second mail behind a dot (CVE-2023-51764).
  private var lineProblem: String? {
    var length = 0
    var previous: UInt8 = 0
    for byte in message {
      switch (previous, byte) {
      case (0x0D, 0x0A): length = 0
      case (0x0D, _), (_, 0x0A): return "it holds a CR or LF that ends no line"
      case (_, 0x0D): break
      case (_, 0x01...0x7F): length += 1
      default: return "it holds a NUL or a byte beyond ASCII; encode it"
      }
      guard length <= Self.maxLineBytes else {
        return "it holds a line over \(Self.maxLineBytes) bytes"
      }
      previous = byte
    }
    return message.suffix(2).elementsEqual([0x0D, 0x0A]) ? nil : "its last line is not ended"
  }
}
