import Foundation
import PluginKit

extension Flaw {
  static let all = readingFlaws + postingFlaws + failureFlaws + lengthFlaws

  private static let readingFlaws: [Flaw] = [
    Flaw("says that nothing fits", noticedBy: "makes sense") { flaw in
      flaw.traits = {
        var traits = $0
        traits.maxLength = 0
        return traits
      }
    },
    Flaw("has a rule without a reason", noticedBy: "makes sense") { flaw in
      flaw.traits = {
        var traits = $0
        traits.eligibility = [EligibilityRule(.never, because: "")]
        return traits
      }
    },
    Flaw("makes a message of nothing", noticedBy: "where nobody writes") { flaw in
      flaw.messages { messages, cursor in
        if messages.isEmpty, cursor != nil { messages = [stranger] }
      }
    },
    Flaw("changes texts", noticedBy: "as they were written") { flaw in
      flaw.messages { messages, _ in for i in messages.indices { messages[i].text += "!" } }
    },
    Flaw("gives the newest first", noticedBy: "oldest first") { flaw in
      flaw.messages { messages, _ in messages.reverse() }
    },
    Flaw("never ends", noticedBy: "where nobody writes") { flaw in
      flaw.poll = { inner, cursor throws(PollFailure) in
        var batch = try await inner.poll(after: cursor)
        batch.hasMore = true
        return batch
      }
    },
    Flaw("loses late messages", noticedBy: "of 10,000 messages") { flaw in
      flaw.messages { messages, _ in
        messages.removeAll { $0.text == "Bulk 9601." || $0.text == "Bulk 9700." }
      }
    },
    Flaw("repeats under another id", noticedBy: "of 10,000", "after any exchange of a poll") {
      flaw in
      flaw.messages { messages, _ in
        if var copy = messages.last {
          copy.id.remote += "-2"
          messages.append(copy)
        }
      }
    },
    Flaw(
      "loses the first of each page", noticedBy: "restarts between",
      "a poll that meets a connection", "a poll that meets half"
    ) {
      flaw in
      flaw.messages { messages, cursor in
        if cursor != nil, !messages.isEmpty { messages.removeFirst() }
      }
    },
    Flaw("takes any cursor for none", noticedBy: "that is rubbish", "of another server") { flaw in
      flaw.poll = { inner, cursor throws(PollFailure) in
        do throws(PollFailure) {
          return try await inner.poll(after: cursor)
        } catch .malformed {
          return try await inner.poll(after: nil)
        }
      }
    },
    Flaw("answers old history", noticedBy: "a first start") { flaw in
      flaw.poll = { inner, cursor throws(PollFailure) in
        guard cursor == nil else { return try await inner.poll(after: cursor) }
        var batch = try await inner.poll(after: nil)
        guard var position = batch.cursor else { return batch }
        position.text = beginning(position.text)
        batch.cursor = position
        batch.hasMore = true
        return batch
      }
    },
    Flaw("turns states round", noticedBy: "states come in the order") { flaw in
      flaw.states = { inner, messages throws(PollFailure) in
        var states = try await inner.states(of: messages)
        states.append(states.removeFirst())
        return messages.count == 4 ? states.dropLast() : states
      }
    },
    Flaw("tells no changes", noticedBy: "an edit", "a deletion") { flaw in
      flaw.states = { _, messages in messages.map { _ in .there } }
    },
    Flaw("remembers what was deleted", noticedBy: "edited or deleted meanwhile") { flaw in
      flaw.messages { messages, _ in
        for i in messages.indices where messages[i].text == "Edited meanwhile." {
          messages[i].text = "Meanwhile 1."
        }
      }
    },
    Flaw("gives our own posts", noticedBy: "our own replies", "with the brand's account") { flaw in
      flaw.poll = { inner, cursor throws(PollFailure) in
        var batch = try await inner.poll(after: cursor)
        for post in batch.ownPosts {
          var own = stranger
          own.id.remote = post.remote
          batch.messages.append(own)
        }
        return batch
      }
    },
    Flaw("takes machines for people", noticedBy: "what a machine wrote") { flaw in
      flaw.messages { messages, _ in
        for i in messages.indices {
          messages[i].isAutomated = false
          messages[i].author.isBot = false
        }
      }
    },
    Flaw("takes all for public", noticedBy: "written in private") { flaw in
      flaw.messages { messages, _ in
        for i in messages.indices { messages[i].visibility = .public }
      }
    },
  ]

  private static let stranger = Message(
    id: .init(connector: "mastodon", remote: "invented"), platform: "mastodon",
    author: Author(id: "x", handle: "@x@example.social"), text: "Nobody wrote this.",
    createdAt: Date(timeIntervalSince1970: 0))

  /// A cursor of `MastodonConnector`, before all there is.
  private static func beginning(_ cursor: String) -> String {
    do {
      let value = try JSONReader.read(cursor.utf8).plain
      guard case .object(let members) = value else { return cursor }
      let moved = members.map { member in
        ["newest", "mark", "overlap"].contains(member.key)
          ? JSONValue.Member(member.key, "0") : member
      }
      return JSONValue.object(moved).text()
    } catch {
      return cursor
    }
  }
}
