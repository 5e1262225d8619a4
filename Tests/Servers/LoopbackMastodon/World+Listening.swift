import NIOCore

/// Private threads, search, and the notification policy.
extension World {
    static let policyGroups = [
        "for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions",
        "for_limited_accounts",
    ]
    private static let searchLimit = 40

    func policyJSON() -> [UInt8] {
        var writer = JSONWriter()
        for (position, group) in World.policyGroups.enumerated() {
            writer.raw("\(position == 0 ? "{" : ",")\"\(group)\":\"\(policy[group] ?? "accept")\"")
        }
        writer.raw(
            ",\"summary\":{\"pending_requests_count\":0,\"pending_notifications_count\":0}}")
        return writer.bytes
    }

    /// Public statuses with the words in them, newest first; nothing else is ever found.
    func search(_ request: APIRequest, viewer: Int) -> Answer {
        let wanted = (request.query.text("q") ?? "").lowercased()
        let limit = request.query.text("limit").flatMap { Int($0) } ?? 20
        let found = statuses.all.filter { status in
            status.visibility == .everyone && status.deletedAt == nil && !wanted.isEmpty
                && status.text.lowercased().contains(wanted)
        }.map(\.id).sorted(by: >).prefix(min(max(1, limit), World.searchLimit))
        var body = ByteBuffer(string: "{\"accounts\":[],\"statuses\":")
        write(Array(found), to: &body)
        body.writeString(",\"hashtags\":[]}")
        return Answer(body: body)
    }

    /// Paged by the last status, which is also what orders them; the conversation's own id is
    /// another series.
    func conversations(_ page: PageQuery, _ request: APIRequest, viewer: Int) -> Answer {
        var lastByRoot: [Int64: Int64] = [:]
        for status in statuses.all
        where status.visibility == .direct && status.isVisible(to: viewer) {
            let root = statuses.ancestors(of: status, viewer: viewer).first ?? status.id
            lastByRoot[root] = max(lastByRoot[root] ?? 0, status.id)
        }
        let roots = Dictionary(lastByRoot.map { ($0.value, $0.key) }) { first, _ in first }
        let ids = roots.keys.sorted()
        let chosen = page.page(of: ids) { _ in true }.map { ids[$0] }
        guard let newest = chosen.first, let oldest = chosen.last else {
            return .json(Array("[]".utf8))
        }
        var body = ByteBuffer()
        for (number, id) in chosen.enumerated() {
            let root = roots[id] ?? 0
            body.writeString(number == 0 ? "[" : ",")
            body.writeString("{\"id\":\"\(root % 1_000_003)\",\"unread\":true,\"accounts\":[")
            if let other = statuses[id].flatMap({ other(than: viewer, in: $0) }) {
                body.writeBytes(accounts[other].json)
            }
            body.writeString("],\"last_status\":")
            statuses.appendJSON(of: id) { body.writeBytes($0) }
            body.writeString("}")
        }
        body.writeString("]")
        let link = PageLink(request).header(
            newest: newest, oldest: oldest, hasOlder: chosen.count == page.limit)
        return Answer(body: body, link: link)
    }

    private func other(than viewer: Int, in status: Status) -> Int? {
        status.author == viewer ? status.mentions.first { $0 != viewer } : status.author
    }
}
