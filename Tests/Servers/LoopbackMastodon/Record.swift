/// Everything that happened, for a test to compare with what a daemon believes.
enum Record {
    /// One status as a JSON object. `kind` is "customer" or "client".
    static func row(_ status: Status, accounts: Accounts) -> [UInt8] {
        let author = accounts[status.author]
        var writer = JSONWriter()
        writer.raw(
            "{\"kind\":\"\(author.isClient ? "client" : "customer")\",\"id\":\"\(status.id)\",")
        writer.raw(author.isClient ? "\"account\":" : "\"author\":")
        writer.string(author.acct)
        writer.raw(",\"in_reply_to_id\":")
        writer.id(orNull: status.repliedTo)
        writer.raw(",\"text\":")
        writer.string(status.text)
        writer.raw(
            ",\"visibility\":\"\(status.visibility.rawValue)\""
        )
        writer.raw(
            ",\"createdAt\":\"\(status.createdAt.text)\""
        )
        writer.raw(",\"editedAt\":")
        writer.time(orNull: status.editedAt)
        writer.raw(",\"deletedAt\":")
        writer.time(orNull: status.deletedAt)
        if author.isClient {
            writer.raw(",\"idempotencyKey\":")
            writer.string(orNull: status.idempotencyKey)
        }
        writer.raw("}")
        return writer.bytes
    }

    /// All in one object: `customerStatuses`, `clientStatuses` and the counts.
    static func whole(_ world: World) -> [UInt8] {
        var writer = JSONWriter()
        for (title, isClient) in [
            ("{\"customerStatuses\":[", false), ("],\"clientStatuses\":[", true),
        ] {
            writer.raw(title)
            var isFirst = true
            for status in world.statuses.all
            where world.accounts[status.author].isClient == isClient {
                writer.raw(isFirst ? "\n" : ",\n")
                writer.raw(row(status, accounts: world.accounts))
                isFirst = false
            }
        }
        writer.raw("],\n\"counts\":")
        writer.raw(counts(world))
        writer.raw("}\n")
        return writer.bytes
    }

    /// `kind` "counts": how much there is, requests by endpoint, faults and violations by kind.
    static func counts(_ world: World) -> [UInt8] {
        let clients = world.inboxes.indices.reduce(0) { $0 + world.statuses.ids(author: $1).count }
        var writer = JSONWriter()
        writer.raw(
            "{\"kind\":\"counts\",\"statuses\":\(world.statuses.all.count)"
        )
        writer.raw(
            ",\"clientStatuses\":\(clients)"
        )
        writer.raw(",\"notifications\":\(world.inboxes.reduce(0) { $0 + $1.ids.count })")
        writer.raw(
            ",\"pending\":\(world.pending.count),\"failedLoads\":\(world.failedLoads),\"requests\":"
        )
        writer.counts(world.requestCounts)
        writer.raw(",\"faults\":")
        writer.counts(world.faults.counts)
        writer.raw(",\"violations\":")
        writer.counts(world.violations.counts)
        writer.raw("}")
        return writer.bytes
    }
}
