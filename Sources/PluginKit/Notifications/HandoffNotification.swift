public import Foundation

/// What a human needs to act on one handoff. Customers' words come with their card, phone, e-mail
/// and order numbers masked; they are hostile text all the same.
public struct HandoffNotification: Sendable, Hashable, Codable {
  /// Why somebody is told now.
  public enum Occasion: String, Sendable, Codable, CaseIterable {
    case opened
    /// Nobody took it so far.
    case escalated
    /// So much of the human window is over, see `windowUsed`.
    case warning
    /// Its human window has passed, taken or not.
    case overdue
    /// It is another person's now.
    case reassigned
    /// A snooze is over.
    case woken
    /// The procedure of an incident says that these people hear of it.
    case incident
    /// A person's reply could not be sent, see `ending`.
    case failed
    /// Somebody has it now. Only for notifiers that want endings.
    case taken
    /// Answered, returned or closed: nothing to do any more, see `ending`. Only for notifiers that
    /// want endings.
    case ended

    public var isEnding: Bool { self == .taken || self == .ended }
  }

  /// The same for every repeat of this notification.
  public var key: String
  public var handoff: Int64
  public var team: String
  /// 0 is the first notification, n the nth escalation.
  public var level: Int
  public var occasion: Occasion
  public var urgency: Urgency
  public var reason: String
  public var category: String?
  public var message: Message
  /// What was said before in this conversation, oldest first.
  public var conversation: [History.Entry]
  /// How often this customer has written without being helped, this message included.
  public var timesAsked: Int
  /// What the bot already said or is about to say to this message.
  public var replies: [String]
  public var insight: Insight
  /// What a human could answer: never sent by itself.
  public var suggestion: String?
  /// What the incident's procedure lets people offer the customer.
  public var resources: [String]
  public var openedAt: Date
  /// When the human answer is due.
  public var dueAt: Date?
  /// Per cent of the human window that are over, for a warning.
  public var windowUsed: Int?
  public var reader: Reader
  /// nil where no address for links is configured.
  public var links: HandoffLinks?
  /// The name of whoever has it.
  public var takenBy: String?
  /// For `ended` and `failed`: one sentence.
  public var ending: String?
  /// The same for all notifications of one conversation, for threads.
  public var thread: String
  /// Other handoffs of the same conversation or incident, told with this one.
  public var others: [HandoffBrief]

  public init(
    key: String, handoff: Int64, team: String, level: Int, occasion: Occasion? = nil,
    urgency: Urgency = .normal, reason: String, category: String?, message: Message,
    conversation: [History.Entry] = [], timesAsked: Int = 1, replies: [String],
    insight: Insight = Insight(), suggestion: String? = nil, resources: [String] = [],
    openedAt: Date, dueAt: Date?,
    windowUsed: Int? = nil, reader: Reader = Reader(), links: HandoffLinks? = nil,
    takenBy: String? = nil, ending: String? = nil, thread: String? = nil,
    others: [HandoffBrief] = []
  ) {
    self.key = key
    self.handoff = handoff
    self.team = team
    self.level = level
    self.occasion = occasion ?? (level == 0 ? .opened : .escalated)
    self.urgency = urgency
    self.reason = reason
    self.category = category
    self.message = message
    self.conversation = conversation
    self.timesAsked = timesAsked
    self.replies = replies
    self.insight = insight
    self.suggestion = suggestion
    self.resources = resources
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.windowUsed = windowUsed
    self.reader = reader
    self.links = links
    self.takenBy = takenBy
    self.ending = ending
    self.thread = thread ?? message.id.description
    self.others = others
  }
}

/// How soon a human should look, lowest first.
public enum Urgency: Int, Sendable, Hashable, Codable, Comparable, CaseIterable {
  case low = 0
  case normal = 1
  case high = 2
  case critical = 3

  public static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }

  public var name: String {
    switch self {
    case .low: "low"
    case .normal: "normal"
    case .high: "high"
    case .critical: "critical"
    }
  }

  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// What the stages noticed, in the words that a notification shows.
public struct Insight: Sendable, Hashable, Codable {
  public var sentiment: String?
  public var intent: String?
  /// 0...1, the crisis stage's.
  public var severity: Double?
  /// Words of the message that moved the stages, masked like it.
  public var evidence: [String]

  public init(
    sentiment: String? = nil, intent: String? = nil, severity: Double? = nil,
    evidence: [String] = []
  ) {
    self.sentiment = sentiment
    self.intent = intent
    self.severity = severity
    self.evidence = evidence
  }
}

/// Who reads a notification: a person, or a team through a shared notifier.
public struct Reader: Sendable, Hashable, Codable {
  /// A person's name; nil for a team.
  public var name: String?
  /// The deadline on the reader's clock: `Fri 27 Nov 14:00 (Europe/Madrid), in 3 h 20 min`.
  public var due: String?

  public init(name: String? = nil, due: String? = nil) {
    self.name = name
    self.due = due
  }
}

/// Signed addresses that act once; each opens a page that asks to confirm.
public struct HandoffLinks: Sendable, Hashable, Codable {
  public var take: String
  public var snooze: String
  public var close: String

  public init(take: String, snooze: String, close: String) {
    self.take = take
    self.snooze = snooze
    self.close = close
  }
}

/// One handoff in a list of several.
public struct HandoffBrief: Sendable, Hashable, Codable {
  public var handoff: Int64
  public var author: String
  /// The beginning of what the customer wrote, masked.
  public var text: String
  public var urgency: Urgency
  public var due: String?
  public var post: String?

  public init(
    handoff: Int64, author: String, text: String, urgency: Urgency = .normal, due: String? = nil,
    post: String? = nil
  ) {
    self.handoff = handoff
    self.author = author
    self.text = text
    self.urgency = urgency
    self.due = due
    self.post = post
  }
}
