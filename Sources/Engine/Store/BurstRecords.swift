public import Foundation
import PluginKit

/// What makes an incident of many messages.
public struct PlannedBurst: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Many write about one thing.
    case topic
    /// More of one kind of message than usual, and more than the others.
    case volume
    /// More messages than usual, of the ordinary mix.
    case surge
  }

  /// The same while it lasts, and when it comes back.
  public var key: String
  public var kind: Kind
  /// Its most telling phrases, or what there is more of: customers' words.
  public var name: String
  /// Whether it begins now, or again; else a message only joins it while it is open.
  public var isOpening: Bool
  /// Rows of messages that belong to it besides the one that is decided.
  public var earlier: [Int64]
  /// Rows of messages that show what it is about.
  public var examples: [Int64]
  /// So many such messages an hour are usual.
  public var usualPerHour: Double
  /// What is known of the topic, as JSON, for the next start.
  public var topic: String?
  /// How many messages it has, where they are not recorded one by one, and since when.
  public var count: Int?
  public var since: Date?
  /// Its messages' handoffs wait so long to be told together.
  public var groupFor: Duration

  public init(
    key: String, kind: Kind, name: String, isOpening: Bool, earlier: [Int64] = [],
    examples: [Int64] = [], usualPerHour: Double = 0, topic: String? = nil, count: Int? = nil,
    since: Date? = nil, groupFor: Duration = .zero
  ) {
    self.key = key
    self.kind = kind
    self.name = name
    self.isOpening = isOpening
    self.earlier = earlier
    self.examples = examples
    self.usualPerHour = usualPerHour
    self.topic = topic
    self.count = count
    self.since = since
    self.groupFor = groupFor
  }
}

/// What became of an incident of many messages.
public struct BurstChange: Sendable, Hashable {
  public enum What: Sendable, Hashable {
    /// It goes on; so many messages so far, where they are not recorded one by one.
    case goesOn(count: Int?)
    /// There is no more of it than usual.
    case quiet
    /// It has been quiet long enough: it ends, unless people have to end its holds.
    case closed
    case merged(into: String)
  }

  public var key: String
  public var what: What
  public var name: String?
  public var examples: [Int64]?
  public var topic: String?

  public init(
    _ key: String, _ what: What, name: String? = nil, examples: [Int64]? = nil,
    topic: String? = nil
  ) {
    self.key = key
    self.what = what
    self.name = name
    self.examples = examples
    self.topic = topic
  }
}

/// What the watch over bursts keeps at one time, in one transaction.
public struct BurstRound: Sendable {
  /// An incident that no single decision opens, with the row of a message that shows it.
  public struct Opening: Sendable {
    public var incident: PlannedIncident
    public var message: Int64

    public init(_ incident: PlannedIncident, message: Int64) {
      self.incident = incident
      self.message = message
    }
  }

  public var openings: [Opening] = []
  public var changes: [BurstChange] = []
  /// By the stream's name, as JSON; empty: as they were.
  public var volumes: [String: String] = [:]
  /// Whoever has been told of a burst hears of it again when it has doubled, not before this long.
  public var growsAfter: Duration = .minutes(10)
  public var config: Int64
  public var at: Date

  public init(config: Int64, at: Date) {
    self.config = config
    self.at = at
  }

  public var isEmpty: Bool { openings.isEmpty && changes.isEmpty && volumes.isEmpty }
}

/// An incident of many messages as the store has it, for the next start.
public struct StoredBurst: Sendable, Hashable {
  public var key: String
  public var kind: PlannedBurst.Kind
  public var topic: String?
  public var openedAt: Date
  /// Also one that is over but may come back.
  public var isOpen: Bool

  public init(
    key: String, kind: PlannedBurst.Kind, topic: String?, openedAt: Date, isOpen: Bool
  ) {
    self.key = key
    self.kind = kind
    self.topic = topic
    self.openedAt = openedAt
    self.isOpen = isOpen
  }
}

/// A decided message as the watch over bursts sees it.
public struct WatchedMessage: Sendable, Hashable {
  public var row: Int64
  public var connector: String
  /// `connector/id`.
  public var author: String
  public var text: String
  public var createdAt: Date
  public var decidedAt: Date
  public var language: String?
  public var sentiment: String?
  public var intent: String?
  /// Of the crisis stage, those that are more likely than not.
  public var categories: [String]
  /// The key of the burst that it belongs to.
  public var burst: String?

  public init(
    row: Int64, connector: String, author: String, text: String, createdAt: Date,
    decidedAt: Date, language: String?, sentiment: String?, intent: String?,
    categories: [String] = [], burst: String? = nil
  ) {
    self.row = row
    self.connector = connector
    self.author = author
    self.text = text
    self.createdAt = createdAt
    self.decidedAt = decidedAt
    self.language = language
    self.sentiment = sentiment
    self.intent = intent
    self.categories = categories
    self.burst = burst
  }
}

/// One notifier's notice of an incident of many messages, due now.
public struct DueNotice: Sendable {
  public enum Occasion: String, Sendable, CaseIterable {
    case opened
    /// It has doubled since the last notice.
    case grew
    case quiet
    case reopened
    case ended
  }

  public var row: Int64
  public var notifier: String
  public var person: String?
  public var occasion: Occasion
  public var attempts: Int
  public var level: Int
  public var storeID: String
  public var incident: BurstFacts

  public init(
    row: Int64, notifier: String, person: String?, occasion: Occasion, attempts: Int, level: Int,
    storeID: String, incident: BurstFacts
  ) {
    self.row = row
    self.notifier = notifier
    self.person = person
    self.occasion = occasion
    self.attempts = attempts
    self.level = level
    self.storeID = storeID
    self.incident = incident
  }
}

/// What is known of an incident of many messages.
public struct BurstFacts: Sendable, Hashable {
  public var id: Int64
  public var kind: PlannedBurst.Kind
  public var name: String
  public var messages: Int
  public var usualPerHour: Double
  public var firstAt: Date
  public var lastAt: Date
  /// Of the first message.
  public var firstConnector: String?
  /// Of its messages, how many of each there are, by label.
  public var sentiments: [String: Int]
  public var connectors: [String: Int]
  public var examples: [String]
  public var procedure: String
  public var holding: Int
  public var resources: [String]

  public init(
    id: Int64, kind: PlannedBurst.Kind, name: String, messages: Int, usualPerHour: Double,
    firstAt: Date, lastAt: Date, firstConnector: String? = nil, sentiments: [String: Int] = [:],
    connectors: [String: Int] = [:], examples: [String] = [], procedure: String = "",
    holding: Int = 0, resources: [String] = []
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.messages = messages
    self.usualPerHour = usualPerHour
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.firstConnector = firstConnector
    self.sentiments = sentiments
    self.connectors = connectors
    self.examples = examples
    self.procedure = procedure
    self.holding = holding
    self.resources = resources
  }
}

/// How fast people answer now.
public struct HandoffPace: Sendable, Hashable {
  /// Handoffs that wait for somebody.
  public var waiting: Int
  /// Handoffs that people ended within the last three hours.
  public var ended: Int

  public init(waiting: Int, ended: Int) {
    self.waiting = waiting
    self.ended = ended
  }
}
