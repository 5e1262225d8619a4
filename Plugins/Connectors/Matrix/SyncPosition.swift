import Foundation
import PluginKit

/// Where polling stands: the cursor.
struct SyncPosition: Codable, Hashable, Sendable {
  private(set) var version = 1
  /// Whose it is: a store may be restored, or an account moved.
  private(set) var account: String
  /// The `next_batch` of the last sync.
  var since: String
  /// When the account was first polled: an edit of something older is no news. Milliseconds.
  var startedAt: Int64
  /// When the last sync with news came in; where to begin when the server forgets `since`.
  var seenAt: Int64
  /// Accepted by the policy, not yet joined.
  var invitations: [Invitation] = []
  /// Joined, and not yet seen in a sync.
  var arrivals: [String] = []
  /// What has to be read before the next sync.
  var gaps: [Gap] = []

  struct Invitation: Codable, Hashable, Sendable {
    var room: String
    var attempts = 0
    /// When to try again, in milliseconds.
    var dueAt: Int64 = 0
  }

  init(account: String, since: String, now: Date) {
    self.account = account
    self.since = since
    startedAt = now.milliseconds
    seenAt = now.milliseconds
  }

  init(_ cursor: Cursor) throws(PollFailure) {
    do {
      self = try JSONDecoder().decode(SyncPosition.self, from: Data(cursor.text.utf8))
    } catch {
      throw .malformed("the stored cursor is not one of this connector")
    }
    guard version == 1 else {
      throw .malformed("the stored cursor is of a newer version of replyd")
    }
  }

  func encoded() throws(PollFailure) -> Cursor {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Cursor(String(decoding: try encoder.encode(self), as: UTF8.self))
    } catch {
      throw .malformed("the cursor cannot be written: \(error)")
    }
  }
}

extension Date {
  var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

  init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
