import Engine
import PluginKit

/// Who gets in: for admins.
extension Endpoint {
  private static let nameText = Parameter.Kind.text(limit: 64, pattern: "^[a-z0-9._-]{1,64}$")
  private static let role = Parameter(
    "role", .choice(Role.allCases.map(\.rawValue)), required: true, "what they may do")
  private static let teams = Parameter(
    "teams", .texts(limit: 100), "whose handoffs they see; null or left out: all")
  private static let password = Parameter(
    "password",
    .text(
      limit: 128,
      pattern: "^\\$argon2id\\$v=19\\$m=65536,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}$"),
    required: true, "its argon2id hash, as `replyd users` makes it: passwords do not travel")

  static let access: [Endpoint] = [
    Endpoint("GET", "users", .admin, .admin, "Who may sign in.", answer: "Users", teams: .closed),
    Endpoint(
      "POST", "users", .admin, .admin, "Lets somebody in.",
      body: [
        Parameter("name", nameText, required: true, "a person's id in the config, if they are one"),
        role, teams, password,
      ], answer: "User", teams: .closed),
    change("role", "What they may do.", [role]),
    change(
      "teams", "Whose handoffs they see.",
      [
        Parameter("teams", .texts(limit: 100), "null: all")
      ]),
    change("password", "Another password; ends their sessions.", [password]),
    change("disable", "Nothing of theirs is let in any more."),
    change("enable", "Lets them in again."),
    change("totp-off", "Their second factor is off: they lost it."),
    Endpoint(
      "GET", "users/{name}/sessions", .admin, .admin, "Where they are signed in.",
      answer: "Sessions", teams: .closed),
    change("sign-out", "Ends all their sessions.", answer: "Ended"),
    Endpoint("GET", "tokens", .admin, .admin, "Programs.", answer: "Tokens", teams: .closed),
    Endpoint(
      "POST", "tokens", .admin, .admin, "Lets a program in.",
      body: [
        Parameter(
          "token", .text(limit: 64, pattern: "^[0-9a-f]{64}$"), required: true,
          "its SHA-256: the token itself does not travel"),
        Parameter("name", .text(limit: 64), required: true, "what it is for"), role,
        Parameter(
          "scopes", .choices(Scope.allCases.map(\.rawValue)), required: true,
          "what it may be used for"), teams,
        .duration("for", required: false, "how long it acts; left out: until it is revoked"),
      ], answer: "Token", teams: .closed),
    Endpoint(
      "POST", "tokens/{id}/revoke", .admin, .admin, "It acts no more.", answer: "Revoked",
      teams: .closed),
    Endpoint(
      "GET", "audit", .admin, .admin, "Who did what, the last first.",
      query: [
        .duration("since", required: false, "no older than this"),
        Parameter("who", .text(limit: 64), "by this name"),
        Parameter("action", .text(limit: 64), "this, or all below it: users, users.role"),
        Parameter("before", .integer(1...Int(Int32.max)), "older than this number"),
      ], answer: "Audit", teams: .closed),
  ]

  private static func change(
    _ verb: String, _ summary: String, _ body: [Parameter] = [], answer: String = "User"
  ) -> Endpoint {
    Endpoint(
      "POST", "users/{name}/\(verb)", .admin, .admin, summary, body: body, answer: answer,
      teams: .closed)
  }
}
