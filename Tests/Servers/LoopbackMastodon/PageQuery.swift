/// Mastodon's paging over a list of ids kept in ascending order (`Paginable` of its source).
struct PageQuery: Sendable {
    var minID: Int64?
    var sinceID: Int64?
    var maxID: Int64?
    var limit: Int

    var carriesCursor: Bool { minID != nil || sinceID != nil || maxID != nil }

    /// Positions of the page's items, newest first. `min_id` gives the items immediately above it;
    /// `since_id` the newest ones above it, so that it skips what did not fit.
    func page(of ids: [Int64], where include: (Int) -> Bool) -> [Int] {
        let end = maxID.map { ids.firstPosition(notBelow: $0) } ?? ids.count
        var chosen: [Int] = []
        if let minID {
            var position = ids.firstPosition(notBelow: minID.saturatingSuccessor)
            while position < end, chosen.count < limit {
                if include(position) { chosen.append(position) }
                position += 1
            }
            chosen.reverse()
        } else {
            let start = sinceID.map { ids.firstPosition(notBelow: $0.saturatingSuccessor) } ?? 0
            var position = end - 1
            while position >= start, chosen.count < limit {
                if include(position) { chosen.append(position) }
                position -= 1
            }
        }
        return chosen
    }
}

extension [Int64] {
    /// Where `id` is, or would go, in an ascending list.
    func firstPosition(notBelow id: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Keeps the list ascending; the usual insertion is at the end.
    mutating func insertAscending(_ id: Int64) {
        if let last, last > id { insert(id, at: firstPosition(notBelow: id)) } else { append(id) }
    }
}

extension Int64 {
    fileprivate var saturatingSuccessor: Int64 { self == .max ? .max : self + 1 }
}
