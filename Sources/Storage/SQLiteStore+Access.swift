public import Engine
public import Foundation

/// The verbs of access.
extension SQLiteStore: AccessStore {
  public func users() async throws -> [UserRow] {
    try await commits.read { db in try AccessUsers.all(db) }
  }

  public func user(_ id: Int64) async throws -> UserRow? {
    try await commits.read { db in try AccessUsers.one(db, id) }
  }

  public func user(named name: String) async throws -> UserRow? {
    try await commits.read { db in try AccessUsers.one(db, named: name) }
  }

  public func add(_ user: NewUser, audit: AuditEntry) async throws -> UserRow? {
    try await commits.write { db in try AccessUsers.add(db, user, audit: audit) }
  }

  public func change(user: String, _ change: UserChange, audit: AuditEntry) async throws
    -> UserChangeOutcome
  {
    try await commits.write { db in try AccessUsers.change(db, user, change, audit: audit) }
  }

  public func rehash(user: Int64, from old: PasswordDigest, to new: PasswordDigest) async throws {
    try await commits.write { db in
      try AccessUsers.rehash(db, user, from: old.text, to: new.text)
    }
  }

  public func useCode(step: Int64, of user: Int64) async throws -> Bool {
    try await commits.write { db in try AccessUsers.useCode(db, step: step, of: user) }
  }

  public func attempt(_ keys: [SignInThrottle.Key], at: Date) async throws
    -> SignInThrottle.Answer
  {
    try await commits.write { db in try SignInFailures.attempt(db, keys, at: at.milliseconds) }
  }

  public func settle(
    _ keys: [SignInThrottle.Key], _ result: SignInThrottle.Result, at: Date
  ) async throws {
    try await commits.write { db in
      try SignInFailures.settle(db, keys, result, at: at.milliseconds)
    }
  }

  public func add(_ session: NewSession, audit: AuditEntry) async throws -> SessionRow? {
    try await commits.write { db in try AccessSessions.add(db, session, audit: audit) }
  }

  public func session(token: String) async throws -> (SessionRow, UserRow)? {
    try await commits.read { db in try AccessSessions.one(db, token: token) }
  }

  public func touch(session: Int64, address: String, at: Date) async throws {
    try await commits.write { db in
      try AccessSessions.touch(db, session, address: address, at: at.milliseconds)
    }
  }

  public func rotate(token: String, to new: String, confirmedAt: Date?) async throws -> Bool {
    try await commits.write { db in
      try AccessSessions.rotate(db, token, to: new, confirmedAt: confirmedAt?.milliseconds)
    }
  }

  public func sessions(of user: Int64) async throws -> [SessionRow] {
    try await commits.read { db in try AccessSessions.all(db, of: user) }
  }

  public func endSessions(of user: Int64, only id: Int64?, audit: AuditEntry?) async throws -> Int {
    try await commits.write { db in
      try AccessSessions.end(db, of: user, only: id, audit: audit)
    }
  }

  public func tokens(now: Date) async throws -> [ApiTokenRow] {
    try await commits.read { db in try AccessTokens.all(db, now: now.milliseconds) }
  }

  public func add(
    _ token: NewApiToken, by name: String, maker: Int64?, audit: AuditEntry
  ) async throws -> ApiTokenRow? {
    try await commits.write { db in
      try AccessTokens.add(db, token, by: name, maker: maker, audit: audit)
    }
  }

  public func token(_ token: String) async throws -> KnownApiToken? {
    try await commits.read { db in try AccessTokens.one(db, token) }
  }

  public func used(token: Int64, at: Date) async throws {
    try await commits.write { db in try AccessTokens.used(db, token, at: at.milliseconds) }
  }

  public func revoke(token: Int64, audit: AuditEntry) async throws -> Bool {
    try await commits.write { db in try AccessTokens.revoke(db, token, audit: audit) }
  }

  public func append(_ entry: AuditEntry) async throws {
    try await commits.write { db in try AuditLog.append(db, entry) }
  }

  public func entries(_ query: AuditQuery) async throws -> [AuditEntry] {
    try await commits.read { db in try AuditLog.entries(db, query) }
  }
}
