import Synchronization
import Transport

/// Which recipients have a mail already that others wait for. Kept in memory only: after a restart
/// somebody may get the mail twice, with the same Message-ID.
final class PartialDeliveries: Sendable {
  /// Mails at once; the oldest are forgotten.
  static let maxMails = 256

  private let mails = Mutex<[(key: String, served: Set<MailAddress>)]>([])

  func served(_ key: String) -> Set<MailAddress> {
    mails.withLock { mails in mails.first { $0.key == key }?.served ?? [] }
  }

  func note(_ key: String, _ recipients: [MailAddress]) {
    mails.withLock { mails in
      let known = mails.firstIndex { $0.key == key }.map { mails.remove(at: $0).served } ?? []
      mails.append((key, known.union(recipients)))
      if mails.count > Self.maxMails { mails.removeFirst() }
    }
  }

  func forget(_ key: String) {
    mails.withLock { mails in mails.removeAll { $0.key == key } }
  }
}
