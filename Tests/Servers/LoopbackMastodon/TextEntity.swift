/// A link, mention or hashtag in a status' text, as a range of its UTF-8 bytes.
struct TextEntity: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case link
        case mention(name: String, domain: String?)
        case hashtag(String)
    }

    let kind: Kind
    let range: Range<Int>
}
