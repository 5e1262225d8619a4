import Engine
import Foundation
import HTTPTypes
import PluginKit

/// Who may come in, with what, and the log of it: for admins.
extension PageResponder {
  /// nil for what is no page of these.
  func accessPage(_ seen: Seen) async throws -> Answer? {
    switch seen.asked.path {
    case ["account"]: return try await account(seen)
    case ["users"]: return try await users(seen)
    case ["audit"]: return try await audit(seen)
    default: return nil
    }
  }

  /// nil for what is none of these forms.
  func changeAccess(_ seen: Seen, _ form: Form) async throws -> Answer? {
    switch seen.asked.path.first {
    case "sign-out": return seen.asked.path.count == 1 ? try await signOut(seen) : nil
    case "account": return try await changeAccount(seen, form)
    case "users", "tokens":
      try requireAdmin(seen)
      do {
        return try await seen.asked.path[0] == "users"
          ? changeUser(seen, form) : changeToken(seen, form)
      } catch let refusal as OperatorDesk.Refusal {
        say(refusal.description.sentenceCased, isError: true, seen)
      } catch let refusal as APIRefusal where [.conflict, .badRequest].contains(refusal.status) {
        say(refusal.sentence.sentenceCased, isError: true, seen)
      }
      return .seeOther("/users")
    default: return nil
    }
  }

  private func requireAdmin(_ seen: Seen) throws(APIRefusal) {
    guard seen.principal.role == .admin, seen.principal.teams == nil else {
      throw APIRefusal(.forbidden, "this needs the role admin")
    }
  }

  private func users(_ seen: Seen, secret: (title: String, text: String)? = nil) async throws
    -> Answer
  {
    try requireAdmin(seen)
    var view = UsersView(users: try await console.access.store.users().map(UsersView.User.init))
    view.tokens = try await console.access.tokens().map(UsersView.Token.init)
    view.secret = secret
    view.passwordLength = PasswordRule.least
    return try await show(view, seen)
  }

  private func changeUser(_ seen: Seen, _ form: Form) async throws -> Answer? {
    let path = seen.asked.path
    let name = path.count == 3 ? path[1] : form["name"]?.lowercased() ?? ""
    let change = path.count == 3 ? path[2] : path.count == 1 ? "add" : ""
    var body: [JSONValue.Member] = []
    if change == "add" {
      body.append(.init("name", .string(name)))
      body.append(.init("role", .string(form["role"] ?? "")))
    }
    if change == "add" || change == "password" {
      let digest = try await console.access.digest(of: form["password"] ?? "", for: name)
      body.append(.init("password", .string(digest.text)))
    }
    if change == "add" || change == "teams" {
      let teams = Self.list(form["teams"])
      body.append(.init("teams", teams.isEmpty ? .null : .array(teams.map { .string($0) })))
    }
    if change == "role" { body.append(.init("role", .string(form["role"] ?? ""))) }
    let known = ["add", "password", "teams", "role", "disable", "enable", "sign-out", "totp-off"]
    guard known.contains(change) else { return nil }
    _ = try await perform(
      OperatorCommand.Request(method: "POST", path: path, body: .object(body)), seen)
    say("Done.", seen)
    return .seeOther("/users")
  }

  private func changeToken(_ seen: Seen, _ form: Form) async throws -> Answer? {
    let path = seen.asked.path
    if path.count == 3, path[2] == "revoke", let id = Int64(path[1]) {
      let isRevoked = try await console.access.revoke(
        token: id, by: seen.principal, address: seen.asked.client)
      say(isRevoked ? "Revoked." : "It acts no more already.", seen)
      return .seeOther("/users")
    }
    guard path.count == 1 else { return nil }
    let scopes = Set(form.all("scopes").compactMap(Scope.init(rawValue:)))
    let days = form["days"].flatMap(Int.init).map { min(max($0, 1), 365) } ?? 90
    let made = try await console.access.addToken(
      name: form["name"] ?? "", role: form["role"].flatMap(Role.init(rawValue:)) ?? .agent,
      scopes: scopes, lifetime: .hours(24 * days), by: seen.principal, address: seen.asked.client)
    return try await users(seen, secret: ("The token \(made.row.name)", made.token))
  }

  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  private func audit(_ seen: Seen) async throws -> Answer {
    try requireAdmin(seen)
    let query = AuditQuery(
      who: seen.asked.parameter("who"), action: seen.asked.parameter("action"),
      before: seen.asked.parameter("before").flatMap(Int64.init), limit: Self.auditPage)
    let entries = try await console.access.entries(query)
    let view = AuditView(
      lines: entries.map(AuditView.Line.init),
      olderPath: entries.count == Self.auditPage
        ? QueryText.path("/audit", [("before", entries.last.map { "\($0.id)" })]) : nil)
    return try await show(view, seen)
  }

  private static let auditPage = 100
}

extension UsersView.User {
  init(_ row: UserRow) {
    self.init(
      name: row.name, role: row.role, teams: row.teams?.sorted(), isDisabled: row.isDisabled,
      hasCode: row.hasTOTP, seenAt: row.signedInAt)
  }
}

extension UsersView.Token {
  init(_ row: ApiTokenRow) {
    self.init(
      id: row.id, name: row.name, scopes: row.scopes.sorted { $0.rawValue < $1.rawValue },
      by: row.createdBy, madeAt: row.createdAt, usedAt: row.lastUsedAt,
      expiresAt: row.expiresAt, isRevoked: row.revokedAt != nil)
  }
}

extension AuditView.Line {
  init(_ entry: AuditEntry) {
    self.init(
      at: entry.at, by: entry.who, what: entry.action, subject: entry.target ?? "",
      detail: [entry.outcome == .done ? nil : entry.outcome.rawValue, entry.detail]
        .compactMap { $0 }.joined(separator: ": "), address: entry.address ?? "")
  }
}
