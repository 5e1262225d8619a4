public import Foundation

/// One pipeline step.
public protocol Stage: Sendable {
  /// Reads and proposes; never posts, stores or notifies. Safe to repeat after a crash: the same
  /// message and context give the same opinion. What it throws sends the message to a human (P6).
  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion
}

/// A stage's whole say about one message. Silence (`.none`) is a valid opinion.
public struct Opinion: Sendable, Hashable {
  public var findings: [Finding]
  public var proposals: [Proposal]

  public init(findings: [Finding] = [], proposals: [Proposal] = []) {
    self.findings = findings
    self.proposals = proposals
  }

  public static let none = Opinion()
}

/// What a stage may know besides the message.
public struct StageContext: Sendable {
  public var now: Date
  public var brand: Brand
  /// Findings of the stages before this one.
  public var findings: Findings
  /// Empty in `annotate`, which has no store.
  public var history: History
  /// Values derived from the message, computed once and shared by all stages.
  public let derived: DerivedValues

  public init(
    now: Date, brand: Brand, findings: Findings = Findings(), history: History = History(),
    derived: DerivedValues = DerivedValues()
  ) {
    self.now = now
    self.brand = brand
    self.findings = findings
    self.history = history
    self.derived = derived
  }
}

/// The brand that replyd speaks for.
public struct Brand: Sendable, Hashable {
  public var name: String
  public var timeZone: TimeZone

  public init(name: String, timeZone: TimeZone) {
    self.name = name
    self.timeZone = timeZone
  }
}

/// What was said before, newest last, bounded.
public struct History: Sendable, Hashable {
  /// One earlier utterance in this conversation, or one of our replies to this author anywhere.
  public struct Entry: Sendable, Hashable, Codable {
    public var isOurs: Bool
    public var text: String
    public var at: Date
    /// The template of our own replies.
    public var template: String?

    public init(isOurs: Bool, text: String, at: Date, template: String? = nil) {
      self.isOurs = isOurs
      self.text = text
      self.at = at
      self.template = template
    }
  }

  public var entries: [Entry]
  /// Our replies to this author in the last 30 days, any conversation.
  public var repliesToAuthor: [Entry]
  /// What a person noted when they gave the conversation back to the bot.
  public var summary: String?

  public init(
    entries: [Entry] = [], repliesToAuthor: [Entry] = [], summary: String? = nil
  ) {
    self.entries = entries
    self.repliesToAuthor = repliesToAuthor
    self.summary = summary
  }
}
