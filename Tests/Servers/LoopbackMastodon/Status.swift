/// One status, with its JSON rendered when it was made or last changed.
struct Status: Sendable {
    let id: Int64
    /// Index into `Accounts`.
    let author: Int
    /// What the author replied to, kept when that is deleted.
    let repliedTo: Int64?
    /// Mastodon's `in_reply_to_account_id`, as an index.
    let repliedToAccount: Int?
    var text: String
    var spoiler: String
    let visibility: Visibility
    let language: String?
    let createdAt: Moment
    let idempotencyKey: String?
    /// Alt texts of attached pictures.
    var media: [String] = []

    var mentions: [Int] = []
    var tags: [String] = []
    var replies: [Int64] = []
    var editedAt: Moment?
    var deletedAt: Moment?
    /// The parent was deleted: `in_reply_to_id` reads null from then on.
    var parentIsGone = false
    var json: [UInt8] = []

    func isVisible(to viewer: Int?) -> Bool {
        if deletedAt != nil { return false }
        guard !visibility.isOpen else { return true }
        return viewer == author || mentions.contains { $0 == viewer }
    }
}
