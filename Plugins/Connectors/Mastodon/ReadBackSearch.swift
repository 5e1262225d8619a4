import Foundation
import PluginKit
import Transport

/// Looks for one of our replies on the server, by parent and text.
///
/// Two lists must agree before "absent" is said: the thread below the parent, and our own latest
/// posts. Either may be cut short; then the other one alone has to be complete.
struct ReadBackSearch {
  private enum Match {
    case yes(Receipt)
    /// Ours, to the same message, edited since: may have been this reply.
    case perhaps
    case no
  }

  private struct Outcome {
    var receipt: Receipt?
    var sawEdited = false
    var isComplete = false
  }

  /// Mastodon cuts a thread at 4096 (60 without a login): a longer list proves nothing.
  private static let threadLimit = 60
  private static let pageSize = 40
  private static let maxPages = 10
  /// The parent's time may come from another server's clock.
  private static let clockMargin = Duration.hours(24)

  private let reply: Reply
  private let me: String
  private let api: MastodonAPI
  private let oldest: Date
  private let wanted: String

  init(_ reply: Reply, me: String, api: MastodonAPI, now: Date) {
    self.reply = reply
    self.me = me
    self.api = api
    oldest = min(reply.parent.createdAt, now) - Self.clockMargin
    wanted = MentionedText.comparable(reply.text)
  }

  func result() async throws(PollFailure) -> ReadBack {
    let parent = Parameters.percentEncoded(reply.parent.id.remote)
    let context = try await api.getIfThere(
      RemoteThread.self, "/api/v1/statuses/\(parent)/context")
    var thread = Outcome()
    if let context {
      thread.isComplete = context.isWhole && context.descendants.count < Self.threadLimit
      for status in context.descendants { take(status, parentIsGone: false, &thread) }
    }
    if let receipt = thread.receipt { return .found(receipt) }
    let own = try await ownPosts(parentIsGone: context == nil)
    if let receipt = own.receipt { return .found(receipt) }
    if thread.sawEdited || own.sawEdited {
      return .inconclusive("a reply of ours to this message was edited since; compare it by hand")
    }
    if thread.isComplete || own.isComplete { return .absent }
    return .inconclusive(
      context == nil
        ? "the message is gone, and there are too many posts of ours since to check them all"
        : "the thread and our own posts since are too long to check")
  }
}

extension ReadBackSearch {
  /// Newest first, back to well before the parent.
  private func ownPosts(parentIsGone: Bool) async throws(PollFailure) -> Outcome {
    let path = "/api/v1/accounts/\(Parameters.percentEncoded(me))/statuses"
    var outcome = Outcome()
    var older: String?
    for _ in 0..<Self.maxPages {
      var parameters: Parameters = ["exclude_reblogs": "true"]
      parameters.add("max_id", older)
      let answer = try await api.page(
        of: RemoteStatus.self, path, parameters, limit: Self.pageSize)
      guard let answer else { return outcome }
      let page = answer.items
      for status in page { take(status, parentIsGone: parentIsGone, &outcome) }
      if outcome.receipt != nil { return outcome }
      // What cannot be read may be the reply that is looked for.
      guard answer.isWhole, page.count == answer.entries.count else { return outcome }
      guard let last = page.last?.id, last != older else {
        // An empty page ends the list; one that cannot be continued proves nothing.
        outcome.isComplete = page.isEmpty
        return outcome
      }
      if let reached = page.compactMap(\.createdAt).max(), reached < oldest {
        outcome.isComplete = true
        return outcome
      }
      older = last
    }
    return outcome
  }

  private func take(_ status: RemoteStatus, parentIsGone: Bool, _ outcome: inout Outcome) {
    switch match(status, parentIsGone: parentIsGone) {
    case .yes(let receipt): outcome.receipt = outcome.receipt ?? receipt
    case .perhaps: outcome.sawEdited = true
    case .no: break
    }
  }

  private func match(_ status: RemoteStatus, parentIsGone: Bool) -> Match {
    guard let id = status.id, status.account?.id == me else { return .no }
    if let parent = status.inReplyTo {
      guard parent == reply.parent.id.remote else { return .no }
    } else {
      // Mastodon unlinks the replies of a deleted status; the author's mention remains.
      let author = reply.parent.author.id
      guard parentIsGone, status.mentions.contains(where: { $0.id == author }) else {
        return .no
      }
    }
    let text = MentionedText.comparable(HTMLText.text(of: status.content ?? ""))
    if text == wanted { return .yes(Receipt(remote: id, url: status.url)) }
    return status.editedAt == nil ? .no : .perhaps
  }
}
