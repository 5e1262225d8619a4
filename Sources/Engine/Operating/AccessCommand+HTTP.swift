import PluginKit

/// How these commands travel.
extension AccessCommand {
  typealias Request = OperatorCommand.Request

  var request: Request {
    func get(_ path: [String], _ query: [String: String?] = [:]) -> Request {
      Request(method: "GET", path: path, query: query.compactMapValues { $0 })
    }
    func post(_ path: [String], _ body: JSONValue = .object([])) -> Request {
      Request(method: "POST", path: path, body: body)
    }
    return switch self {
    case .users: get(["users"])
    case .addUser(let user):
      post(
        ["users"],
        [
          "name": .string(user.name), "role": .string(user.role.rawValue),
          "teams": .names(user.teams), "password": .string(user.password.text),
        ])
    case .changeUser(let name, let change):
      post(["users", name, change.verb], change.body)
    case .sessions(let name): get(["users", name, "sessions"])
    case .signOut(let name): post(["users", name, "sign-out"])
    case .tokens: get(["tokens"])
    case .addToken(let token, let lifetime):
      post(
        ["tokens"],
        [
          "token": .string(token.token), "name": .string(token.name),
          "role": .string(token.role.rawValue),
          "scopes": .names(Set(token.scopes.map(\.rawValue))), "teams": .names(token.teams),
          "for": .optional(lifetime?.text),
        ])
    case .revokeToken(let id): post(["tokens", "\(id)", "revoke"])
    case .audit(let asked):
      get(
        ["audit"],
        [
          "since": asked.since?.text, "who": asked.who, "action": asked.action,
          "before": asked.before.map { "\($0)" },
        ])
    }
  }

  /// nil for what is none of these.
  init?(_ request: Request) {
    let command: AccessCommand? =
      switch (request.method, request.path.first, request.path.count) {
      case ("GET", "users", 1): .users
      case ("GET", "users", 3) where request.path[2] == "sessions": .sessions(request.path[1])
      case ("GET", "tokens", 1): .tokens
      case ("GET", "audit", 1): Self.audit(request.query)
      case ("POST", "users", 1): Self.addUser(request.body)
      case ("POST", "users", 3) where request.path[2] == "sign-out": .signOut(request.path[1])
      case ("POST", "users", 3):
        Change(verb: request.path[2], request.body).map { .changeUser(request.path[1], $0) }
      case ("POST", "tokens", 1): Self.addToken(request.body)
      case ("POST", "tokens", 3) where request.path[2] == "revoke":
        Int64(request.path[1]).map { .revokeToken($0) }
      default: nil
      }
    guard let command else { return nil }
    self = command
  }

  private static func addUser(_ body: JSONValue) -> AccessCommand? {
    guard let name = body["name"]?.string, let role = body["role"]?.string.flatMap(Role.init),
      let password = body["password"]?.string.flatMap(PasswordDigest.init),
      case .some(let teams) = body.names("teams")
    else { return nil }
    return .addUser(NewUser(name: name, role: role, teams: teams, password: password))
  }

  private static func addToken(_ body: JSONValue) -> AccessCommand? {
    guard let token = body["token"]?.string, let name = body["name"]?.string,
      let role = body["role"]?.string.flatMap(Role.init),
      case .some(let scopes?) = body.names("scopes"), case .some(let teams) = body.names("teams")
    else { return nil }
    let known = Set(scopes.compactMap(Scope.init))
    let duration = body["for"]?.string
    let lifetime = duration.flatMap(Duration.init(text:))
    guard known.count == scopes.count, (duration == nil) == (lifetime == nil) else { return nil }
    return .addToken(
      NewApiToken(token: token, name: name, role: role, scopes: known, teams: teams),
      lifetime: lifetime)
  }

  private static func audit(_ query: [String: String]) -> AccessCommand? {
    let since = query["since"].map(Duration.init(text:))
    let before = query["before"].map { Int64($0) }
    if case .some(nil) = since { return nil }
    if case .some(nil) = before { return nil }
    return .audit(
      Audit(
        since: since ?? nil, who: query["who"], action: query["action"], before: before ?? nil))
  }
}

extension AccessCommand.Change {
  var verb: String {
    switch self {
    case .password: "password"
    case .role: "role"
    case .teams: "teams"
    case .disabled(true): "disable"
    case .disabled(false): "enable"
    case .totpOff: "totp-off"
    }
  }

  fileprivate var body: JSONValue {
    switch self {
    case .password(let digest): ["password": .string(digest.text)]
    case .role(let role): ["role": .string(role.rawValue)]
    case .teams(let teams): ["teams": .names(teams)]
    case .disabled, .totpOff: .object([])
    }
  }

  fileprivate init?(verb: String, _ body: JSONValue) {
    switch verb {
    case "password":
      guard let digest = body["password"]?.string.flatMap(PasswordDigest.init) else { return nil }
      self = .password(digest)
    case "role":
      guard let role = body["role"]?.string.flatMap(Role.init) else { return nil }
      self = .role(role)
    case "teams":
      guard body["teams"] != nil, case .some(let teams) = body.names("teams") else { return nil }
      self = .teams(teams)
    case "disable": self = .disabled(true)
    case "enable": self = .disabled(false)
    case "totp-off": self = .totpOff
    default: return nil
    }
  }
}

extension JSONValue {
  /// Sorted; `null` for nil, which is all of them.
  static func names(_ names: Set<String>?) -> JSONValue {
    names.map { .array($0.sorted().map { .string($0) }) } ?? .null
  }

  /// nil unless `key` holds texts, or nothing.
  fileprivate func names(_ key: String) -> Set<String>?? {
    guard let value = self[key], value != .null else { return .some(nil) }
    guard let list = value.array else { return nil }
    let names = list.compactMap(\.string)
    return names.count == list.count ? .some(Set(names)) : nil
  }
}
