/// The small series of notification ids. It counts in steps, so that a late notification finds a
/// free id below ones already given out: in Mastodon an id is drawn before its row commits, so a
/// row can surface late.
struct NotificationIDs: Sendable {
    static let step: Int64 = 4

    private var last: Int64 = 0

    mutating func next() -> Int64 {
        last += NotificationIDs.step
        return last
    }
}
