import ConnectorKit
import Foundation
public import PluginKit
import Transport

/// Gets a token for one account, step by step, as a person at a terminal goes through it: OAuth's
/// authorization code flow with the code shown instead of redirected (RFC 6749, 4.1;
/// docs.joinmastodon.org/methods/oauth).
public struct MastodonSignIn: Sendable {
  /// Which step failed, why, and what to do: for the person at the terminal.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// replyd as the server knows it from now on.
  public struct Registration: Sendable {
    let id: String
    let secret: Secret
    /// Where the person agrees and is shown a code.
    public let address: String
  }

  /// Whose token it is.
  public struct Account: Sendable {
    /// With `@`.
    public let handle: String
    /// The profile says that a machine writes there.
    public let isBot: Bool
    /// Characters of a post.
    public let maxCharacters: Int
  }

  /// What the connector needs; more is not asked for.
  static let scopes = [
    "read:accounts", "read:notifications", "read:search", "read:statuses", "write:statuses",
  ]
  /// Without these nothing works; search is best effort.
  private static let needed = Set(scopes).subtracting(["read:search"])
  private static let outOfBand = "urn:ietf:wg:oauth:2.0:oob"
  private static let maxBody = 1 << 20

  /// Without a slash at the end.
  public let server: String
  private let client: HTTPClient

  /// - Parameter server: an address as in the settings; `https://` may be left out.
  public init(server: String, caFile: String? = nil, timeout: Duration = .seconds(20))
    throws(Failure)
  {
    let text = server.contains("://") ? server : "https://\(server)"
    guard ServerAddress.isValid(text) else {
      throw Failure(
        description: "\"\(server)\" is no server's address: write https://HOST without a path")
    }
    self.server = text.hasSuffix("/") ? String(text.dropLast()) : text
    var configuration = HTTPClient.Configuration()
    configuration.caFile = caFile
    // The operator alone chooses the server, and it may stand in the operator's own network.
    configuration.allowPrivateTargets = true
    configuration.maxBodyBytes = Self.maxBody
    configuration.timeouts = HTTPTimeouts(connect: timeout, total: timeout, stall: timeout)
    client = HTTPClient(configuration: configuration)
  }

  /// Whether it speaks Mastodon's API; returns its name and version.
  public func checkServer() async throws(Failure) -> String {
    for path in ["/api/v2/instance", "/api/v1/instance"] {
      let response = try await send(HTTPRequest(.get, server + path))
      if response.status == 404 { continue }
      try refuseRedirect(response)
      guard response.status == 200, let instance = decoded(RemoteInstance.self, response),
        let version = instance.version
      else { break }
      return "\(instance.domain ?? server), version \(version)"
    }
    throw Failure(
      description: "\(server) does not speak Mastodon's API: is it the address of the account's "
        + "own server, as after the second @ of @you@server?")
  }

  /// `POST /api/v1/apps`.
  public func register() async throws(Failure) -> Registration {
    let scope = Self.scopes.joined(separator: " ")
    let response = try await send(
      .form(
        [
          "client_name": "replyd", "redirect_uris": Self.outOfBand, "scopes": scope,
        ], to: "\(server)/api/v1/apps"))
    guard response.status == 200, let app = decoded(App.self, response) else {
      throw Failure(
        description: "the server does not let replyd register (\(response.status)): does it allow "
          + "apps, or is a firewall in between?")
    }
    let query: Parameters = [
      "response_type": "code", "client_id": app.id, "redirect_uri": Self.outOfBand,
      "scope": scope,
    ]
    return Registration(
      id: app.id, secret: Secret(app.secret),
      address: query.appended(to: "\(server)/oauth/authorize"))
  }

