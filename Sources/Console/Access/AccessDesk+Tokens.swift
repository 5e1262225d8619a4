public import Engine
import Foundation
import PluginKit

/// Tokens of the API.
extension AccessDesk {
  /// Whom a token of the API speaks for; nil where it does not act. It never has more than the user
  /// who made it has now.
  public func principal(bearer token: String) async throws -> Principal? {
    guard token.utf8.count == OpaqueToken.apiPrefix.utf8.count + OpaqueToken.length,
      token.hasPrefix(OpaqueToken.apiPrefix),
      let known = try await store.token(OpaqueToken.hash(token)), known.row.acts(at: time.now),
      known.maker?.isDisabled != true
    else { return nil }
    let (row, now) = (known.row, time.now)
    if row.lastUsedAt.map({ now >= $0 + Self.noting }) != false {
      try await store.used(token: row.id, at: now)
    }
    return Principal(
      name: "token \(row.name)", role: min(row.role, known.maker?.role ?? row.role),
      teams: Self.both(row.teams, known.maker?.teams), proof: .token(row.id, row.scopes))
  }

  /// Makes one: its text is seen this once. A `Refusal` says why there is none.
  ///
  /// - Parameters:
  ///   - principal: who makes it, and whose rights it cannot exceed; not another token.
  ///   - lifetime: nil: until it is revoked.
  public func addToken(
    name: String, role: Role, scopes: Set<Scope>, teams: Set<String>? = nil,
    lifetime: Duration? = nil, by principal: Principal, address: String
  ) async throws -> (token: String, row: ApiTokenRow) {
    var maker: Int64?
    switch principal.proof {
    case .token: throw OperatorDesk.Refusal("a token makes no tokens")
    case .session:
      guard let user = try await store.user(named: principal.name) else {
        throw OperatorDesk.Refusal("there is no user \(principal.name)")
      }
      maker = user.id
    case .operatorToken: break
    }
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...ApiTokenRow.nameLimit).contains(name.count) else {
      throw OperatorDesk.Refusal("a name has 1 to \(ApiTokenRow.nameLimit) characters")
    }
    guard !scopes.isEmpty else { throw OperatorDesk.Refusal("choose what it may be used for") }
    guard role <= principal.role, Self.both(teams, principal.teams) == teams else {
      throw OperatorDesk.Refusal("a token has no more rights than whoever makes it")
    }
    let token = OpaqueToken.api()
    let new = NewApiToken(
      token: OpaqueToken.hash(token), name: name, role: role, scopes: scopes, teams: teams,
      expiresAt: lifetime.map { time.now + $0 })
    let row = try await store.add(
      new, by: principal.name, maker: maker,
      audit: entry(by: principal, "tokens.add", nil, address: address))
    guard let row else {
      throw OperatorDesk.Refusal("\(ApiTokenRow.limit) tokens act already: revoke some")
    }
    return (token, row)
  }

  /// Those that act first.
  public func tokens() async throws -> [ApiTokenRow] { try await store.tokens(now: time.now) }

  /// False where there is none that acts.
  public func revoke(token id: Int64, by principal: Principal, address: String) async throws
    -> Bool
  {
    try await store.revoke(
      token: id, audit: entry(by: principal, "tokens.revoke", "\(id)", address: address))
  }

  /// What is in both, nil being all.
  private static func both(_ a: Set<String>?, _ b: Set<String>?) -> Set<String>? {
    guard let a, let b else { return a ?? b }
    return a.intersection(b)
  }
}
