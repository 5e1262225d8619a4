import Foundation
import PluginKit

/// Who gets in, and what is noted of it.
extension OperatorDesk {
  func performForAccess(
    _ command: AccessCommand, by: String, as actor: OperatorActor, _ now: Date
  ) async throws -> JSONValue {
    guard let access else { throw Refusal("this store keeps no users") }
    func entry(_ action: String, _ target: String?, _ detail: String? = nil) -> AuditEntry {
      AuditEntry(
        at: now, who: by, role: actor.role, action: action, target: target, detail: detail,
        address: actor.address)
    }
    switch command {
    case .users: return .array(try await access.users().map(\.json))
    case .addUser(let user):
      try Self.check(user.name)
      try require(teams: user.teams)
      let added = try await access.add(
        user, audit: entry("users.add", user.name, user.role.rawValue))
      guard let added else {
        throw Refusal(
          "\(user.name) exists already, or there are \(UserRow.limit) users: nobody was added")
      }
      return added.json
    case .changeUser(let name, let change):
      return try await self.change(
        name, change, entry("users.\(change.verb)", name, change.detail), access)
    case .sessions(let name):
      return .array(try await access.sessions(of: try await user(name, access).id).map(\.json))
    case .signOut(let name):
      let count = try await access.endSessions(
        of: try await user(name, access).id, only: nil, audit: entry("users.sign-out", name))
      return ["ended": .int(count)]
    case .tokens: return .array(try await access.tokens(now: now).map(\.json))
    case .addToken(let token, let lifetime):
      return try await add(token, lifetime, by: by, entry("tokens.add", nil), access)
    case .revokeToken(let id):
      guard try await access.revoke(token: id, audit: entry("tokens.revoke", "\(id)")) else {
        throw Refusal("there is no token \(id) that acts")
      }
      return ["revoked": .int(id)]
    case .audit(let asked):
      let query = AuditQuery(
        who: asked.who, action: asked.action, since: asked.since.map { now - $0 },
        before: asked.before)
      return .array(try await access.entries(query).map(\.json))
    }
  }

  private func change(
    _ name: String, _ change: AccessCommand.Change, _ entry: AuditEntry,
    _ access: any AccessStore
  ) async throws -> JSONValue {
    if case .teams(let teams) = change { try require(teams: teams) }
    let kept: UserChange =
      switch change {
      case .password(let digest): .password(digest)
      case .role(let role): .role(role)
      case .teams(let teams): .teams(teams)
      case .disabled(let isDisabled): .disabled(isDisabled)
      case .totpOff: .totpOff
      }
    switch try await access.change(user: name, kept, audit: entry) {
    case .changed(let user): return user.json
    case .unknown: throw Refusal(Self.unknown(user: name))
    case .lastAdmin:
      throw Refusal(
        "\(name) is the last admin who can sign in: make somebody else one first "
          + "(`replyd users role NAME admin`)")
    }
  }

  private func add(
    _ token: NewApiToken, _ lifetime: Duration?, by: String, _ entry: AuditEntry,
    _ access: any AccessStore
  ) async throws -> JSONValue {
    try require(teams: token.teams)
    let isHash = token.token.utf8.count == 64 && token.token.allSatisfy(\.isHexDigit)
    guard isHash, !token.scopes.isEmpty,
      (1...ApiTokenRow.nameLimit).contains(token.name.count),
      !token.name.allSatisfy(\.isWhitespace)
    else {
      throw Refusal(
        "a token has a name of at most \(ApiTokenRow.nameLimit) characters, and a scope: "
          + Scope.allCases.map(\.rawValue).joined(separator: ", "))
    }
    var token = token
    token.expiresAt = lifetime.map { entry.at + $0 }
    guard let row = try await access.add(token, by: by, maker: nil, audit: entry) else {
      throw Refusal("\(ApiTokenRow.limit) tokens act already; revoke those that nobody needs")
    }
    return row.json
  }

  private func user(_ name: String, _ access: any AccessStore) async throws -> UserRow {
    guard let user = try await access.user(named: name) else {
      throw Refusal(Self.unknown(user: name))
    }
    return user
  }

  private func require(teams: Set<String>?) throws {
    for team in (teams ?? []).sorted() { try require(team: team) }
  }

  private static func unknown(user: String) -> String {
    "there is no user \(user); `replyd users` lists them"
  }

  private static func check(_ name: String) throws {
    guard NewUser.isName(name) else {
      throw Refusal(
        "a user's name has 1 to \(NewUser.nameLimit) of the characters a-z, 0-9, \".\", \"_\", "
          + "\"-\"")
    }
  }
}

extension AccessCommand.Change {
  fileprivate var detail: String? {
    switch self {
    case .role(let role): role.rawValue
    case .teams(let teams): teams.map { $0.sorted().joined(separator: ", ") } ?? "all"
    case .password, .disabled, .totpOff: nil
    }
  }
}
