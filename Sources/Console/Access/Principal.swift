public import Engine

/// Whoever asks something of the console, as far as it was proven.
public struct Principal: Sendable, Hashable {
  public enum Proof: Sendable, Hashable {
    /// A browser's session, by its row, and what its forms have to bring along.
    case session(Int64, csrf: String)
    /// A token of the API, by its row, with its scopes.
    case token(Int64, Set<Scope>)
    /// The operator's own token, from the machine itself.
    case operatorToken
  }

  /// The user's name, which is a configured person's id where there is one of that name.
  public var name: String
  public var role: Role
  /// Teams whose handoffs may be seen; nil: all.
  public var teams: Set<String>?
  public var proof: Proof

  public init(name: String, role: Role, teams: Set<String>? = nil, proof: Proof) {
    self.name = name
    self.role = role
    self.teams = teams
    self.proof = proof
  }
}
