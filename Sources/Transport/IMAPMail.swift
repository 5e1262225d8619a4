public import Foundation

/// One mail as its mailbox has it.
public struct IMAPMail: Sendable, Equatable {
  /// Grows from mail to mail, within one `IMAPMailbox.uidValidity`.
  public var uid: UInt32
  /// When the server got it (INTERNALDATE).
  public var receivedAt: Date?
  public var flags: [String]
  /// Of the whole, in bytes.
  public var size: Int
  /// Header and body, from the start; cut where more was there than was asked for.
  public var bytes: Data

  public init(uid: UInt32, receivedAt: Date?, flags: [String], size: Int, bytes: Data) {
    self.uid = uid
    self.receivedAt = receivedAt
    self.flags = flags
    self.size = size
    self.bytes = bytes
  }
}

/// What a server says of a mailbox when it opens it.
public struct IMAPMailbox: Sendable, Equatable {
  /// Another one means that all UIDs known so far are void.
  public var uidValidity: UInt32
  /// The next mail's UID will be no lower.
  public var uidNext: UInt32
  public var exists: Int

  public init(uidValidity: UInt32, uidNext: UInt32, exists: Int) {
    self.uidValidity = uidValidity
    self.uidNext = uidNext
    self.exists = exists
  }
}
