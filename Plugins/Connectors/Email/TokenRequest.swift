import Foundation
import PluginKit
import Transport

/// Asks a provider for an access token (RFC 6749, 6).
struct TokenRequest {
  struct Answer {
    var token: String
    var life: Duration?
    var refreshToken: Secret?
  }

  private let settings: OAuthSettings
  private let refreshToken: Secret

  init(_ settings: OAuthSettings, refreshToken: Secret) {
    self.settings = settings
    self.refreshToken = refreshToken
  }

  /// - Throws: `.login` where the provider no longer knows the refresh token.
  func answer() async throws(TransportFailure) -> Answer {
    var configuration = HTTPClient.Configuration()
    // The operator alone chooses the provider.
    configuration.allowPrivateTargets = true
    configuration.maxBodyBytes = 64 << 10
    var form: Parameters = [
      "grant_type": "refresh_token", "refresh_token": refreshToken.reveal(),
      "client_id": settings.clientID,
    ]
    form.add("client_secret", settings.clientSecret?.reveal())
    form.add("scope", settings.scope)
    // Once an hour: no connection is worth keeping.
    let client = HTTPClient(configuration: configuration)
    let response = try await client.send(.form(form, to: settings.tokenURL))
    let fields: JSONValue?
    do {
      fields = try JSONReader.read(response.body).plain
    } catch {
      fields = nil
    }
    guard response.status == 200, let token = fields?["access_token"]?.string else {
      throw failure(response.status, error: fields?["error"]?.string)
    }
    return Answer(
      token: token, life: fields?["expires_in"]?.number.flatMap(Self.life),
      refreshToken: fields?["refresh_token"]?.string.map { Secret($0) })
  }

  private static func life(_ seconds: Double) -> Duration? {
    (1...1e9).contains(seconds) ? .seconds(Int(seconds)) : nil
  }

  private func failure(_ status: Int, error: String?) -> TransportFailure {
    switch error {
    case "invalid_grant":
      TransportFailure(
        kind: .login,
        message: "The provider no longer knows the refresh token (invalid_grant): "
          + "let the mailbox's owner agree anew, and put the new token where \"refreshToken\" "
          + "points.", written: .never)
    case "invalid_client", "unauthorized_client":
      TransportFailure(
        kind: .login,
        message: "The provider does not know the application; correct \"clientID\" "
          + "and \"clientSecret\".", written: .never)
    default:
      TransportFailure(
        kind: .protocolError,
        message: "The provider gave no access token (HTTP \(status)); check \"tokenURL\".",
        written: .never)
    }
  }
}
