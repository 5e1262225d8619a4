/// Mastodon's fixed windows, aligned to the UTC clock, per account.
struct RateLimits: Sendable {
    enum Bucket: Hashable, Sendable {
        case general, paging, posting, deleting

        var seconds: Int64 {
            switch self {
            case .general: 300
            case .paging: 900
            case .posting: 10800
            case .deleting: 1800
            }
        }
    }

    /// What the `X-RateLimit` headers say.
    struct Reading: Equatable, Sendable {
        var limit: Int
        var remaining: Int
        var reset: Moment
        var isExceeded = false
    }

    private struct Slot: Hashable, Sendable {
        let bucket: Bucket
        let account: Int
    }

    private struct Count: Sendable {
        var window: Int64
        var used: Int
    }

    /// Shown where no limit is set.
    static let unlimited = 1_000_000
    static let deletionLimit = 30

    private let options: ServerOptions
    private var counts: [Slot: Count] = [:]

    init(options: ServerOptions) { self.options = options }

    /// Counts one request, also beyond the limit, as `rack-attack` does.
    mutating func take(_ bucket: Bucket, account: Int, now: Moment) -> Reading {
        let slot = Slot(bucket: bucket, account: account)
        let window = now.seconds / bucket.seconds
        var count = counts[slot] ?? Count(window: window, used: 0)
        if count.window != window { count = Count(window: window, used: 0) }
        count.used += 1
        counts[slot] = count
        return reading(bucket, used: count.used, now: now)
    }

    /// The state before a request is counted.
    func peek(_ bucket: Bucket, account: Int, now: Moment) -> Reading {
        let count = counts[Slot(bucket: bucket, account: account)]
        let used = count.flatMap { $0.window == now.seconds / bucket.seconds ? $0.used : nil } ?? 0
        var reading = reading(bucket, used: used, now: now)
        reading.isExceeded = reading.remaining == 0
        return reading
    }

    private func reading(_ bucket: Bucket, used: Int, now: Moment) -> Reading {
        let limit = limit(of: bucket)
        let reset = now.adding(seconds: bucket.seconds - now.seconds % bucket.seconds)
        guard limit > 0 else {
            return Reading(
                limit: RateLimits.unlimited, remaining: RateLimits.unlimited, reset: reset)
        }
        return Reading(
            limit: limit, remaining: max(0, limit - used), reset: reset, isExceeded: used > limit)
    }

    private func limit(of bucket: Bucket) -> Int {
        switch bucket {
        case .general, .paging: options.rateLimit
        case .posting: options.postLimit
        case .deleting: options.rateLimit == 0 ? 0 : RateLimits.deletionLimit
        }
    }
}
