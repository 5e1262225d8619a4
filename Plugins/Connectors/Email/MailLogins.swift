import Foundation
import PluginKit
import Transport

/// What both servers get as a login: the password, or an access token, which is fetched when there
/// is none, or when the one there is runs out or is refused.
actor MailLogins {
  enum Credentials: Sendable {
    case password(Secret)
    case oauth(OAuthSettings)
  }

  /// A token is renewed so long before it runs out.
  private static let margin = Duration.minutes(1)
  /// Providers give tokens for an hour; this holds where one does not say.
  private static let usualLife = Duration.minutes(30)

  private let user: String
  private let credentials: Credentials
  private let time: any Time
  private var token: (text: String, until: Date)?
  /// A provider may give a new one with each access token.
  private var refreshToken: Secret?
  private var renewal: Task<Result<MailLogin, TransportFailure>, Never>?

  init(user: String, _ credentials: Credentials, time: any Time) {
    self.user = user
    self.credentials = credentials
    self.time = time
  }

  func login(wasRefused: Bool) async throws(TransportFailure) -> MailLogin {
    switch credentials {
    case .password(let password):
      return try made(MailLogin(user: user, password: password.reveal()))
    case .oauth(let settings):
      if !wasRefused, let token, time.now + Self.margin < token.until {
        return try made(MailLogin(user: user, accessToken: token.text))
      }
      if let renewal { return try await renewal.value.get() }
      let task = Task { await self.renew(settings) }
      renewal = task
      defer { renewal = nil }
      return try await task.value.get()
    }
  }

  private func renew(_ settings: OAuthSettings) async -> Result<MailLogin, TransportFailure> {
    do throws(TransportFailure) {
      let request = TokenRequest(settings, refreshToken: refreshToken ?? settings.refreshToken)
      let answer = try await request.answer()
      token = (answer.token, time.now + (answer.life ?? Self.usualLife))
      if let next = answer.refreshToken { refreshToken = next }
      return .success(try made(MailLogin(user: user, accessToken: answer.token)))
    } catch {
      return .failure(error)
    }
  }

  private func made(_ login: MailLogin?) throws(TransportFailure) -> MailLogin {
    guard let login else {
      throw TransportFailure(
        kind: .login,
        message: "The user name, password or token is empty or holds a control "
          + "character; correct it in the settings.", written: .never)
    }
    return login
  }
}
