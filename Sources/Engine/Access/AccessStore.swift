public import Foundation

/// Users, their sessions, tokens of the API, the audit log. No part of `Store`: the engine needs
/// none of it. A change and its audit entry commit together.
public protocol AccessStore: Sendable {
  // MARK: Users

  /// By name, at most `UserRow.limit`.
  func users() async throws -> [UserRow]
  func user(_ id: Int64) async throws -> UserRow?
  func user(named name: String) async throws -> UserRow?
  /// nil where the name is taken, or there are `UserRow.limit` of them.
  func add(_ user: NewUser, audit: AuditEntry) async throws -> UserRow?
  func change(user: String, _ change: UserChange, audit: AuditEntry) async throws
    -> UserChangeOutcome
  /// The same password, hashed anew. Nothing happens where it is another one by now.
  func rehash(user: Int64, from old: PasswordDigest, to new: PasswordDigest) async throws
  /// False when the code of this step, or of a later one, was used before.
  func useCode(step: Int64, of user: Int64) async throws -> Bool

  // MARK: Failed sign-ins

  /// Counts a failure beforehand, so that many at once cannot all be tried.
  func attempt(_ keys: [SignInThrottle.Key], at: Date) async throws -> SignInThrottle.Answer
  func settle(_ keys: [SignInThrottle.Key], _ result: SignInThrottle.Result, at: Date) async throws

  // MARK: Sessions

  /// nil where the user is disabled or has another password by now.
  func add(_ session: NewSession, audit: AuditEntry) async throws -> SessionRow?
  /// By SHA-256 of its token, with its user.
  func session(token: String) async throws -> (SessionRow, UserRow)?
  func touch(session: Int64, address: String, at: Date) async throws
  /// Another token for the same session; false where the old one is not there any more.
  ///
  /// - Parameter confirmedAt: nil leaves it.
  func rotate(token: String, to new: String, confirmedAt: Date?) async throws -> Bool
  /// The last seen first.
  func sessions(of user: Int64) async throws -> [SessionRow]
  /// One of a user's, or all of them; how many that were. Where there were none, nothing is noted.
  func endSessions(of user: Int64, only id: Int64?, audit: AuditEntry?) async throws -> Int

  // MARK: Tokens of the API

  /// Those that act first, then those that no longer do; the last made first.
  func tokens(now: Date) async throws -> [ApiTokenRow]
  /// nil where there are `ApiTokenRow.limit` that act.
  ///
  /// - Parameter maker: the user who makes it; nil: an operator on the machine, by name.
  func add(_ token: NewApiToken, by name: String, maker: Int64?, audit: AuditEntry) async throws
    -> ApiTokenRow?
  /// By SHA-256 of its text.
  func token(_ token: String) async throws -> KnownApiToken?
  func used(token: Int64, at: Date) async throws
  /// False where it does not act any more.
  func revoke(token: Int64, audit: AuditEntry) async throws -> Bool

  // MARK: Audit log

  /// No verb changes or removes an entry.
  func append(_ entry: AuditEntry) async throws
  func entries(_ query: AuditQuery) async throws -> [AuditEntry]
}
