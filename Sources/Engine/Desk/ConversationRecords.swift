public import Foundation
public import PluginKit

/// All of one conversation that a person needs to answer in it.
public struct ConversationRecord: Sendable, Hashable {
  public var id: Int64
  public var connector: String
  public var platform: String
  public var author: Author
  public var isOwnedByHuman: Bool
  /// What a person wrote for whoever goes on, also the bot.
  public var summary: String?
  /// Teams of its handoffs, for who may see it.
  public var teams: Set<String>
  /// The open one, else the last one.
  public var handoff: HandoffRow?
  public var takenAt: Date?
  public var draft: DraftRow?
  /// In time's order, the last `entryLimit`.
  public var entries: [TimelineEntry]
  /// Other conversations with the same author, the last first.
  public var contacts: [PriorContact]
  /// How many there are in all.
  public var contactCount: Int

  public static let entryLimit = 300
  public static let contactLimit = 10

  public init(
    id: Int64, connector: String, platform: String, author: Author, isOwnedByHuman: Bool,
    summary: String? = nil, teams: Set<String> = [], handoff: HandoffRow? = nil,
    takenAt: Date? = nil, draft: DraftRow? = nil, entries: [TimelineEntry] = [],
    contacts: [PriorContact] = [], contactCount: Int = 0
  ) {
    self.id = id
    self.connector = connector
    self.platform = platform
    self.author = author
    self.isOwnedByHuman = isOwnedByHuman
    self.summary = summary
    self.teams = teams
    self.handoff = handoff
    self.takenAt = takenAt
    self.draft = draft
    self.entries = entries
    self.contacts = contacts
    self.contactCount = contactCount
  }
}

/// One thing in a conversation.
public struct TimelineEntry: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case message(TimelineMessage)
    case reply(TimelineReply)
    case note(TimelineNote)
    /// What happened, as `why` says it: `kind` and detail.
    case event(String, String?)
  }

  public var at: Date
  public var content: Content

  public init(at: Date, _ content: Content) {
    self.at = at
    self.content = content
  }
}

/// What the customer wrote, and what the machine saw in it.
public struct TimelineMessage: Sendable, Hashable {
  public var row: Int64
  public var message: Message
  public var deletedAt: Date?
  /// `answered`, `handedOff` or `ignored`, and why; nil while it is open.
  public var closing: String?
  public var closingDetail: String?
  /// The record of the last decision, as `why` shows it: `findings`, `evidence`, the `proposals` of
  /// each stage, and `decision` with its reason.
  /// nil before there is one.
  public var decision: JSONValue?

  public init(
    row: Int64, message: Message, deletedAt: Date? = nil, closing: String? = nil,
    closingDetail: String? = nil, decision: JSONValue? = nil
  ) {
    self.row = row
    self.message = message
    self.deletedAt = deletedAt
    self.closing = closing
    self.closingDetail = closingDetail
    self.decision = decision
  }
}

/// What we said, or are about to say.
public struct TimelineReply: Sendable, Hashable {
  public var row: Int64
  /// `answer`, `acknowledgement`, `holdingStatement` or `human`.
  public var kind: String
  public var text: String
  public var state: ReplyState
  /// Who wrote it, or said yes to it; nil: the machine by itself.
  public var by: String?
  public var url: String?
  public var detail: String?
  /// Until then it can be taken back; nil where it is too late.
  public var undoUntil: Date?

  public init(
    row: Int64, kind: String, text: String, state: ReplyState, by: String? = nil,
    url: String? = nil, detail: String? = nil, undoUntil: Date? = nil
  ) {
    self.row = row
    self.kind = kind
    self.text = text
    self.state = state
    self.by = by
    self.url = url
    self.detail = detail
    self.undoUntil = undoUntil
  }
}

/// What a colleague wrote for colleagues.
public struct TimelineNote: Sendable, Hashable {
  public var id: Int64
  public var by: String
  public var text: String

  public init(id: Int64, by: String, text: String) {
    self.id = id
    self.by = by
    self.text = text
  }
}

/// Another conversation with the same author.
public struct PriorContact: Sendable, Hashable {
  public var conversation: Int64
  public var connector: String
  /// Of its last message.
  public var at: Date
  public var text: String
  /// How that ended: `answered`, `handedOff`, `ignored`; nil while it is open.
  public var closing: String?
  /// Teams of its handoffs, for who may see it.
  public var teams: Set<String>

  public init(
    conversation: Int64, connector: String, at: Date, text: String, closing: String?,
    teams: Set<String> = []
  ) {
    self.conversation = conversation
    self.connector = connector
    self.at = at
    self.text = text
    self.closing = closing
    self.teams = teams
  }
}

/// A text that people use again; `{{name}}` stands for the customer's first name.
public struct Macro: Sendable, Hashable {
  public var id: Int64
  public var name: String
  public var text: String
  public var by: String

  public init(id: Int64 = 0, name: String, text: String, by: String) {
    self.id = id
    self.name = name
    self.text = text
    self.by = by
  }
}
