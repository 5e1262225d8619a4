import MailKit
import Synchronization

/// Which ids were seen lately, and on what: whoever writes a mail chooses its id, and a second mail
/// under a known id must not pass for a new version of the first.
final class KnownMails: Sendable {
  /// Ids remembered; beyond it, or after a restart, a second mail of the same author counts as a
  /// new version of the first. Another author's never does: the store sees to that.
  private static let maxIDs = 500

  private let fingerprints = Mutex<[String: String]>([:])

  /// Whether another mail bears the id of this one; remembers it.
  func clashes(_ mail: ParsedMail) -> Bool {
    guard let id = mail.messageID else { return false }
    return fingerprints.withLock { known in
      if let first = known[id] { return first != mail.fingerprint }
      if known.count >= Self.maxIDs { known.removeAll() }
      known[id] = mail.fingerprint
      return false
    }
  }
}
