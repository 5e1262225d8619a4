/// How to log in to a mail server, by SASL PLAIN or LOGIN. It never shows what it holds.
public struct SMTPLogin: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  let user: String
  let password: String

  /// Nil when one is empty, or holds a NUL, which would cut it.
  public init?(user: String, password: String) {
    guard [user, password].allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) }) else { return nil }
    self.user = user
    self.password = password
  }

  public var description: String { "<login>" }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// `text` without user name and password, should a server repeat them.
  func hidden(in text: String) -> String {
    text.replacing(password, with: "***").replacing(user, with: "***")
  }
}
