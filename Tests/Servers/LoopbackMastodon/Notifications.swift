/// The notifications of one client account, ascending by id.
struct Notifications: Sendable {
    struct Entry: Sendable {
        let id: Int64
        let type: String
        let status: Int64
        let sender: Int
        /// Held back by a notification policy: only shown with `include_filtered=true`.
        let isFiltered: Bool
        /// The JSON up to and including `"status":`.
        let prefix: [UInt8]
    }

    private(set) var entries: [Entry] = []
    private(set) var ids: [Int64] = []
    /// The highest id a client has been shown.
    private(set) var highestShown: Int64?

    mutating func add(_ entry: Entry) {
        let position =
            ids.last.map { $0 < entry.id } ?? true
            ? ids.count : ids.firstPosition(notBelow: entry.id)
        entries.insert(entry, at: position)
        ids.insert(entry.id, at: position)
    }

    mutating func remove(status: Int64) {
        guard entries.contains(where: { $0.status == status }) else { return }
        entries.removeAll { $0.status == status }
        ids = entries.map(\.id)
    }

    mutating func noteShown(_ id: Int64) { highestShown = max(highestShown ?? id, id) }

    /// A free id below the highest one shown (or, when none was, the highest there is).
    func freeLateID() -> Int64? {
        guard let top = highestShown ?? ids.last else { return nil }
        var candidate = top - 1
        var position = ids.firstPosition(notBelow: top) - 1
        while candidate > 0 {
            guard position >= 0, ids[position] == candidate else { return candidate }
            candidate -= 1
            position -= 1
        }
        return nil
    }
}
