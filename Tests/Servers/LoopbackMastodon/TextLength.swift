/// Counts a status as `StatusLengthValidator` does: grapheme clusters of the content warning and
/// the text, a link as 23, `@user@domain` as `@user`.
enum TextLength {
    static let charactersPerLink = 23

    static func count(text: String, spoiler: String = "") -> Int {
        spoiler.count + countable(text).count
    }

    private static func countable(_ text: String) -> String {
        let entities = EntityScanner(text).entities()
        if entities.isEmpty { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var position = 0
        for entity in entities {
            kept += bytes[position..<entity.range.lowerBound]
            switch entity.kind {
            case .link: kept += repeatElement(UInt8(ascii: "x"), count: charactersPerLink)
            case .mention(let name, _): kept += Array("@\(name)".utf8)
            case .hashtag: kept += bytes[entity.range]
            }
            position = entity.range.upperBound
        }
        kept += bytes[position...]
        return String(decoding: kept, as: UTF8.self)
    }
}
