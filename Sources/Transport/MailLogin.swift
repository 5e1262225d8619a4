/// How to log in to a mail server: by user name and password, or with an access token of OAuth 2
/// (SASL OAUTHBEARER, RFC 7628, or XOAUTH2). It never shows what it holds.
public struct MailLogin: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  let user: String
  /// A password, or a token.
  let secret: String
  public let isToken: Bool

  /// Nil when one is empty, or holds a NUL, which would cut it.
  public init?(user: String, password: String) {
    self.init(user, password, isToken: false)
  }

  /// Nil when one is empty, or holds a control character, which would end the answer it stands in.
  public init?(user: String, accessToken: String) {
    guard [user, accessToken].allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F } })
    else { return nil }
    self.init(user, accessToken, isToken: true)
  }

  private init?(_ user: String, _ secret: String, isToken: Bool) {
    guard [user, secret].allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) }) else { return nil }
    self.user = user
    self.secret = secret
    self.isToken = isToken
  }

  public var description: String { "<login>" }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// `text` without user name and secret, should a server repeat them.
  func hidden(in text: String) -> String {
    text.replacing(secret, with: "***").replacing(user, with: "***")
  }
}
