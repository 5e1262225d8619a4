import Engine
import Foundation
import PluginKit

/// What users do to their own account. Each needs the password: a session alone, left open on a
/// desk, must not be enough.
extension AccessDesk {
  /// Proves once more who is there.
  public func confirm(
    session token: String, password: String, code: String? = nil, address: String
  ) async throws -> AccountChange {
    try await change(token, password, .code(code), address, "account.confirm") { _, _ in nil }
  }

  /// Ends all other sessions of the user.
  public func changePassword(
    session token: String, old: String, new: String, address: String
  ) async throws -> AccountChange {
    try await change(token, old, .passwordOnly, address, "account.password") { session, user in
      if let problem = PasswordRule.problem(with: new, of: user.name) { return .refused(problem) }
      if new == old { return .refused("that is the password you have") }
      let digest: PasswordDigest
      do { digest = try await work.digest(of: new) } catch is PasswordWork.Busy {
        return .throttled(until: time.now + Self.busyWait)
      }
      return try await apply(
        .password(digest, keeping: session.id), to: user, "account.password", address)
    }
  }

  /// A secret for the authenticator; it counts once `confirmTOTP` has seen a code of it. nil where
  /// the session is over or there is a second factor already.
  ///
  /// - Parameter issuer: what the authenticator shows beside the name.
  public func beginTOTP(session token: String, issuer: String = "replyd", address: String)
    async throws -> TOTPEnrolment?
  {
    guard let (_, user) = try await live(token), !user.hasTOTP else { return nil }
    let secret = OpaqueToken.random(TOTP.secretLength)
    let text = Base32.text(secret)
    _ = try await store.change(
      user: user.name, .totpPending(text),
      audit: entry(of: user, "account.totp-begin", nil, address: address))
    return TOTPEnrolment(secret: text, uri: TOTP.uri(secret, name: user.name, issuer: issuer))
  }

  public func confirmTOTP(
    session token: String, password: String, code: String, address: String
  ) async throws -> AccountChange {
    try await change(token, password, .passwordOnly, address, "account.totp-on") { _, user in
      guard let pending = user.totpPending, let secret = Base32.bytes(pending.reveal()) else {
        return .refused("there is no second factor to turn on: begin again")
      }
      guard let step = TOTP.step(of: code, secret, at: time.now) else { return .wrong }
      return try await apply(.totpOn(step: step), to: user, "account.totp-on", address)
    }
  }

  public func endTOTP(
    session token: String, password: String, code: String?, address: String
  ) async throws -> AccountChange {
    try await change(token, password, .code(code), address, "account.totp-off") { _, user in
      try await apply(.totpOff, to: user, "account.totp-off", address)
    }
  }

  /// - Parameter body: what to do once it is proven who asks; nil where that went well.
  private func change(
    _ token: String, _ password: String, _ factor: Factor, _ address: String, _ action: String,
    _ body: (SessionRow, UserRow) async throws -> AccountChange?
  ) async throws -> AccountChange {
    guard let (session, known) = try await live(token) else { return .signedOut }
    let proof = try await prove(known.name, password, factor, address: address, for: action)
    switch proof {
    case .refused: return .wrong
    case .codeNeeded: return .codeNeeded
    case .throttled(let until): return .throttled(until: until)
    case .proven(let user):
      if let hindrance = try await body(session, user) { return hindrance }
      let new = try await rotate(session: token, isConfirmed: true)
      return new.map { .changed(token: $0) } ?? .signedOut
    }
  }

  private func apply(
    _ change: UserChange, to user: UserRow, _ action: String, _ address: String
  ) async throws -> AccountChange? {
    let outcome = try await store.change(
      user: user.name, change, audit: entry(of: user, action, nil, address: address))
    if case .changed = outcome { return nil }
    return .signedOut
  }
}
