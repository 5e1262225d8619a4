/// Remembers who was told 429 until when, to catch those who do not wait.
struct ThrottleWatch: Sendable {
    /// Requests that were already under way when the 429 left are no one's fault.
    static let graceMilliseconds: Int64 = 250

    private struct Key: Hashable, Sendable {
        let account: Int
        let isPosting: Bool
    }

    private var told: [Key: (at: Moment, until: Moment)] = [:]

    mutating func told(_ account: Int, isPosting: Bool, at now: Moment, until reset: Moment) {
        told[Key(account: account, isPosting: isPosting)] = (now, reset)
    }

    /// A refused post only closes posting; a refused read closes reading.
    func isEarly(_ account: Int, isPosting: Bool, at now: Moment) -> Bool {
        guard let told = told[Key(account: account, isPosting: isPosting)] else { return false }
        return now > told.at.adding(milliseconds: ThrottleWatch.graceMilliseconds)
            && now < told.until
    }
}
