import ConnectorKit
import Foundation
import PluginKit
import Transport

/// The two calls that give a token (client-server API, "Client authentication", legacy API).
struct MatrixLogin: Sendable {
  enum Failure: Error {
    /// User, password or refresh token are wrong, or the server offers no such login.
    case refused(MatrixRefusal)
    /// Not now.
    case passing(after: Duration?, String)
  }

  let client: HTTPClient
  /// Without a slash at the end.
  let root: String
  let time: any Time

  /// `POST /login`. With a device that is known the server keeps it, and with it the ids of posts.
  func logIn(user: String, password: Secret, device: String) async throws(Failure) -> SessionRecord
  {
    let answer = try await post(
      "login",
      [
        "type": "m.login.password",
        "identifier": ["type": "m.id.user", "user": .string(user)],
        "password": .string(password.reveal()), "device_id": .string(device),
        "initial_device_display_name": "replyd",
      ])
    guard let token = answer.string("access_token"), let user = answer.id("user_id", .user) else {
      throw .passing(after: nil, "the server's answer to the login holds no token")
    }
    return SessionRecord(
      server: root, user: user, device: answer.string("device_id") ?? device, token: token,
      refreshToken: answer.string("refresh_token"))
  }

  /// `POST /refresh`: a new token for the same device.
  func refresh(_ record: SessionRecord) async throws(Failure) -> SessionRecord? {
    guard let old = record.refreshToken else { return nil }
    let answer = try await post("refresh", ["refresh_token": .string(old)])
    guard let token = answer.string("access_token") else {
      throw .passing(after: nil, "the server's answer to the refresh holds no token")
    }
    var renewed = record
    renewed.token = token
    renewed.refreshToken = answer.string("refresh_token") ?? old
    return renewed
  }

  private func post(_ call: String, _ body: JSONValue) async throws(Failure) -> JSONPart {
    let response: HTTPResponse
    do {
      response = try await client.send(
        .json(Data(body.text().utf8), to: "\(root)\(MatrixAPI.prefix)/\(call)"))
    } catch {
      throw .passing(after: nil, error.message)
    }
    switch response.status {
    case 200:
      guard let text = JSONText(response.body) else {
        throw .passing(after: nil, "the server's answer to the \(call) cannot be read")
      }
      return text.root
    case 429:
      throw .passing(after: MatrixRefusal(response, now: time.now).wait, "too many logins (429)")
    case 400...499: throw .refused(MatrixRefusal(response, now: time.now))
    default: throw .passing(after: nil, "the server answered \(response.status) to the \(call)")
    }
  }
}
