/// How this server behaves: fixed at start, kept through a reset.
struct ServerOptions: Sendable {
    /// An account that talks to the client API.
    struct Client: Equatable, Sendable {
        let name: String
        let token: String
    }

    enum Locale: String, CaseIterable, Sendable { case en, de, ja }

    var clients: [Client]
    /// The `bot` flag of the client accounts.
    var clientsAreBots = true
    /// Off imitates GoToSocial, which ignores `Idempotency-Key`.
    var honoursIdempotencyKeys = true
    /// Posts in three hours; 0 is no limit.
    var postLimit = 300
    /// Requests in five minutes; 0 is no limit.
    var rateLimit = 0
    var maxCharacters = 500
    /// The language of error texts. Not English by default: a client must not read them.
    var locale = Locale.de
}
