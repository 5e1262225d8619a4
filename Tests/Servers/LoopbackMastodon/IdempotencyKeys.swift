import DequeModule

/// Remembers for an hour which status a key made, per account (`PostStatusService`).
struct IdempotencyKeys: Sendable {
    static let lifetimeSeconds: Int64 = 3600

    struct Use: Sendable {
        let status: Int64
        let text: String
        let expires: Moment
    }

    private struct Key: Hashable, Sendable {
        let account: Int
        let text: String
    }

    private var uses: [Key: Use] = [:]
    private var order: Deque<(key: Key, expires: Moment)> = []

    /// The earlier use of a key, if it is still remembered.
    func use(of key: String, account: Int, now: Moment) -> Use? {
        uses[Key(account: account, text: key)].flatMap { $0.expires > now ? $0 : nil }
    }

    mutating func remember(_ key: String, account: Int, status: Int64, text: String, now: Moment) {
        while let oldest = order.first, oldest.expires <= now {
            order.removeFirst()
            if let use = uses[oldest.key], use.expires <= now { uses[oldest.key] = nil }
        }
        let key = Key(account: account, text: key)
        let expires = now.adding(seconds: IdempotencyKeys.lifetimeSeconds)
        uses[key] = Use(status: status, text: text, expires: expires)
        order.append((key, expires))
    }
}
