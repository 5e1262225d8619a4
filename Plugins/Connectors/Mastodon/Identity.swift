/// Who we are on the server, and what it allows. Asked once.
struct Identity: Sendable {
  /// The id of our own account.
  var id: String
  var username: String
  /// nil: the server does not say.
  var domain: String?
  var limits: Limits
  /// The server takes `Idempotency-Key` and does nothing with it.
  var ignoresKeys = false

  struct Limits: Sendable {
    var maxCharacters: Int
    var charactersPerURL: Int

    /// Mastodon's own; used until the server was asked.
    static let standard = Limits(maxCharacters: 500, charactersPerURL: 23)
  }
}