  /// `POST /oauth/token`. A code is good once, and not for long.
  public func token(
    for code: String, _ registration: Registration
  ) async throws(Failure) -> Secret {
    let response = try await send(
      .form(
        [
          "grant_type": "authorization_code", "code": code, "client_id": registration.id,
          "client_secret": registration.secret.reveal(), "redirect_uri": Self.outOfBand,
          "scope": Self.scopes.joined(separator: " "),
        ], to: "\(server)/oauth/token"))
    switch response.status {
    case 200: break
    case 400, 401:
      throw Failure(
        description: "the server does not take the code (\(response.status)): copy all of it, at "
          + "once, and use it only once; run the command again for a new one")
    default:
      throw Failure(description: "the server answered \(response.status) to the code; try again")
    }
    guard let grant = decoded(Grant.self, response) else {
      throw Failure(description: "the server's answer to the code holds no token")
    }
    let granted = Set((grant.scope ?? "").split(separator: " ").map(String.init))
    let missing = Self.needed.filter { scope in
      !granted.contains(scope) && !granted.contains(String(scope.prefix { $0 != ":" }))
    }
    guard missing.isEmpty else {
      throw Failure(
        description: "the token lacks \(missing.sorted().joined(separator: ", ")): run the command "
          + "again and allow all that is asked for")
    }
    return Secret(grant.token)
  }

  /// Whose token it is, after a test read of the mentions.
  public func verify(_ token: Secret) async throws(Failure) -> Account {
    let me = try await read(RemoteAccount.self, "/api/v1/accounts/verify_credentials", token)
    guard let name = me.acct ?? me.username else {
      throw Failure(description: "the server does not say whose token this is")
    }
    _ = try await read(
      List.self,
      "/api/v1/notifications?limit=1&types%5B%5D=mention", token)
    let response = try await send(HTTPRequest(.get, "\(server)/api/v2/instance"))
    let instance = response.status == 200 ? decoded(RemoteInstance.self, response) : nil
    return Account(
      handle: "@\(name)", isBot: me.isBot,
      maxCharacters: instance?.maxCharacters ?? Identity.Limits.standard.maxCharacters)
  }
}

extension MastodonSignIn {
  private struct App: RemoteEntity {
    let id: String
    let secret: String

    init?(_ json: JSONPart) {
      guard let id = json.string("client_id"), let secret = json.string("client_secret") else {
        return nil
      }
      (self.id, self.secret) = (id, secret)
    }
  }

  private struct Grant: RemoteEntity {
    let token: String
    let scope: String?

    init?(_ json: JSONPart) {
      guard let token = json.string("access_token") else { return nil }
      self.token = token
      scope = json.string("scope")
    }
  }

  /// A list, whatever is in it.
  private struct List: RemoteEntity {
    init?(_ json: JSONPart) { if !json.isArray { return nil } }
  }

  private func read<Answer: RemoteEntity>(
    _ type: Answer.Type, _ path: String, _ token: Secret
  ) async throws(Failure) -> Answer {
    var request = HTTPRequest(.get, server + path)
    request.headers["Authorization"] = "Bearer \(token.reveal())"
    let response = try await send(request)
    let shown = path.prefix { $0 != "?" }
    switch response.status {
    case 200: break
    case 401: throw Failure(description: "the server refuses the token (401)")
    case 403:
      throw Failure(
        description: "the server forbids \(shown) (403): the token lacks a scope of "
          + Self.scopes.joined(separator: " "))
    default:
      throw Failure(description: "the server answered \(response.status) to \(shown)")
    }
    guard let answer = decoded(type, response) else {
      throw Failure(description: "\(shown) did not answer with the JSON that Mastodon documents")
    }
    return answer
  }

  private func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
    do {
      return try await client.send(request)
    } catch {
      throw Failure(description: error.message)
    }
  }

  private func refuseRedirect(_ response: HTTPResponse) throws(Failure) {
    guard (300...399).contains(response.status) else { return }
    let target = response.headers["Location"].flatMap { Origin($0)?.description }
    throw Failure(
      description: "\(server) redirects\(target.map { " to \($0)" } ?? ""): use the final address")
  }

  private func decoded<Answer: RemoteEntity>(
    _ type: Answer.Type, _ response: HTTPResponse
  ) -> Answer? {
    type.read(response.body)
  }
}
