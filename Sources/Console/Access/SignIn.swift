public import Engine
public import Foundation

/// What came of a sign-in.
public enum SignIn: Sendable {
  /// The browser gets the token, and nobody else.
  case session(token: String, SessionRow)
  /// The password is right; there is a second factor.
  case codeNeeded
  /// Name, password or code are wrong, or the user is disabled: nobody hears which.
  case refused
  /// Too many failures, or too many at once.
  case throttled(until: Date)
}

/// What came of a change to one's own account.
public enum AccountChange: Sendable, Hashable {
  /// The session goes on under another token.
  case changed(token: String)
  /// The password or the code is wrong.
  case wrong
  /// The password is right; there is a second factor.
  case codeNeeded
  /// In a sentence.
  case refused(String)
  case throttled(until: Date)
  /// There is no such session any more.
  case signedOut
}

/// What somebody needs to turn the second factor on: shown once, then proven with a code.
public struct TOTPEnrolment: Sendable, Hashable {
  /// As base32, to be typed.
  public let secret: String
  /// `otpauth://…`, to be scanned.
  public let uri: String
}
