public import Foundation

/// A program that may use the API.
public struct ApiTokenRow: Sendable, Hashable {
  /// Tokens that act at the same time.
  public static let limit = 200
  /// Tokens that no longer act and are still listed, the last ones.
  public static let deadLimit = 200
  public static let nameLimit = 64

  public var id: Int64
  public var name: String
  public var role: Role
  public var scopes: Set<Scope>
  /// nil: all.
  public var teams: Set<String>?
  public var createdBy: String
  public var createdAt: Date
  /// nil: never.
  public var expiresAt: Date?
  /// To the minute.
  public var lastUsedAt: Date?
  public var revokedAt: Date?

  public init(
    id: Int64, name: String, role: Role, scopes: Set<Scope>, teams: Set<String>? = nil,
    createdBy: String, createdAt: Date, expiresAt: Date? = nil, lastUsedAt: Date? = nil,
    revokedAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.scopes = scopes
    self.teams = teams
    self.createdBy = createdBy
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
    self.revokedAt = revokedAt
  }

  public func acts(at now: Date) -> Bool {
    revokedAt == nil && expiresAt.map { now < $0 } != false
  }
}

/// A token to be.
public struct NewApiToken: Sendable, Hashable {
  /// SHA-256 of the token, in hexadecimal.
  public var token: String
  public var name: String
  public var role: Role
  public var scopes: Set<Scope>
  public var teams: Set<String>?
  public var expiresAt: Date?

  public init(
    token: String, name: String, role: Role, scopes: Set<Scope>, teams: Set<String>? = nil,
    expiresAt: Date? = nil
  ) {
    self.token = token
    self.name = name
    self.role = role
    self.scopes = scopes
    self.teams = teams
    self.expiresAt = expiresAt
  }
}

/// A token that was found by its text, with the user who made it.
public struct KnownApiToken: Sendable {
  public var row: ApiTokenRow
  /// nil where an operator made it on the machine.
  public var maker: UserRow?

  public init(row: ApiTokenRow, maker: UserRow?) {
    self.row = row
    self.maker = maker
  }
}
