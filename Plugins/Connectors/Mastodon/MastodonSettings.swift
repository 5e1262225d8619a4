import ConnectorKit
import PluginKit

/// One account on one server.
struct MastodonSettings: Settings {
  enum StartFrom: String, CaseIterable, Sendable { case now, oldest }

  let server: String
  let token: Secret
  let startFrom: StartFrom
  let sweepEvery: Duration
  let hashtags: [String]
  let keywords: [String]
  let conversations: Bool
  let listenEvery: Duration
  let surfacesWithin: Duration
  let timeout: Duration
  let maxInFlight: Int
  let postingBudget: PostingBudget?
  let caFile: String?

  init(_ f: inout Fields) {
    let server = f.string("server", help: "the server's address, e.g. \"https://mastodon.example\"")
    token = f.secret(
      "token",
      help: "the account's access token; scopes read:notifications, read:statuses, "
        + "read:accounts, write:statuses")
    startFrom = f.choice(
      "startFrom", default: .now,
      help: "where a first start begins: \"now\" answers nothing older, \"oldest\" all there is")
    sweepEvery = f.duration(
      "sweepEvery", default: .seconds(60), in: .seconds(1) ... .hours(24),
      help: "how often the latest mentions are read again, to find late ones")
    let hashtags = f.strings(
      "hashtags", default: [], help: "hashtags to listen to, without \"#\"; at most 20")
    let keywords = f.strings(
      "keywords", default: [],
      help: "words to search for, best effort: needs a server with full-text search; at most 10")
    conversations = f.flag(
      "conversations", default: true,
      help: "whether private threads are also read as conversations, for servers that raise no "
        + "notification for them")
    listenEvery = f.duration(
      "listenEvery", default: .seconds(60), in: .seconds(1) ... .hours(24),
      help: "how often hashtags, keywords and conversations are read")
    surfacesWithin = f.duration(
      "surfacesWithin", default: .seconds(30), in: .seconds(1) ... .hours(1),
      help: "how long after a lost answer the post may still surface")
    timeout = f.duration(
      "timeout", default: .seconds(30), in: .seconds(1) ... .minutes(10),
      help: "the longest wait for one answer of the server")
    maxInFlight = f.integer(
      "maxInFlight", default: 8, in: 1...64, unit: "posts", help: "posts under way at once")
    let posts = f.integer(
      "postingBudget", default: 300, in: 0...PostingBudget.range.upperBound, unit: "posts",
      help: "how many posts the server takes from this account in 3 hours; 0: any number")
    postingBudget =
      posts > 0 ? PostingBudget(posts: posts, per: .hours(3), isAligned: true) : nil
    caFile = f.optionalPath(
      "caFile", help: "certificate authorities (PEM) to trust instead of the system's")
    self.server = server
    self.hashtags = hashtags.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }
    self.keywords = keywords
    f.require("hashtags", "expected at most 20 single words, such as \"northwind\"") {
      hashtags.count <= 20 && hashtags.allSatisfy(Self.isHashtag)
    }
    f.require("keywords", "expected at most 10 texts of 2 to 100 characters") {
      keywords.count <= 10 && keywords.allSatisfy { (2...100).contains($0.count) }
    }
    f.require(
      "server",
      "expected https://HOST without a path; http is allowed for this machine only (localhost)"
    ) { ServerAddress.isValid(server) }
  }

  /// Without a slash at the end.
  var root: String { server.hasSuffix("/") ? String(server.dropLast()) : server }

  private static func isHashtag(_ text: String) -> Bool {
    let name = text.hasPrefix("#") ? text.dropFirst() : text[...]
    return (1...100).contains(name.count)
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "·" }
  }
}
