public import Engine
import Foundation
import PluginKit

/// Sessions of browsers.
extension AccessDesk {
  /// Whom a session belongs to, with the role and the teams they have now; nil where it is over.
  ///
  /// - Parameter address: where the request comes from.
  public func principal(session token: String, address: String) async throws -> Principal? {
    guard let (session, user) = try await live(token) else { return nil }
    let now = time.now
    if now >= session.seenAt + Self.noting {
      try await store.touch(session: session.id, address: address, at: now)
    }
    return Principal(
      name: user.name, role: user.role, teams: user.teams,
      proof: .session(session.id, csrf: OpaqueToken.csrf(ofSession: token)))
  }

  /// A new token for the same session: the old one is worth nothing from now on. nil where the
  /// session is over.
  public func rotate(session token: String) async throws -> String? {
    try await rotate(session: token, isConfirmed: false)
  }

  func rotate(session token: String, isConfirmed: Bool) async throws -> String? {
    guard try await live(token) != nil else { return nil }
    let new = OpaqueToken.session()
    let isNew = try await store.rotate(
      token: OpaqueToken.hash(token), to: OpaqueToken.hash(new),
      confirmedAt: isConfirmed ? time.now : nil)
    return isNew ? new : nil
  }

  /// When its user last proved who they are; nil where it is over.
  public func session(_ token: String) async throws -> SessionRow? { try await live(token)?.0 }

  /// Ends a session; one that is over already stays so.
  public func signOut(session token: String, address: String) async throws {
    guard let (session, user) = try await live(token) else { return }
    _ = try await store.endSessions(
      of: user.id, only: session.id,
      audit: entry(of: user, "sessions.sign-out", "\(session.id)", address: address))
  }

  /// Those that are not over, the last seen first.
  public func sessions(of name: String) async throws -> [SessionRow] {
    guard let user = try await store.user(named: name) else { return [] }
    return try await store.sessions(of: user.id).filter(isLive)
  }

  /// One of a user's sessions, or all of them; false where there was none. A session of somebody
  /// else is none of theirs.
  ///
  /// - Parameter principal: who ends it.
  public func revoke(
    session id: Int64?, of name: String, by principal: Principal, address: String
  ) async throws -> Bool {
    guard let user = try await store.user(named: name) else { return false }
    let entry = entry(
      by: principal, "sessions.revoke", id.map { "\(name) \($0)" } ?? name, address: address)
    return try await store.endSessions(of: user.id, only: id, audit: entry) > 0
  }

  /// The session of a token, and its user; what has run out is removed.
  func live(_ token: String) async throws -> (SessionRow, UserRow)? {
    guard token.utf8.count == OpaqueToken.length,
      let (session, user) = try await store.session(token: OpaqueToken.hash(token))
    else { return nil }
    guard isLive(session), !user.isDisabled else {
      _ = try await store.endSessions(of: user.id, only: session.id, audit: nil)
      return nil
    }
    return (session, user)
  }

  private func isLive(_ session: SessionRow) -> Bool {
    let now = time.now
    return now < session.seenAt + settings.idle && now < session.createdAt + settings.absolute
  }
}
