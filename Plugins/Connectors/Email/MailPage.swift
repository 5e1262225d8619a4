import PluginKit
import Transport

/// The next mails of a folder, bounded in number and bytes.
struct MailPage: Sendable {
  /// What one page holds at most. A hundred mailboxes may be read at once.
  struct Limits: Sendable {
    var mails = 50
    /// Of one mail: the text comes first, attachments after it.
    var mailBytes = 256 << 10
    /// Of all together, but for the first mail.
    var pageBytes = 1 << 20

    static let whole = Limits()
    /// For what stands in the header.
    static let heads = Limits(mails: 50, mailBytes: 16 << 10, pageBytes: 1 << 20)
  }

  /// UIDs are asked for in stretches, so that the answer is bounded.
  private static let stretch: UInt32 = 50_000

  var mails: [IMAPMail] = []
  /// Why the server did not give the mail after `position`, if so.
  var refused: String?
  /// What comes next lies behind it.
  var position: EmailCursor.Position
  var hasMore: Bool

  /// - Parameter position: void if the folder was numbered anew.
  static func next(
    in folder: IMAPReading, after position: EmailCursor.Position, _ limits: Limits
  ) async throws(TransportFailure) -> MailPage {
    let state = folder.mailbox
    var position = position
    if position.validity != state.uidValidity {
      position = EmailCursor.Position(
        validity: state.uidValidity, last: 0, reread: max(state.uidNext, 1) - 1)
    }
    let newest = max(state.uidNext, 1) - 1
    guard position.last < newest else {
      return MailPage(position: position, hasMore: false)
    }
    let end = newest - position.last > stretch ? position.last + stretch : newest
    let uids = try await folder.uids(in: (position.last + 1)...end)
    let chosen = try await choose(uids, in: folder, limits)
    position.last = chosen.count == uids.count ? end : chosen.last ?? end
    var page = MailPage(position: position, hasMore: position.last < newest)
    try await page.read(chosen, in: folder, limits)
    return page
  }

  private static func choose(
    _ uids: [UInt32], in folder: IMAPReading, _ limits: Limits
  ) async throws(TransportFailure) -> [UInt32] {
    let first = Array(uids.prefix(limits.mails))
    let sizes = try await folder.sizes(of: first)
    var bytes = 0
    let count = first.firstIndex { uid in
      bytes += min(sizes[uid] ?? 0, limits.mailBytes)
      return bytes > limits.pageBytes && uid != first.first
    }
    return Array(first.prefix(count ?? first.count))
  }

  private mutating func read(
    _ uids: [UInt32], in folder: IMAPReading, _ limits: Limits
  ) async throws(TransportFailure) {
    do {
      mails = try await folder.mails(uids, maxBytes: limits.mailBytes)
    } catch {
      // One mail that the server cannot give must not cost the others.
      guard error.kind == .refused else { throw error }
      for uid in uids {
        do {
          mails += try await folder.mails([uid], maxBytes: limits.mailBytes)
        } catch {
          guard error.kind == .refused else { throw error }
          (refused, position.last, hasMore) = (error.message, uid - 1, false)
          return
        }
      }
    }
  }
}
