public import Foundation

/// Somebody signed in with a browser.
public struct SessionRow: Sendable, Hashable {
  public var id: Int64
  public var user: Int64
  /// Of the sign-in.
  public var createdAt: Date
  /// Of the last request, to the minute.
  public var seenAt: Date
  public var address: String
  /// What the browser calls itself.
  public var agent: String
  /// When they last proved who they are.
  public var confirmedAt: Date

  public init(
    id: Int64, user: Int64, createdAt: Date, seenAt: Date, address: String, agent: String,
    confirmedAt: Date
  ) {
    self.id = id
    self.user = user
    self.createdAt = createdAt
    self.seenAt = seenAt
    self.address = address
    self.agent = agent
    self.confirmedAt = confirmedAt
  }
}

/// A session to be.
public struct NewSession: Sendable {
  /// Sessions of one user; a further one ends the one that was longest without a request.
  public static let limit = 20
  /// Characters of what a browser calls itself.
  public static let agentLimit = 200
  public static let addressLimit = 64

  /// SHA-256 of its token, in hexadecimal.
  public var token: String
  public var user: Int64
  /// The password that was proven: where it is another one by now, there is no session.
  public var password: PasswordDigest
  public var address: String
  public var agent: String
  public var at: Date
  /// Sessions without a request since then are over, and so are those from before `createdAfter`.
  public var seenAfter: Date
  public var createdAfter: Date

  public init(
    token: String, user: Int64, password: PasswordDigest, address: String, agent: String,
    at: Date, seenAfter: Date, createdAfter: Date
  ) {
    self.token = token
    self.user = user
    self.password = password
    self.address = String(address.prefix(Self.addressLimit))
    self.agent = String(agent.prefix(Self.agentLimit))
    self.at = at
    self.seenAfter = seenAfter
    self.createdAfter = createdAfter
  }
}
