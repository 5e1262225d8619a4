public import Foundation

/// What the store knows of one message, as reports count it: facts, no judgement. How they are
/// judged is in `ReportRow+Meaning.swift`.
public struct ReportRow: Sendable, Hashable, Codable {
  /// A reply of ours, automatic or a person's.
  public struct Reply: Sendable, Hashable, Codable {
    /// `answer`, `acknowledgement`, `holdingStatement`, or `human`: a person's, through replyd.
    public var kind: String
    public var template: String?
    /// nil while it is not out.
    public var postedAt: Date?

    public init(kind: String, template: String? = nil, postedAt: Date? = nil) {
      self.kind = kind
      self.template = template
      self.postedAt = postedAt
    }
  }

  /// The last handoff of the message.
  public struct Handoff: Sendable, Hashable, Codable {
    public var team: String
    public var state: HandoffState
    public var category: String?
    public var openedAt: Date
    public var takenAt: Date?
    public var closedAt: Date?

    public init(
      team: String, state: HandoffState, category: String? = nil, openedAt: Date,
      takenAt: Date? = nil, closedAt: Date? = nil
    ) {
      self.team = team
      self.state = state
      self.category = category
      self.openedAt = openedAt
      self.takenAt = takenAt
      self.closedAt = closedAt
    }
  }

  /// One clock of one cycle.
  public struct Window: Sendable, Hashable, Codable {
    /// `void`: it was ended by something else, such as an edit.
    public enum Outcome: String, Sendable, Codable, CaseIterable {
      case met, missed, running, void
    }

    public var cycle: Int
    public var due: Date
    public var outcome: Outcome

    public init(cycle: Int = 1, due: Date, outcome: Outcome) {
      self.cycle = cycle
      self.due = due
      self.outcome = outcome
    }
  }

  /// What the customer was seen to have done after a while.
  public struct Outcome: Sendable, Hashable, Codable {
    /// 1: after an hour, 2: after 24 hours, 3: after 7 days.
    public var step: Int
    /// When our reply was posted, or a person's was seen; without one, when it was decided.
    public var since: Date
    /// Whether we had replied.
    public var isTreated: Bool
    /// `deleted`, `edited`, `ratingChanged`, `thanked`, `complainedAgain`, `wroteAgain`, `silent`
    /// or `unknown`; nil while it was not looked at.
    public var result: String?

    public init(step: Int, since: Date, isTreated: Bool, result: String?) {
      self.step = step
      self.since = since
      self.isTreated = isTreated
      self.result = result
    }
  }

  /// The store's own key.
  public var row: Int64
  /// `connector/remote id`.
  public var message: String
  public var connector: String
  public var platform: String
  /// The author's handle, or id where the platform has no handles: hostile text.
  public var author: String
  /// The message on its platform.
  public var url: String?
  public var createdAt: Date
  /// Where its clocks started: `createdAt` of the first message that was coalesced into it, or its
  /// own.
  public var startedAt: Date
  public var receivedAt: Date
  /// nil while it is open.
  public var closing: Closing?
  public var closingDetail: String?
  public var isCoalesced = false
  /// A machine wrote it.
  public var isAutomated = false
  public var isDeleted = false
  /// What was decided last; nil before that.
  public var action: String?
  /// One sentence, stage first.
  public var reason: String?
  public var intent: String?
  /// 0...1, as the intent stage says; nil where it says nothing.
  public var wantsReply: Double?
  public var sentiment: String?
  public var handoff: Handoff?
  /// In all cycles: each edit that is handed off again is one more.
  public var handoffs = 0
  public var replies: [Reply] = []
  /// When a person's answer was found on the platform.
  public var answeredNativelyAt: Date?
  public var acknowledge: [Window] = []
  public var human: [Window] = []
  public var outcomes: [Outcome] = []

  public init(
    row: Int64, message: String, connector: String, platform: String, author: String,
    url: String? = nil, createdAt: Date, startedAt: Date? = nil, receivedAt: Date
  ) {
    self.row = row
    self.message = message
    self.connector = connector
    self.platform = platform
    self.author = author
    self.url = url
    self.createdAt = createdAt
    self.startedAt = startedAt ?? createdAt
    self.receivedAt = receivedAt
  }
}
