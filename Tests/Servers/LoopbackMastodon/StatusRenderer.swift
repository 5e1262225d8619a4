/// Fills in what follows from a status' text: mentions, tags and the JSON.
enum StatusRenderer {
    static func render(_ status: inout Status, accounts: Accounts) {
        let entities = EntityScanner(status.text).entities()
        status.mentions = []
        status.tags = []
        for entity in entities {
            switch entity.kind {
            case .mention(let name, let domain):
                if let account = accounts.index(name: name, domain: domain),
                    !status.mentions.contains(account)
                {
                    status.mentions.append(account)
                }
            case .hashtag(let tag):
                if !status.tags.contains(tag.lowercased()) { status.tags.append(tag.lowercased()) }
            case .link: break
            }
        }
        let html = StatusHTML.render(status.text, entities: entities) { name, domain in
            accounts.index(name: name, domain: domain).map { accounts[$0] }
        }
        status.json = json(status, html: html, accounts: accounts)
    }

    private static func json(_ status: Status, html: String, accounts: Accounts) -> [UInt8] {
        let author = accounts[status.author]
        var writer = JSONWriter()
        writer.raw(
            "{\"id\":\"\(status.id)\",\"created_at\":\"\(status.createdAt.text)\""
                + ",\"in_reply_to_id\":"
        )
        writer.id(orNull: status.parentIsGone ? nil : status.repliedTo)
        writer.raw(",\"in_reply_to_account_id\":")
        writer.id(orNull: status.repliedToAccount.map { accounts[$0].id })
        writer.raw(",\"sensitive\":\(!status.spoiler.isEmpty),\"spoiler_text\":")
        writer.string(status.spoiler)
        writer.raw(",\"visibility\":\"\(status.visibility.rawValue)\",\"language\":")
        writer.string(orNull: status.language)
        writer.raw(
            ",\"uri\":\"\(Account.localRoot)/ap/users/\(author.id)/statuses/\(status.id)\",\"url\":"
        )
        writer.string("\(author.url)/\(status.id)")
        writer.raw(
            ",\"replies_count\":0,\"reblogs_count\":0,\"favourites_count\":0"
                + ",\"quotes_count\":0,\"edited_at\":"
        )
        writer.time(orNull: status.editedAt)
        writer.raw(",\"favourited\":false,\"reblogged\":false,\"muted\":false,\"bookmarked\":false")
        writer.raw(",\"filtered\":[],\"reblog\":null,\"content\":")
        writer.string(html)
        writer.raw(",\"application\":")
        writer.raw(author.isClient ? "{\"name\":\"replyd\",\"website\":null}" : "null")
        writer.raw(",\"account\":")
        writer.raw(author.json)
        writer.raw(",\"media_attachments\":[")
        write(media: status.media, of: status.id, to: &writer)
        writer.raw("],\"mentions\":[")
        write(mentions: status.mentions.map { accounts[$0] }, to: &writer)
        writer.raw("],\"tags\":[")
        write(tags: status.tags, to: &writer)
        writer.raw("],\"emojis\":[],\"card\":null,\"poll\":null}")
        return writer.bytes
    }

    private static func write(mentions: [Account], to writer: inout JSONWriter) {
        for (position, account) in mentions.enumerated() {
            writer.raw(
                position > 0
                    ? ",{\"id\":\"\(account.id)\",\"username\":"
                    : "{\"id\":\"\(account.id)\",\"username\":")
            writer.string(account.username)
            writer.raw(",\"url\":")
            writer.string(account.url)
            writer.raw(",\"acct\":")
            writer.string(account.acct)
            writer.raw("}")
        }
    }

    private static func write(media: [String], of status: Int64, to writer: inout JSONWriter) {
        for (position, text) in media.enumerated() {
            if position > 0 { writer.raw(",") }
            writer.raw("{\"id\":\"\(status &+ Int64(position))\",\"type\":\"image\",\"url\":")
            writer.string("\(Account.localRoot)/media/\(status)-\(position).png")
            writer.raw(",\"description\":")
            writer.string(orNull: text.isEmpty ? nil : text)
            writer.raw("}")
        }
    }

    private static func write(tags: [String], to writer: inout JSONWriter) {
        for (position, tag) in tags.enumerated() {
            writer.raw(position > 0 ? ",{\"name\":" : "{\"name\":")
            writer.string(tag)
            writer.raw(",\"url\":")
            writer.string("\(Account.localRoot)/tags/\(tag)")
            writer.raw("}")
        }
    }
}
