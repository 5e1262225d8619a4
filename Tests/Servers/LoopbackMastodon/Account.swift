/// A person or bot on the server: a client account when it has a token, a customer otherwise.
struct Account: Sendable {
    /// The server's public face; requests go to the loopback address all the same.
    static let localDomain = "loopback.example"
    static let localRoot = "https://loopback.example"

    let id: Int64
    /// `name`, or `name@domain` for an account of another server.
    let acct: String
    let displayName: String
    let isBot: Bool
    let isClient: Bool
    /// The account as JSON, rendered once.
    private(set) var json: [UInt8]

    var username: String { acct.split(separator: "@").first.map(String.init) ?? acct }

    var url: String {
        let parts = acct.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return "\(Account.localRoot)/@\(acct)" }
        return "https://\(parts[1])/@\(parts[0])"
    }

    init(id: Int64, acct: String, displayName: String, isBot: Bool, isClient: Bool) {
        self.id = id
        self.acct = acct
        self.displayName = displayName
        self.isBot = isBot
        self.isClient = isClient
        json = []
        json = rendered()
    }

    private func rendered() -> [UInt8] {
        var writer = JSONWriter()
        writer.raw("{\"id\":\"\(id)\",\"username\":")
        writer.string(username)
        writer.raw(",\"acct\":")
        writer.string(acct)
        writer.raw(",\"display_name\":")
        writer.string(displayName)
        writer.raw(
            ",\"locked\":false,\"bot\":\(isBot),\"discoverable\":null,\"indexable\":false"
                + ",\"group\":false"
        )
        writer.raw(",\"created_at\":\"2026-01-01T00:00:00.000Z\",\"note\":\"\",\"url\":")
        writer.string(url)
        writer.raw(",\"uri\":")
        writer.string(url)
        writer.raw(",\"avatar\":\"\(Account.localRoot)/avatars/missing.png\"")
        writer.raw(",\"header\":\"\(Account.localRoot)/headers/missing.png\"")
        writer.raw(
            ",\"followers_count\":0,\"following_count\":0,\"statuses_count\":0"
                + ",\"last_status_at\":null"
        )
        writer.raw(",\"emojis\":[],\"fields\":[]}")
        return writer.bytes
    }
}
