/// All statuses with the lists that lead to them.
struct Statuses: Sendable {
    /// About 3 kB each.
    static let limit = 1_000_000
    /// Of one thread, in each direction (Mastodon: `CONTEXT_LIMIT`).
    static let threadLimit = 4096

    /// In order of arrival, which is not the order of ids.
    private(set) var all: [Status] = []
    private var positionByID: [Int64: Int] = [:]
    private var idsByAuthor: [Int: [Int64]] = [:]
    private var idsByTag: [String: [Int64]] = [:]

    /// Also finds a deleted one.
    subscript(id: Int64) -> Status? { positionByID[id].map { all[$0] } }

    func ids(author: Int) -> [Int64] { idsByAuthor[author] ?? [] }

    /// Nil for a hashtag nobody used.
    func ids(tag: String) -> [Int64]? { idsByTag[tag.lowercased()] }

    /// Appends the JSON of a status without copying it first.
    func appendJSON(of id: Int64, to write: ([UInt8]) -> Void) {
        if let position = positionByID[id] { write(all[position].json) }
    }

    mutating func add(_ status: Status) {
        positionByID[status.id] = all.count
        idsByAuthor[status.author, default: []].insertAscending(status.id)
        for tag in status.tags { idsByTag[tag, default: []].insertAscending(status.id) }
        all.append(status)
        if let parent = status.repliedTo, let position = positionByID[parent] {
            all[position].replies.insertAscending(status.id)
        }
    }

    mutating func edit(
        _ id: Int64, text: String?, spoiler: String?, at now: Moment, accounts: Accounts
    ) {
        guard let position = positionByID[id] else { return }
        for tag in all[position].tags { idsByTag[tag]?.removeAll { $0 == id } }
        all[position].text = text ?? all[position].text
        all[position].spoiler = spoiler ?? all[position].spoiler
        all[position].editedAt = now
        StatusRenderer.render(&all[position], accounts: accounts)
        for tag in all[position].tags { idsByTag[tag, default: []].insertAscending(id) }
    }

    /// Replies stay, with `in_reply_to_id` null.
    mutating func delete(_ id: Int64, at now: Moment, accounts: Accounts) {
        guard let position = positionByID[id] else { return }
        all[position].deletedAt = now
        idsByAuthor[all[position].author]?.removeAll { $0 == id }
        for tag in all[position].tags { idsByTag[tag]?.removeAll { $0 == id } }
        for reply in all[position].replies {
            guard let child = positionByID[reply] else { continue }
            all[child].parentIsGone = true
            StatusRenderer.render(&all[child], accounts: accounts)
        }
    }

    /// Oldest first.
    func ancestors(of status: Status, viewer: Int) -> [Int64] {
        var found: [Int64] = []
        var current = status
        while !current.parentIsGone, found.count < Statuses.threadLimit, let id = current.repliedTo,
            let parent = self[id]
        {
            if parent.isVisible(to: viewer) { found.append(id) }
            current = parent
        }
        return found.reversed()
    }

    /// Depth first, each level oldest first.
    func descendants(of status: Status, viewer: Int) -> [Int64] {
        var found: [Int64] = []
        var pending: [Int64] = status.replies.reversed()
        while let id = pending.popLast(), found.count < Statuses.threadLimit {
            guard let reply = self[id], reply.deletedAt == nil else { continue }
            if reply.isVisible(to: viewer) { found.append(id) }
            pending.append(contentsOf: reply.replies.reversed())
        }
        return found
    }
}
