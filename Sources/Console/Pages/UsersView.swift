import Engine
import Foundation

/// Who may come in, and with what.
struct UsersView: PageView {
  static let template = "users"

  struct User: Sendable, Hashable {
    var name: String
    var role: Role
    /// nil: all.
    var teams: [String]?
    var isDisabled: Bool
    var hasCode: Bool
    var seenAt: Date?
  }

  struct Token: Sendable, Hashable {
    var id: Int64
    var name: String
    var scopes: [Scope]
    var by: String
    var madeAt: Date
    var usedAt: Date?
    var expiresAt: Date?
    var isRevoked: Bool
  }

  var users: [User]
  var tokens: [Token] = []
  /// A token that was just made, or a first password: what it is, and itself.
  var secret: (title: String, text: String)?
  /// The least characters of a password.
  var passwordLength = 12

  var title: String { "Users and tokens" }

  func slots(_ frame: PageFrame) -> Slots {
    var slots: Slots = [
      "users": users.enumerated().map { user($1, $0, frame) },
      "tokens": tokens.map { token($0, frame) }, "hasTokens": !tokens.isEmpty,
      "passwordLength": "\(passwordLength)",
      "scopes": Scope.allCases.map { ["value": $0.rawValue] },
      "allRoles": Role.allCases.map { ["value": $0.rawValue, "meaning": Self.meaning($0)] },
    ]
    if let secret {
      slots["newSecret"] = ["secretTitle": secret.title, "secret": secret.text]
    }
    return slots
  }

  private static func meaning(_ role: Role) -> String {
    switch role {
    case .viewer: "reads"
    case .agent: "answers customers"
    case .lead: "assigns, holds, ends incidents"
    case .admin: "lets people in, sees the config"
    }
  }

  private func user(_ user: User, _ index: Int, _ frame: PageFrame) -> Slots {
    [
      "userName": user.name, "path": QueryText.escaped(user.name), "index": "\(index)",
      "role": user.role.rawValue, "isOff": user.isDisabled, "hasCode": user.hasCode,
      "teamsText": user.teams.map { $0.isEmpty ? "no team" : $0.joined(separator: ", ") }
        ?? "all teams",
      "teamList": user.teams?.joined(separator: ", ") ?? "",
      "seen": user.seenAt.map { "seen \(frame.ago($0))" } ?? "never seen",
      "roles": Role.allCases.map {
        ["value": $0.rawValue, "isChosen": $0 == user.role]
      },
    ]
  }

  private func token(_ token: Token, _ frame: PageFrame) -> Slots {
    let isOver = token.expiresAt.map { $0 <= frame.now } ?? false
    let used = token.usedAt.map { "used \(frame.ago($0))" } ?? "never used"
    let end =
      token.isRevoked
      ? "revoked"
      : token.expiresAt.map { "\(isOver ? "expired" : "until") \(frame.clock.moment($0))" }
        ?? "without an end"
    return [
      "id": "\(token.id)", "tokenName": token.name, "scopeList": token.scopes.map(\.rawValue),
      "used": "by \(token.by), \(used), \(end)", "isLive": !token.isRevoked && !isOver,
    ]
  }
}
