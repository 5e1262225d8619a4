import ConnectorKit
import Foundation
import PluginKit
import Transport

/// The login of one account: its token, and how to get the next one. A new token is for the same
/// device, or the server would take a repeated post for a new one.
actor MatrixSession {
  /// After a login that was refused, so that a wrong password does not lock the account.
  private static let pause = Duration.minutes(1)

  private let user: String?
  private let login: MatrixLogin
  private let credentials: (user: String, password: Secret)?
  private let device: String
  /// nil: a bare token, which cannot be renewed.
  private let path: String?
  private let time: any Time
  private var record: SessionRecord?
  private var renewal: Task<Result<Secret, PollFailure>, Never>?
  private var refused: (until: Date, failure: PollFailure)?
  private let bareToken: Secret?

  init(_ settings: MatrixSettings, client: HTTPClient, time: any Time) throws(PluginFailure) {
    login = MatrixLogin(client: client, root: settings.root, time: time)
    path = settings.session
    bareToken = settings.token
    device = settings.device
    user = settings.user
    self.time = time
    credentials =
      if let user = settings.user, let password = settings.password { (user, password) } else {
        nil
      }
    guard let path else { return }
    record = try Self.kept(in: path, server: settings.root, user: user)
    if record == nil, credentials == nil {
      throw PluginFailure(
        "there is no session file yet: run `replyd connect matrix`, or give \"user\" and "
          + "\"password\"", field: "session")
    }
  }

  private static func kept(
    in path: String, server: String, user: String?
  ) throws(PluginFailure) -> SessionRecord? {
    guard let found = try SessionRecord.read(path) else { return nil }
    if found.server != server {
      throw PluginFailure(
        "the session file is for another server, \(found.server); run `replyd connect matrix`",
        field: "session")
    }
    if let user, found.user != user {
      throw PluginFailure("the session file is for \(found.user)", field: "session")
    }
    return found
  }

  /// Logs in where there is no token yet.
  func token() async throws(PollFailure) -> Secret {
    if let token = current { return token }
    return try await renewed(instead: nil)
  }

  /// A new token, once for all who met the refused one.
  func renewed(instead old: Secret?) async throws(PollFailure) -> Secret {
    if let token = current, token.reveal() != old?.reveal() { return token }
    let task = renewal ?? Task { await renew() }
    renewal = task
    return try await task.value.get()
  }

  private var current: Secret? { bareToken ?? record.map { Secret($0.token) } }
}

extension MatrixSession {
  private func renew() async -> Result<Secret, PollFailure> {
    defer { renewal = nil }
    // A clock that was set back must not lengthen the pause.
    if let refused, 0...Self.pause.seconds ~= refused.until.timeIntervalSince(time.now) {
      return .failure(refused.failure)
    }
    do {
      let next = try await next()
      record = next
      if let path { try next.write(to: path) }
      return .success(Secret(next.token))
    } catch let failure as TokenFile.Failure {
      return .failure(.retry(after: nil, "the new session cannot be kept: \(failure)"))
    } catch let failure as PollFailure {
      if case .unauthorised = failure {
        refused = (time.now + Self.pause, failure)
      }
      return .failure(failure)
    } catch {
      return .failure(.retry(after: nil, "\(error)"))
    }
  }

  private func next() async throws(PollFailure) -> SessionRecord {
    guard let path else {
      throw .unauthorised(
        "the server refuses the token (401), and a bare token cannot be renewed; run "
          + "`replyd connect matrix` and set \"session\" in place of \"token\"")
    }
    do throws(PluginFailure) {
      // `replyd connect matrix` may have been run, or another connector have renewed it.
      let kept = try Self.kept(in: path, server: login.root, user: user)
      if let kept, kept.token != record?.token { return kept }
    } catch {
      throw .unauthorised("\(error)")
    }
    do throws(MatrixLogin.Failure) {
      if let record, let renewed = try await login.refresh(record) { return renewed }
    } catch {
      if case .passing(let after, let why) = error { throw .retry(after: after, why) }
    }
    guard let credentials else {
      throw .unauthorised(
        "the server ended the session (401); run `replyd connect matrix --force`; with \"user\" "
          + "and \"password\" replyd logs in again by itself")
    }
    do throws(MatrixLogin.Failure) {
      return try await login.logIn(
        user: credentials.user, password: credentials.password, device: record?.device ?? device)
    } catch {
      switch error {
      case .passing(let after, let why): throw .retry(after: after, why)
      case .refused(let refusal):
        throw .unauthorised(
          "the server does not let \(credentials.user) log in (\(refusal)): check \"user\" and "
            + "\"password\"")
      }
    }
  }
}
