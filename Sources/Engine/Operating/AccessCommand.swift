/// What an operator can ask or change about who gets in. A password comes as what is kept of it,
/// a token as its SHA-256: neither travels.
public enum AccessCommand: Sendable, Hashable {
  case users
  case addUser(NewUser)
  /// By name.
  case changeUser(String, Change)
  case sessions(String)
  /// Ends all sessions of a user.
  case signOut(String)
  case tokens
  /// With how long it acts; nil: until it is revoked.
  case addToken(NewApiToken, lifetime: Duration?)
  case revokeToken(Int64)
  case audit(Audit)

  /// What an operator may change about a user.
  public enum Change: Sendable, Hashable {
    case password(PasswordDigest)
    case role(Role)
    case teams(Set<String>?)
    case disabled(Bool)
    case totpOff
  }

  /// Which entries of the audit log.
  public struct Audit: Sendable, Hashable {
    public var since: Duration?
    public var who: String?
    public var action: String?
    public var before: Int64?

    public init(
      since: Duration? = nil, who: String? = nil, action: String? = nil, before: Int64? = nil
    ) {
      self.since = since
      self.who = who
      self.action = action
      self.before = before
    }
  }
}
