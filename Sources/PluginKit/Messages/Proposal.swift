/// What a stage wants done with a message.
public enum Proposal: Sendable, Hashable {
  case answer(Reply.Draft)
  /// Promises, does not solve; never ends a message by itself.
  case acknowledge(Reply.Draft)
  case handoff(HandoffRequest)
  /// The machine steps back from this conversation; always carries a required handoff.
  case hold(reason: String)
  case ignore(reason: String)

  /// Whether it may only be drafted for a person.
  public var isSuggestion: Bool {
    switch self {
    case .answer(let draft), .acknowledge(let draft): draft.isSuggestion
    case .handoff, .hold, .ignore: false
    }
  }
}

/// Asks for a human.
public struct HandoffRequest: Sendable, Hashable, Codable {
  /// A required handoff suppresses answers (an acknowledgement may go with it); a fallback counts
  /// only when no stage answered.
  public enum Strength: String, Sendable, Hashable, Codable { case required, fallback }

  /// nil: the team of the `handoff` stage, or the only team there is.
  public var team: String?
  public var strength: Strength
  public var reason: String
  /// What it is about (`complaint`, `safety`, ...): groups and routes.
  public var category: String?
  /// The name of the procedure that begins, in "procedures"; nil: none.
  public var procedure: String?

  public init(
    team: String? = nil, strength: Strength = .fallback, reason: String, category: String? = nil,
    procedure: String? = nil
  ) {
    self.team = team
    self.strength = strength
    self.reason = reason
    self.category = category
    self.procedure = procedure
  }
}
