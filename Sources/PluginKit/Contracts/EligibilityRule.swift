/// What a platform, or its rules, lets us answer: data, so that a rule can be changed, shown and
/// tested without the code that posts. The rules of a connector's traits bind all its messages as
/// they stand today, those of a message bind it alone; a reply has to satisfy every one of both.
public struct EligibilityRule: Sendable, Hashable, Codable {
  /// Whose replies it binds. What a person wrote or approved is a person's.
  public enum Sender: String, Sendable, Hashable, Codable, CaseIterable {
    case anyone, machine, person
  }

  /// Which messages it is about.
  public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    case all
    /// The author did not address us: `Message.isAddressed` is false.
    case unaddressed
    /// A message in private, or one that all can read (`Visibility.isPublic`).
    case privately, publicly
  }

  public enum Limit: Sendable, Hashable {
    /// No reply at all.
    case never
    /// Only so long after the author last wrote in the conversation.
    case within(Duration)
    /// Only so many replies to one message, whoever wrote them.
    case atMost(Int)
  }

  public var sender: Sender
  public var scope: Scope
  public var limit: Limit
  /// For people, e.g. `X takes a reply only where the author mentions the account`.
  public var reason: String

  public init(
    _ limit: Limit, for sender: Sender = .anyone, scope: Scope = .all, because reason: String
  ) {
    self.sender = sender
    self.scope = scope
    self.limit = limit
    self.reason = reason
  }
}

/// As an object of one member: `{"never": true}`, `{"within": SECONDS}` or `{"atMost": REPLIES}`.
extension EligibilityRule.Limit: Codable {
  private enum Key: String, CodingKey { case never, within, atMost }

  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    if let seconds = try object.decodeIfPresent(Double.self, forKey: .within) {
      self = .within(.seconds(seconds))
    } else if let replies = try object.decodeIfPresent(Int.self, forKey: .atMost) {
      self = .atMost(replies)
    } else {
      self = .never
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .never: try object.encode(true, forKey: .never)
    case .within(let time): try object.encode(time.seconds, forKey: .within)
    case .atMost(let replies): try object.encode(replies, forKey: .atMost)
    }
  }
}
