/// Hands out status ids the way Mastodon does: 48 bits of milliseconds, then a 16-bit sequence.
/// A status with an old `createdAt` gets an old id, which is the trap it is there to set.
struct Snowflakes: Sendable {
    private var nextSequence: [Int64: Int64] = [:]

    mutating func next(at time: Moment) -> Int64 {
        var millisecond = max(0, time.milliseconds)
        // A full millisecond spills into the following one.
        while nextSequence[millisecond, default: 0] > 0xFFFF { millisecond += 1 }
        let sequence = nextSequence[millisecond, default: 0]
        nextSequence[millisecond] = sequence + 1
        return millisecond << 16 | sequence
    }
}
