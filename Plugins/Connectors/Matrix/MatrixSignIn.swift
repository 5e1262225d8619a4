import ConnectorKit
import Foundation
public import PluginKit
import Transport

/// Gets a session for one account, step by step, as a person at a terminal goes through it.
public struct MatrixSignIn: Sendable {
  /// Which step failed, why, and what to do: for the person at the terminal.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// A login that works.
  public struct Session: Sendable {
    /// The account's whole id.
    public let user: String
    public let device: String
    /// What the session file holds, as secret as a password.
    public let file: Secret
  }

  private static let maxBody = 1 << 20

  /// The homeserver's own address, without a slash at the end.
  public let server: String
  private let client: HTTPClient

  /// Finds the homeserver (client-server API, "Server discovery").
  ///
  /// - Parameter server: a homeserver's address, or the domain behind the colon of an account's id.
  public init(server: String, caFile: String? = nil, timeout: Duration = .seconds(20))
    async throws(Failure)
  {
    let text = server.contains("://") ? server : "https://\(server)"
    guard ServerAddress.isValid(text) else {
      throw Failure(
        description: "\"\(server)\" is no server's address: write https://HOST without a path")
    }
    var configuration = HTTPClient.Configuration()
    configuration.caFile = caFile
    // The operator alone chooses the server, and it may stand in the operator's own network.
    configuration.allowPrivateTargets = true
    configuration.maxBodyBytes = Self.maxBody
    configuration.timeouts = HTTPTimeouts(connect: timeout, total: timeout, stall: timeout)
    client = HTTPClient(configuration: configuration)
    let root = Self.withoutSlash(text)
    self.server = try await Self.discovered(root, client) ?? root
  }

  /// Whether it speaks Matrix; returns the newest version of the specification it knows.
  public func checkServer() async throws(Failure) -> String {
    let versions = try await Self.get("\(server)/_matrix/client/versions", client)
    guard let found = versions?["versions"]?.elements.compactMap(\.string), let newest = found.last
    else {
      throw Failure(
        description: "\(server) does not speak Matrix: is it the domain behind the colon of "
          + "@you:domain, or the homeserver's own address?")
    }
    return newest
  }

  /// Logs in as `device`, and looks whose session it is.
  public func logIn(
    user: String, password: Secret, device: String
  ) async throws(Failure) -> Session {
    let record: SessionRecord
    do {
      record = try await MatrixLogin(client: client, root: server, time: SystemTime())
        .logIn(user: user, password: password, device: device)
    } catch {
      switch error {
      case .refused(let refusal):
        throw Failure(
          description: "the server does not let \(user) log in (\(refusal)): check user and "
            + "password; a server without passwords needs \"token\" in the config instead")
      case .passing(_, let why): throw Failure(description: why)
      }
    }
    try await check(record)
    return Session(user: record.user, device: record.device, file: Secret(record.text))
  }
}

extension MatrixSignIn {
  /// `GET /account/whoami`.
  private func check(_ record: SessionRecord) async throws(Failure) {
    let me = try await Self.get(
      "\(server)\(MatrixAPI.prefix)/account/whoami", client, token: record.token)
    guard me?.id("user_id", .user) == record.user else {
      throw Failure(description: "the server does not say whose session this is; try again")
    }
  }

  /// What `.well-known/matrix/client` says; nil where there is none.
  private static func discovered(
    _ root: String, _ client: HTTPClient
  ) async throws(Failure) -> String? {
    let answer = try await get("\(root)/.well-known/matrix/client", client)
    guard let address = answer?["m.homeserver"]?.string("base_url") else { return nil }
    guard ServerAddress.isValid(address) else {
      throw Failure(
        description: "\(root) names a homeserver whose address is none (https://HOST): name the "
          + "homeserver itself")
    }
    return withoutSlash(address)
  }

  private static func withoutSlash(_ address: String) -> String {
    address.hasSuffix("/") ? String(address.dropLast()) : address
  }

  /// nil where the answer is no success, or no JSON.
  private static func get(
    _ url: String, _ client: HTTPClient, token: String? = nil
  ) async throws(Failure) -> JSONPart? {
    var request = HTTPRequest(.get, url)
    if let token { request.headers["Authorization"] = "Bearer \(token)" }
    do {
      let response = try await client.send(request)
      return response.status == 200 ? JSONText(response.body)?.root : nil
    } catch {
      throw Failure(description: error.message)
    }
  }
}
