/// Writes a status' text as the HTML of Mastodon's `TextFormatter`.
struct StatusHTML {
    private let bytes: [UInt8]
    private let entities: [TextEntity]
    private var html: [UInt8] = Array("<p>".utf8)

    /// `mentioned` finds the account behind a name and domain; an unknown one stays plain text.
    static func render(
        _ text: String, entities: [TextEntity], mentioned: (String, String?) -> Account?
    ) -> String {
        var writer = StatusHTML(bytes: Array(text.utf8), entities: entities)
        writer.write(mentioned)
        return String(decoding: writer.html, as: UTF8.self)
    }

    private init(bytes: [UInt8], entities: [TextEntity]) {
        self.bytes = bytes
        self.entities = entities
    }

    private mutating func write(_ mentioned: (String, String?) -> Account?) {
        var position = 0
        for entity in entities {
            plain(position..<entity.range.lowerBound)
            position = entity.range.upperBound
            let source = String(decoding: bytes[entity.range], as: UTF8.self)
            switch entity.kind {
            case .link:
                link(source)
            case .mention(let name, let domain):
                if let account = mentioned(name, domain) {
                    mention(account)
                } else {
                    plain(entity.range)
                }
            case .hashtag(let tag):
                raw("<a href=\"\(Account.localRoot)/tags/")
                escape(tag)
                raw("\" class=\"mention hashtag\" rel=\"tag\">#<span>")
                escape(tag)
                raw("</span></a>")
            }
        }
        plain(position..<bytes.count)
        raw("</p>")
    }

    private mutating func mention(_ account: Account) {
        raw("<span class=\"h-card\" translate=\"no\"><a href=\"")
        escape(account.url)
        raw("\" class=\"u-url mention\">@<span>")
        escape(account.username)
        raw("</span></a></span>")
    }

    /// The scheme and all beyond 30 characters stay in the text, but hidden.
    private mutating func link(_ url: String) {
        let scheme = url.lowercased().hasPrefix("https://") ? 8 : 7
        var rest = url.dropFirst(scheme)
        if rest.lowercased().hasPrefix("www.") { rest = rest.dropFirst(4) }
        let shown = rest.prefix(30)
        let hidden = rest.dropFirst(30)
        raw("<a href=\"")
        escape(url)
        raw(
            "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span"
                + " class=\"invisible\">"
        )
        escape(String(url[url.startIndex..<rest.startIndex]))
        raw(hidden.isEmpty ? "</span><span class=\"\">" : "</span><span class=\"ellipsis\">")
        escape(String(shown))
        raw("</span><span class=\"invisible\">")
        escape(String(hidden))
        raw("</span></a>")
    }

    /// Two or more newlines start a paragraph, one is a break.
    private mutating func plain(_ range: Range<Int>) {
        var position = range.lowerBound
        while position < range.upperBound {
            guard bytes[position] == 0x0A else {
                escape(bytes[position])
                position += 1
                continue
            }
            let start = position
            while position < range.upperBound, bytes[position] == 0x0A { position += 1 }
            raw(position - start > 1 ? "</p><p>" : "<br />")
        }
    }

    private mutating func raw(_ text: String) { html.append(contentsOf: text.utf8) }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 { escape(byte) }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): raw("&amp;")
        case UInt8(ascii: "<"): raw("&lt;")
        case UInt8(ascii: ">"): raw("&gt;")
        case UInt8(ascii: "\""): raw("&quot;")
        case UInt8(ascii: "'"): raw("&#39;")
        default: html.append(byte)
        }
    }
}
