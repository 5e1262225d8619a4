public import Foundation

/// Polls and posts for one account on one platform.
public protocol Connector: Sendable {
  var traits: ConnectorTraits { get }

  /// The next page after `cursor` (nil: from the beginning the connector chooses). Repeats are
  /// welcome, gaps are not: the inbox drops what it knows.
  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch

  /// Posts once. It never repeats by itself: only the dispatcher knows whether that is safe.
  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt

  /// Looks for a reply whose outcome is unknown among our own posts.
  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack

  /// What became of these messages, in the same order; asked immediately before a post.
  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState]

  /// What the platform last said is left of its rate limit; nil where it says nothing. Asked by
  /// whoever looks at the metrics, so it must answer at once, from memory.
  var rateBudget: RateBudget? { get }
}

extension Connector {
  public var rateBudget: RateBudget? { nil }
}

/// A platform's rate limit, as its last answer stated it.
public struct RateBudget: Sendable, Hashable {
  /// Requests left until the platform counts anew.
  public var remaining: Int
  public var limit: Int

  public init(remaining: Int, limit: Int) {
    self.remaining = remaining
    self.limit = limit
  }
}

/// Where to go on polling: opaque to all but its connector, stored with the page it fetched (P1).
public struct Cursor: Sendable, Hashable, Codable {
  public var text: String
  public init(_ text: String) { self.text = text }
}

/// One page.
public struct Batch: Sendable {
  /// New and edited messages, oldest first.
  public var messages: [Message]
  /// Remote ids of messages that are gone.
  public var deleted: [String]
  /// nil: the old cursor stays.
  public var cursor: Cursor?
  /// Poll again at once.
  public var hasMore: Bool
  /// The source has ended (a recording); no more polls.
  public var isLast: Bool
  /// Posts of the brand's own account, whoever wrote them: what is not ours, a person answered.
  public var ownPosts: [OwnPost]
  /// What an operator should look at although the page is good: each becomes an alarm.
  public var warnings: [String]

  public init(
    messages: [Message], deleted: [String] = [], cursor: Cursor?, hasMore: Bool = false,
    isLast: Bool = false, ownPosts: [OwnPost] = [], warnings: [String] = []
  ) {
    self.messages = messages
    self.deleted = deleted
    self.cursor = cursor
    self.hasMore = hasMore
    self.isLast = isLast
    self.ownPosts = ownPosts
    self.warnings = warnings
  }
}

/// A post of the brand's own account that answers something.
public struct OwnPost: Sendable, Hashable {
  /// The platform's id of the post.
  public var remote: String
  /// Of what it answers: a message, or an earlier post of ours.
  public var inReplyTo: String
  public var at: Date

  public init(remote: String, inReplyTo: String, at: Date) {
    self.remote = remote
    self.inReplyTo = inReplyTo
    self.at = at
  }
}

/// What a platform can and cannot do.
public struct ConnectorTraits: Sendable {
  /// How the platform tells a repeated post from a new one.
  public enum Idempotency: Sendable, Hashable {
    /// A natural key: posting again with the same key gives the same post (Matrix, Bluesky).
    case naturalKey
    /// A key that is forgotten after this time (Mastodon: 1 h), so read back first.
    case expiringKey(Duration)
    /// No key, but our own posts can be read.
    case readBack
    /// Neither: what is unknown stays unknown and goes to a human (Telegram).
    case none
  }

  /// In the platform's own count, see `length`.
  public var maxLength: Int
  public var idempotency: Idempotency
  /// How long after a lost answer the post may still surface; "absent" is believed only later.
  public var surfacesWithin: Duration
  /// How the platform counts a text's length.
  public var length: @Sendable (String) -> Int
  /// Posts that may be in flight at once.
  public var maxInFlight: Int
  /// A recording that is played: nothing real is posted.
  public var isRecording: Bool
  /// nil: the platform counts no posts.
  public var postingBudget: PostingBudget?
  /// What the platform lets us answer, today.
  public var eligibility: [EligibilityRule]
  /// A poll waits for news by itself, at most half a minute: the next one begins at once.
  public var waitsForNews: Bool

  public init(
    maxLength: Int, idempotency: Idempotency, surfacesWithin: Duration = .seconds(30),
    maxInFlight: Int = 8, isRecording: Bool = false, postingBudget: PostingBudget? = nil,
    eligibility: [EligibilityRule] = [], waitsForNews: Bool = false,
    length: @escaping @Sendable (String) -> Int = { $0.count }
  ) {
    self.maxLength = maxLength
    self.idempotency = idempotency
    self.surfacesWithin = surfacesWithin
    self.maxInFlight = maxInFlight
    self.isRecording = isRecording
    self.postingBudget = postingBudget
    self.eligibility = eligibility
    self.waitsForNews = waitsForNews
    self.length = length
  }
}

/// The answer to "is this reply out?".
public enum ReadBack: Sendable, Hashable {
  case found(Receipt)
  /// Proven not there.
  case absent
  /// Cannot be told (a truncated list, a server that does not say).
  case inconclusive(String)
}

/// What became of a message on its platform.
public enum RemoteState: Sendable, Hashable {
  case there
  case edited(Message)
  case deleted
  /// Unchanged, and these posts of the brand's own account already answer it. The engine drops the
  /// posts it made itself; what is left a person wrote on the platform. Never empty.
  case answered([Receipt])
  /// The platform's word on this one message cannot be read: a human has to look. Says why.
  case unclear(String)
  /// The platform did not answer for this one message: ask again soon. Says why.
  case later(String)
}

/// Why a poll or a read-back gave nothing. The cursor stays where it was.
public enum PollFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Passing: try again, not before the given time where the platform named one.
  case retry(after: Duration?, String)
  /// The credentials are refused; the sentence names the fix.
  case unauthorised(String)
  /// The platform sent something this connector cannot read.
  case malformed(String)

  public var description: String {
    switch self {
    case .retry(_, let why): why
    case .unauthorised(let why): why
    case .malformed(let why): "unreadable answer: \(why)"
    }
  }
}

/// Why a post has no receipt.
public enum DeliveryFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Proven not acted on: never written, or refused by a documented status.
  case retry(after: Duration?, String)
  /// Never will: a human looks.
  case rejected(String)
  /// May be out: ask `receipt` before anything else.
  case unknown(String)

  public var description: String {
    switch self {
    case .retry(_, let why), .rejected(let why), .unknown(let why): why
    }
  }
}
