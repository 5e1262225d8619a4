import Foundation
import MailKit
import PluginKit
import Transport

/// The folder of sent mail: what went out from this mailbox, whoever wrote it.
struct SentFolder: Sendable {
  /// Of the answers to one mail that are looked at.
  private static let maxAnswers: UInt32 = 20

  let folder: MailFolder

  init(_ folder: MailFolder) { self.folder = folder }

  /// The mails after `position` that answer something; without a position, none: what lies before
  /// the start is nobody's news.
  func ownPosts(
    after position: EmailCursor.Position?, now: Date
  ) async throws(TransportFailure) -> (posts: [OwnPost], position: EmailCursor.Position) {
    try await folder.read { folder throws(TransportFailure) in
      let state = folder.mailbox
      guard let position, position.validity == state.uidValidity else {
        // Numbered anew: what was in it is known, or nobody's news.
        let newest = max(state.uidNext, 1) - 1
        return ([], .init(validity: state.uidValidity, last: newest))
      }
      let page = try await MailPage.next(in: folder, after: position, .heads)
      let posts = page.mails.compactMap { mail -> OwnPost? in
        let parsed = ParsedMail(mail.bytes)
        guard let id = parsed.messageID, let parent = parsed.inReplyTo else { return nil }
        return OwnPost(remote: id, inReplyTo: parent, at: mail.receivedAt ?? now)
      }
      return (posts, page.position)
    }
  }

  /// The mails that answer each of `remotes`, in the same order.
  func answers(to remotes: [String]) async throws(TransportFailure) -> [[Receipt]] {
    try await folder.read { folder throws(TransportFailure) in
      var answers: [[Receipt]] = []
      for remote in remotes {
        guard let id = ParsedMail.messageID(of: remote) else {
          answers.append([])
          continue
        }
        let uids = try await folder.uids(withHeader: "In-Reply-To", "<\(id)>")
        let mails = try await folder.mails(
          Array(uids.suffix(Int(Self.maxAnswers))), maxBytes: MailPage.Limits.heads.mailBytes)
        answers.append(
          mails.compactMap { mail in
            let parsed = ParsedMail(mail.bytes)
            guard parsed.inReplyTo == id, let own = parsed.messageID else { return nil }
            return Receipt(remote: own)
          })
      }
      return answers
    }
  }
}
