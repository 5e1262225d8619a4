public import Engine
import Foundation
public import PluginKit

/// Who may come in: passwords, second factors, sessions, tokens, and the log of all that.
public struct AccessDesk: Sendable {
  /// `seenAt` and `lastUsedAt` are written no more often than this.
  static let noting: Duration = .minutes(1)
  /// Whoever comes while too many passwords are being checked is told to wait so long.
  static let busyWait: Duration = .seconds(5)

  let store: any AccessStore
  let time: any Time
  let settings: AccessSettings
  let work: PasswordWork

  public init(
    store: any AccessStore, time: any Time, settings: AccessSettings = AccessSettings()
  ) {
    self.init(store: store, time: time, settings: settings, costs: .interactive)
  }

  /// - Parameter costs: of the passwords that it hashes.
  init(
    store: any AccessStore, time: any Time, settings: AccessSettings, costs: PasswordHash.Costs
  ) {
    work = PasswordWork(costs)
    self.store = store
    self.time = time
    self.settings = settings
  }

  /// Nobody can sign in yet: `replyd users add` adds the first user.
  public func hasUsers() async throws -> Bool { try await !store.users().isEmpty }

  /// What is kept of a new password. A `Refusal` says what is wrong with it.
  public func digest(of password: String, for name: String) async throws -> PasswordDigest {
    if let problem = PasswordRule.problem(with: password, of: name) {
      throw OperatorDesk.Refusal(problem)
    }
    do { return try await work.digest(of: password) } catch is PasswordWork.Busy {
      throw OperatorDesk.Refusal("too many passwords are being checked: try again")
    }
  }

  /// Checks a password and, where there is one, the second factor.
  ///
  /// A right sign-in makes a new session with a new token, whatever the browser brought along.
  public func signIn(
    name: String, password: String, code: String? = nil, address: String, agent: String
  ) async throws -> SignIn {
    let proof = try await prove(
      name, password, .code(code), address: address, for: "sessions.sign-in")
    switch proof {
    case .codeNeeded: return .codeNeeded
    case .refused: return .refused
    case .throttled(let until): return .throttled(until: until)
    case .proven(let user):
      let now = time.now
      let token = OpaqueToken.session()
      let session = NewSession(
        token: OpaqueToken.hash(token), user: user.id, password: user.password, address: address,
        agent: agent, at: now, seenAfter: now - settings.idle,
        createdAfter: now - settings.absolute)
      let row = try await store.add(
        session,
        audit: AuditEntry(
          at: now, who: user.name, role: user.role.rawValue, action: "sessions.sign-in",
          address: address))
      return row.map { .session(token: token, $0) } ?? .refused
    }
  }
}

/// Proving who somebody is.
extension AccessDesk {
  enum Proof {
    case proven(UserRow)
    case codeNeeded
    case refused
    case throttled(Date)
  }

  enum Factor {
    /// A session has shown the second factor already.
    case passwordOnly
    case code(String?)
  }

  func prove(
    _ name: String, _ password: String, _ factor: Factor, address: String, for action: String
  ) async throws -> Proof {
    let name = name.trimmingCharacters(in: .whitespaces).lowercased()
    let now = time.now
    let keys: [SignInThrottle.Key] = [
      .name(OpaqueToken.hash(name)), .address(CallerAddress.counted(address)),
    ]
    let failures: [Int64]
    switch try await store.attempt(keys, at: now) {
    case .waitUntil(let until): return .throttled(until)
    case .goOn(let counts): failures = counts
    }
    let known = NewUser.isName(name) ? try await store.user(named: name) : nil
    let isRight: Bool
    do { isRight = try await work.matches(password, known?.password) } catch is PasswordWork.Busy {
      try await store.settle(keys, .withdrawn, at: now)
      return .throttled(now + Self.busyWait)
    }
    guard var user = known, isRight, !user.isDisabled else {
      try await note(failures, keys, of: known, address: address, action)
      return .refused
    }
    if case .code(let code) = factor, let secret = user.totpSecret {
      guard let code, !code.isEmpty else {
        try await store.settle(keys, .withdrawn, at: now)
        return .codeNeeded
      }
      guard try await accepts(code, secret, of: user) else {
        try await note(failures, keys, of: known, address: address, action)
        return .refused
      }
    }
    try await store.settle(keys, .succeeded, at: now)
    try await renew(&user, password)
    return .proven(user)
  }

  /// Once.
  private func accepts(_ code: String, _ secret: Secret, of user: UserRow) async throws -> Bool {
    guard let bytes = Base32.bytes(secret.reveal()),
      let step = TOTP.step(of: code, bytes, at: time.now)
    else { return false }
    return try await store.useCode(step: step, of: user.id)
  }

  /// Where the costs have changed since it was chosen.
  private func renew(_ user: inout UserRow, _ password: String) async throws {
    guard PasswordHash.isOutdated(user.password, work.costs) else { return }
    do {
      let digest = try await work.digest(of: password)
      try await store.rehash(user: user.id, from: user.password, to: digest)
      user.password = digest
    } catch is PasswordWork.Busy {
      // Next time.
    }
  }

  /// Failures of users are noted one by one, since they soon have to wait. Of unknown names, which
  /// may be passwords typed into the wrong field, only an address's first and its last before it
  /// has to wait: whoever tries names must not fill the log.
  private func note(
    _ failures: [Int64], _ keys: [SignInThrottle.Key], of user: UserRow?, address: String,
    _ action: String
  ) async throws {
    let ofAddress = failures.last ?? 0
    guard user != nil || ofAddress == 1 || ofAddress == keys.last?.allowed else { return }
    try await store.append(
      AuditEntry(
        at: time.now, who: user?.name ?? "unknown", role: user?.role.rawValue, action: action,
        detail: "failure \(failures.first ?? 0) of the name, \(ofAddress) of the address",
        address: address, outcome: .refused))
  }
}
