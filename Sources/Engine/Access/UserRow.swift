public import Foundation
public import PluginKit

/// Somebody who may sign in to the console.
public struct UserRow: Sendable {
  /// Users in all; nobody is removed, since the audit log names them.
  public static let limit = 1000

  public var id: Int64
  public var name: String
  public var role: Role
  /// Teams whose handoffs they see; nil: all.
  public var teams: Set<String>?
  public var password: PasswordDigest
  /// Of the second factor, as base32; nil where it is off.
  public var totpSecret: Secret?
  /// What they were shown to turn it on, until a code proves that they have it.
  public var totpPending: Secret?
  public var createdAt: Date
  public var signedInAt: Date?
  /// nil: may sign in.
  public var disabledAt: Date?

  public init(
    id: Int64, name: String, role: Role, teams: Set<String>? = nil, password: PasswordDigest,
    totpSecret: Secret? = nil, totpPending: Secret? = nil, createdAt: Date,
    signedInAt: Date? = nil, disabledAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.teams = teams
    self.password = password
    self.totpSecret = totpSecret
    self.totpPending = totpPending
    self.createdAt = createdAt
    self.signedInAt = signedInAt
    self.disabledAt = disabledAt
  }

  public var isDisabled: Bool { disabledAt != nil }
  /// Whether they sign in with a second factor.
  public var hasTOTP: Bool { totpSecret != nil }
}

/// A user to be.
public struct NewUser: Sendable, Hashable {
  public static let nameLimit = 64

  public var name: String
  public var role: Role
  public var teams: Set<String>?
  public var password: PasswordDigest

  public init(name: String, role: Role, teams: Set<String>? = nil, password: PasswordDigest) {
    self.name = name
    self.role = role
    self.teams = teams
    self.password = password
  }

  /// Lower-case letters, digits, `.`, `_` and `-`: nothing that looks like something else.
  public static func isName(_ text: String) -> Bool {
    (1...nameLimit).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }
}

/// What changes about a user.
public enum UserChange: Sendable, Hashable {
  /// Ends all of their sessions but one, if given.
  case password(PasswordDigest, keeping: Int64? = nil)
  case role(Role)
  case teams(Set<String>?)
  /// Ends all of their sessions; tokens that they made rest until they are enabled again.
  case disabled(Bool)
  /// A secret they were shown, as base32; nil takes it back.
  case totpPending(String?)
  /// The secret they were shown counts from now on; the code of this step is used up.
  case totpOn(step: Int64)
  case totpOff
}

/// What came of a change.
public enum UserChangeOutcome: Sendable {
  case changed(UserRow)
  case unknown
  /// Nobody could let people in any more.
  case lastAdmin
}
