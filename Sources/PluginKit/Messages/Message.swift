public import Foundation

/// One thing a customer wrote, as a connector read it: plain text, no markup.
public struct Message: Sendable, Hashable, Codable {
  /// Names a message everywhere: the connector's id in the config and the platform's own id.
  public struct ID: Sendable, Hashable, Codable, CustomStringConvertible {
    public var connector: String
    /// Opaque. Never compared by order, never read as a number.
    public var remote: String

    public init(connector: String, remote: String) {
      self.connector = connector
      self.remote = remote
    }

    public var description: String { "\(connector)/\(remote)" }
  }

  public var id: ID
  /// The kind of platform (`mastodon`, `replay`, ...), not the account.
  public var platform: String
  public var author: Author
  public var text: String
  /// The platform's time; response windows start here.
  public var createdAt: Date
  public var editedAt: Date?
  /// The platform's own thread id, where it has one; otherwise threads follow `inReplyTo`.
  public var conversation: String?
  public var inReplyTo: String?
  /// BCP 47, as the platform or author declared it; often wrong.
  public var language: String?
  /// Stars, 1...5, on review platforms. A rating without text is a message too.
  public var rating: Int?
  public var visibility: Visibility
  public var url: String?
  public var contentWarning: String?
  /// A machine wrote it: a bot account, an auto-reply header, an out-of-office note.
  public var isAutomated: Bool
  /// What is attached, in order: a picture says what the text does not.
  public var media: [Medium]
  /// Whether the author turned to us: mentioned or quoted the account, or wrote to it. nil: the
  /// platform does not say, and it counts as if so.
  public var isAddressed: Bool?
  /// What the platform allows for this message alone, beside the rules of its connector's traits.
  public var rules: [EligibilityRule]

  public init(
    id: ID, platform: String, author: Author, text: String, createdAt: Date,
    editedAt: Date? = nil, conversation: String? = nil, inReplyTo: String? = nil,
    language: String? = nil, rating: Int? = nil, visibility: Visibility = .public,
    url: String? = nil, contentWarning: String? = nil, isAutomated: Bool = false,
    media: [Medium] = [], isAddressed: Bool? = nil, rules: [EligibilityRule] = []
  ) {
    self.id = id
    self.platform = platform
    self.author = author
    self.text = text
    self.createdAt = createdAt
    self.editedAt = editedAt
    self.conversation = conversation
    self.inReplyTo = inReplyTo
    self.language = language
    self.rating = rating
    self.visibility = visibility
    self.url = url
    self.contentWarning = contentWarning
    self.isAutomated = isAutomated
    self.media = media
    self.isAddressed = isAddressed
    self.rules = rules
  }
}

/// One thing attached to a message. replyd does not look at it; it only knows that it is there.
public struct Medium: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case image, video, audio, other
  }

  public var kind: Kind
  /// The author's own description (alt text): hostile text like any other.
  public var description: String?

  public init(kind: Kind, description: String? = nil) {
    self.kind = kind
    self.description = description
  }
}

/// Who wrote a message.
public struct Author: Sendable, Hashable, Codable {
  /// The platform's id of the account.
  public var id: String
  /// What a reply has to mention, e.g. `@ana@example.social`.
  public var handle: String
  /// Display name: hostile text like any other.
  public var name: String
  public var isBot: Bool
  public var followers: Int?

  public init(
    id: String, handle: String, name: String = "", isBot: Bool = false, followers: Int? = nil
  ) {
    self.id = id
    self.handle = handle
    self.name = name
    self.isBot = isBot
    self.followers = followers
  }
}

/// Who can read a message, widest first. A reply is never wider than its parent (P9).
public enum Visibility: Int, Sendable, Hashable, Codable, Comparable, CaseIterable {
  case `public` = 0
  case unlisted = 1
  case followers = 2
  case direct = 3

  /// `public < direct`: smaller is wider.
  public static func < (a: Visibility, b: Visibility) -> Bool { a.rawValue < b.rawValue }

  public var isPublic: Bool { self <= .unlisted }

  public var name: String {
    switch self {
    case .public: "public"
    case .unlisted: "unlisted"
    case .followers: "followers"
    case .direct: "direct"
    }
  }

  public init?(name: String) {
    guard let found = Visibility.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
