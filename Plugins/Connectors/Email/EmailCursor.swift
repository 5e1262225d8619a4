import Foundation
import PluginKit

/// How far the mailbox and the folder of sent mail were read.
struct EmailCursor: Codable, Hashable, Sendable {
  /// In one folder. UIDs only grow, as long as the server keeps `validity`.
  struct Position: Codable, Hashable, Sendable {
    var validity: UInt32
    var last: UInt32
    /// Up to here mails are read again, since the server numbered the folder anew: they may be
    /// older than the first start.
    var reread: UInt32?
  }

  var inbox: Position
  /// nil until the folder could be opened for the first time.
  var sent: Position?
  /// The first start: nothing that came before is taken in; nil: everything is.
  var since: Date?

  init(inbox: Position, since: Date?) {
    self.inbox = inbox
    self.since = since
  }

  init(_ cursor: Cursor) throws(PollFailure) {
    do {
      self = try JSONDecoder().decode(EmailCursor.self, from: Data(cursor.text.utf8))
    } catch {
      throw .malformed("the stored cursor is not one of this connector")
    }
  }

  func encoded() throws(PollFailure) -> Cursor {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return Cursor(String(decoding: try encoder.encode(self), as: UTF8.self))
    } catch {
      throw .malformed("the cursor cannot be written: \(error)")
    }
  }
}
