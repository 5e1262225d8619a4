public import PluginKit

/// What operators and the API read about access: never a password, a secret or a token.
extension UserRow {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("name", .string(name)), .init("role", .string(role.rawValue)),
      .init("teams", .names(teams)), .init("totp", .bool(hasTOTP)),
      .init("createdAt", .time(createdAt)), .init("signedInAt", .time(signedInAt)),
      .init("disabledAt", .time(disabledAt)),
    ])
  }
}

extension SessionRow {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("createdAt", .time(createdAt)), .init("seenAt", .time(seenAt)),
      .init("address", .string(address)), .init("agent", .string(agent)),
    ])
  }
}

extension ApiTokenRow {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("name", .string(name)), .init("role", .string(role.rawValue)),
      .init("scopes", .names(Set(scopes.map(\.rawValue)))), .init("teams", .names(teams)),
      .init("createdBy", .string(createdBy)), .init("createdAt", .time(createdAt)),
      .init("expiresAt", .time(expiresAt)), .init("lastUsedAt", .time(lastUsedAt)),
      .init("revokedAt", .time(revokedAt)),
    ])
  }
}

extension AuditEntry {
  public var json: JSONValue {
    .object([
      .init("id", .int(id)), .init("at", .time(at)), .init("who", .string(who)),
      .init("role", .optional(role)), .init("action", .string(action)),
      .init("target", .optional(target)), .init("detail", .optional(detail)),
      .init("address", .optional(address)), .init("outcome", .string(outcome.rawValue)),
    ])
  }
}
